#include "provisioner/nebula/certificate_value.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/json.h"
#include "crypto/pem.h"
#include "template/function.h"
#include "template/host_object.h"
#include "template/key_values.h"
#include "template/time_value.h"

namespace newel::provisioner::nebula {
namespace {

namespace types = templates::types;
using templates::Args;
using templates::Call;
using templates::host_object;
using templates::host_value;
using templates::HostField;
using templates::Kind;
using templates::List;
using templates::Method;
using templates::Type;
using templates::Value;

// Addresses and networks: Go's netip.Addr and netip.Prefix.

const IpAddress& address(const Value& v) { return host_value<IpAddress>(v); }
const Prefix& prefix(const Value& v) { return host_value<Prefix>(v); }
bool is_v4(const IpAddress& ip) { return ip.octets.size() == 4; }
int bit_length(const IpAddress& ip) { return static_cast<int>(ip.octets.size()) * 8; }

const Method address_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return address(s).to_string(); }},
    {"Is4", "", [](Call&, const Value& s, Args) -> Value { return is_v4(address(s)); }},
    {"Is6", "", [](Call&, const Value& s, Args) -> Value { return !is_v4(address(s)); }},
    {"IsValid", "", [](Call&, const Value&, Args) -> Value { return true; }},
    {"BitLen", "", [](Call&, const Value& s, Args) -> Value { return bit_length(address(s)); }},
    {"AsSlice", "", [](Call&, const Value& s, Args) { return templates::octets_value(address(s).octets); }},
};
const Type address_type{Kind::structure, "netip.Addr", address_methods,
                        [](const Value& v) { return address(v).to_string(); },
                        [](const Value& v) { return json::write_string(address(v).to_string()); }};
constexpr std::span<const HostField<IpAddress>> no_address_fields{};

Value address_value(const IpAddress& ip) {
  return Value::object(address_type,
                       std::make_shared<templates::HostObject<IpAddress>>(ip, no_address_fields));
}

Value prefix_value(const Prefix& network);

Prefix masked(Prefix network) {
  for (std::size_t i = 0; i < network.address.octets.size(); ++i) {
    const int kept = std::clamp(network.bits - static_cast<int>(i) * 8, 0, 8);
    network.address.octets[i] &= static_cast<Byte>(0xff00 >> kept);
  }
  return network;
}

const Method prefix_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return prefix(s).to_string(); }},
    {"Addr", "", [](Call&, const Value& s, Args) { return address_value(prefix(s).address); }},
    {"Bits", "", [](Call&, const Value& s, Args) -> Value { return prefix(s).bits; }},
    {"IsValid", "", [](Call&, const Value&, Args) -> Value { return true; }},
    {"IsSingleIP", "",
     [](Call&, const Value& s, Args) -> Value { return prefix(s).bits == bit_length(prefix(s).address); }},
    {"Masked", "", [](Call&, const Value& s, Args) { return prefix_value(masked(prefix(s))); }},
};
const Type prefix_type{Kind::structure, "netip.Prefix", prefix_methods,
                       [](const Value& v) { return prefix(v).to_string(); },
                       [](const Value& v) { return json::write_string(prefix(v).to_string()); }};
const Type prefixes_type{Kind::slice, "[]netip.Prefix"};
constexpr std::span<const HostField<Prefix>> no_prefix_fields{};

Value prefix_value(const Prefix& network) {
  return Value::object(prefix_type,
                       std::make_shared<templates::HostObject<Prefix>>(network, no_prefix_fields));
}

// Version 1 makes every list, version 2 only those that hold something.
Value list_of(const Certificate& c, List items, const Type& type) {
  if (c.version == 2 && items.empty()) return Value::nil_list(type);
  return Value::list(std::move(items), type);
}

Value prefixes(const Certificate& c, const std::vector<Prefix>& networks) {
  List items;
  for (const Prefix& network : networks) items.push_back(prefix_value(network));
  return list_of(c, std::move(items), prefixes_type);
}

Value groups(const Certificate& c) {
  return list_of(c, List(c.groups.begin(), c.groups.end()), types::strings);
}

// The whole as JSON, members sorted: Nebula writes maps.

json::Value list_json(const Certificate& c, json::Array list) {
  if (c.version == 2 && list.empty()) return nullptr;
  return list;
}
json::Value prefixes_json(const Certificate& c, const std::vector<Prefix>& networks) {
  json::Array out;
  for (const Prefix& network : networks) out.push_back(json::text(network.to_string()));
  return list_json(c, std::move(out));
}
json::Value groups_json(const Certificate& c) {
  json::Array out;
  for (const std::string& group : c.groups) out.push_back(json::text(group));
  return list_json(c, std::move(out));
}

std::string_view curve_name(CurveKind curve) { return curve == CurveKind::p256 ? "P256" : "CURVE25519"; }

json::Object to_json(const Certificate& c) {
  const json::Value curve = json::text(curve_name(c.curve)), key = json::text(hex_encode(c.public_key));
  const bool inside = c.version == 1;  // where version 1 has curve and key
  json::Object details, out;
  if (inside) details["curve"] = curve;
  details["groups"] = groups_json(c);
  details["isCa"] = c.is_ca;
  details["issuer"] = json::text(c.issuer);
  details["name"] = json::text(c.name);
  details["networks"] = prefixes_json(c, c.networks);
  details["notAfter"] = json::text(format_rfc3339(c.not_after));
  details["notBefore"] = json::text(format_rfc3339(c.not_before));
  if (inside) details["publicKey"] = key;
  details["unsafeNetworks"] = prefixes_json(c, c.unsafe_networks);
  if (!inside) out["curve"] = curve;
  out["details"] = std::move(details);
  out["fingerprint"] = json::text(c.fingerprint);
  if (!inside) out["publicKey"] = key;
  out["signature"] = json::text(hex_encode(c.signature));
  out["version"] = c.version;
  return out;
}

// The certificate.

const Certificate& certificate(const Value& v) { return host_value<Certificate>(v); }
Value time_of(Time t) { return templates::make_time(unix_seconds(t)); }
Value version(const Certificate& c) { return Value::uint8(static_cast<std::uint8_t>(c.version)); }
Value octets(std::string_view text) { return templates::octets_value(as_bytes(text)); }

const Type curve_type{Kind::integer, "cert.Curve", {}, [](const Value& v) {
                        return std::string(curve_name(static_cast<CurveKind>(v.as_int())));
                      }};

std::string pem(const Certificate& c) {
  return pem_encode({std::string(c.version == 1 ? v1_label : v2_label), {}, c.raw});
}
std::string text(const Value& v) { return json::write_indented(to_json(certificate(v)), "\t"); }
std::string compact(const Value& v) { return json::write(to_json(certificate(v))); }

// Go's Expired is "not valid at this time".
bool expired(const Certificate& c, const Value& at) {
  return !c.is_valid_at(from_unix(templates::as_time(at).seconds));
}

const Method methods[] = {
    {"Version", "", [](Call&, const Value& s, Args) { return version(certificate(s)); }},
    {"Name", "", [](Call&, const Value& s, Args) -> Value { return certificate(s).name; }},
    {"Networks", "",
     [](Call&, const Value& s, Args) { return prefixes(certificate(s), certificate(s).networks); }},
    {"UnsafeNetworks", "",
     [](Call&, const Value& s, Args) { return prefixes(certificate(s), certificate(s).unsafe_networks); }},
    {"Groups", "", [](Call&, const Value& s, Args) { return groups(certificate(s)); }},
    {"IsCA", "", [](Call&, const Value& s, Args) -> Value { return certificate(s).is_ca; }},
    {"NotBefore", "", [](Call&, const Value& s, Args) { return time_of(certificate(s).not_before); }},
    {"NotAfter", "", [](Call&, const Value& s, Args) { return time_of(certificate(s).not_after); }},
    {"Issuer", "", [](Call&, const Value& s, Args) -> Value { return certificate(s).issuer; }},
    {"PublicKey", "",
     [](Call&, const Value& s, Args) { return templates::octets_value(certificate(s).public_key); }},
    {"Curve", "",
     [](Call&, const Value& s, Args) {
       return Value::of_int(curve_type, static_cast<int>(certificate(s).curve));
     }},
    {"Signature", "",
     [](Call&, const Value& s, Args) { return templates::octets_value(certificate(s).signature); }},
    {"Fingerprint", "", [](Call&, const Value& s, Args) -> Value { return certificate(s).fingerprint; }},
    {"Expired", "t", [](Call&, const Value& s, Args a) -> Value { return expired(certificate(s), a[0]); }},
    {"Marshal", "", [](Call&, const Value& s, Args) { return templates::octets_value(certificate(s).raw); }},
    {"MarshalPEM", "", [](Call&, const Value& s, Args) { return octets(pem(certificate(s))); }},
    {"MarshalJSON", "", [](Call&, const Value& s, Args) { return octets(compact(s)); }},
    {"String", "", [](Call&, const Value& s, Args) -> Value { return text(s); }},
};

const Type details_type{Kind::structure, "cert.NebulaCertificateDetails"};
constexpr HostField<Certificate> details_fields[] = {
    {"Name", "Name", false, [](const Certificate& c) -> Value { return c.name; }},
    {"Ips", "Ips", false, [](const Certificate& c) { return prefixes(c, c.networks); }},
    {"Subnets", "Subnets", false, [](const Certificate& c) { return prefixes(c, c.unsafe_networks); }},
    {"Groups", "Groups", false, groups},
    {"NotBefore", "NotBefore", false, [](const Certificate& c) { return time_of(c.not_before); }},
    {"NotAfter", "NotAfter", false, [](const Certificate& c) { return time_of(c.not_after); }},
    {"PublicKey", "PublicKey", false,
     [](const Certificate& c) { return templates::octets_value(c.public_key); }},
    {"IsCA", "IsCA", false, [](const Certificate& c) -> Value { return c.is_ca; }},
    {"Issuer", "Issuer", false, [](const Certificate& c) -> Value { return c.issuer; }},
};
constexpr HostField<Certificate> fields[] = {
    {"Details", "-", false,
     [](const Certificate& c) { return host_object(details_type, c, details_fields); }},
};

const Type v1_type{Kind::pointer, "*cert.certificateV1", methods, text, compact};
const Type v2_type{Kind::pointer, "*cert.certificateV2", methods, text, compact};

}  // namespace

Value certificate_value(const Certificate& certificate) {
  return host_object(certificate.version == 1 ? v1_type : v2_type, certificate, fields);
}

}  // namespace newel::provisioner::nebula
