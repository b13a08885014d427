#include "template/key_values.h"

#include "base/encoding.h"
#include "template/asn1_values.h"
#include "template/function.h"
#include "template/go_url.h"
#include "template/host_object.h"
#include "template/x509_values.h"
#include "x509/certificate.h"

namespace newel::templates {
namespace {

struct BigInt {
  Bytes magnitude;
  bool negative;
};

const BigInt& big(const Value& v) { return host_value<BigInt>(v); }
std::string big_text(const Value& v) {
  return (big(v).negative ? "-" : "") + x509::Serial{big(v).magnitude}.decimal();
}
bool is_zero(const BigInt& n) {
  return n.magnitude.empty() || (n.magnitude.size() == 1 && n.magnitude[0] == 0);
}

int bit_length(ByteView magnitude) {
  while (!magnitude.empty() && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  if (magnitude.empty()) return 0;
  int bits = static_cast<int>(magnitude.size() - 1) * 8;
  for (Byte top = magnitude[0]; top != 0; top = static_cast<Byte>(top >> 1)) ++bits;
  return bits;
}

// Digits in another base: division of the magnitude, base by base.
std::string in_base(Bytes magnitude, unsigned base) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string out;
  for (std::size_t first = 0; first < magnitude.size();) {
    unsigned rest = 0;
    for (std::size_t i = first; i < magnitude.size(); ++i) {
      rest = rest << 8 | magnitude[i];
      magnitude[i] = static_cast<Byte>(rest / base);
      rest %= base;
    }
    out.insert(out.begin(), digits[rest]);
    while (first < magnitude.size() && magnitude[first] == 0) ++first;
  }
  return out.empty() ? "0" : out;
}

Value big_text_in(Call&, const Value& self, Args a) {
  const std::int64_t base = a[0].as_int();
  if (base < 2 || base > 36) throw Error("the base is not between 2 and 36");
  return (big(self).negative ? "-" : "") + in_base(big(self).magnitude, static_cast<unsigned>(base));
}

const Method big_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return big_text(s); }},
    {"BitLen", "", [](Call&, const Value& s, Args) -> Value { return bit_length(big(s).magnitude); }},
    {"Sign", "",
     [](Call&, const Value& s, Args) -> Value { return is_zero(big(s))   ? 0
                                                       : big(s).negative ? -1
                                                                         : 1; }},
    {"Text", "i", big_text_in},
};
constexpr HostField<BigInt> no_fields[] = {
    {"neg", "-", false, [](const BigInt& n) -> Value { return n.negative; }}};

std::string ip_text(const Value& v) {
  const auto ip = ip_from_octets(as_bytes(v.as_string()));
  return ip ? ip->to_string() : "<nil>";
}
std::string ip_json(const Value& v) { return "\"" + ip_text(v) + "\""; }

bool is_private(const Bytes& octets) {
  if (octets.size() == 4)
    return octets[0] == 10 || (octets[0] == 172 && (octets[1] & 0xf0) == 16) ||
           (octets[0] == 192 && octets[1] == 168);
  return octets.size() == 16 && (octets[0] & 0xfe) == 0xfc;
}
bool is_loopback(const Bytes& octets) {
  if (octets.size() == 4) return octets[0] == 127;
  return octets == parse_ip("::1")->octets;
}

const Method ip_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return ip_text(s); }},
    {"IsPrivate", "",
     [](Call&, const Value& s, Args) -> Value { return is_private(to_bytes(s.as_string())); }},
    {"IsLoopback", "",
     [](Call&, const Value& s, Args) -> Value { return is_loopback(to_bytes(s.as_string())); }},
    {"To4", "",
     [](Call&, const Value& s, Args) -> Value { return s.length() == 4 ? s : Value::nil_list(types::ip); }},
    {"To16", "",
     [](Call&, const Value& s, Args) -> Value {
       if (s.length() != 4) return s;
       return Value::bytes(std::string("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) + s.as_string(), types::ip);
     }},
};

std::string oid_text(const Value& v) {
  std::string out;
  for (const Value& arc : v.items()) out += (out.empty() ? "" : ".") + std::to_string(arc.as_int());
  return out;
}
const Method oid_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return oid_text(s); }}};

const GoUrl& as_url(const Value& v) { return host_value<GoUrl>(v); }

std::string user_text(const Value& v) { return as_url(v).user_text(); }
const Method user_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return user_text(s); }},
    {"Username", "", [](Call&, const Value& s, Args) -> Value { return as_url(s).user.value_or(""); }},
};
const Type user_type{Kind::pointer, "*url.Userinfo", user_methods, user_text,
                     [](const Value&) -> std::string { return "{}"; }};
constexpr HostField<GoUrl> no_url_fields[] = {
    {"username", "-", false, [](const GoUrl& u) -> Value { return u.user.value_or(""); }}};

Value user_value(const GoUrl& url) {
  return url.user ? host_object(user_type, url, no_url_fields) : nil_pointer(user_type);
}

// Query: the parameters, each with all its values.
Value query_value(const GoUrl& url) {
  static const Type values_type{Kind::map, "url.Values"};
  const MapPtr out = new_map();
  std::string_view rest = url.query;
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const std::string value(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    List values = out->entries[std::string(pair.substr(0, equals))].kind() == Kind::slice
                      ? out->entries[std::string(pair.substr(0, equals))].items()
                      : List();
    values.emplace_back(value);
    out->entries[std::string(pair.substr(0, equals))] = Value::list(std::move(values), types::strings);
  }
  return Value::map(out, values_type);
}

std::string url_text(const Value& v) { return as_url(v).to_string(); }

const Method url_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return url_text(s); }},
    {"Hostname", "", [](Call&, const Value& s, Args) -> Value { return as_url(s).host_name(); }},
    {"Port", "", [](Call&, const Value& s, Args) -> Value { return as_url(s).port(); }},
    {"Query", "", [](Call&, const Value& s, Args) -> Value { return query_value(as_url(s)); }},
    {"IsAbs", "", [](Call&, const Value& s, Args) -> Value { return !as_url(s).scheme.empty(); }},
    {"EscapedPath", "", [](Call&, const Value& s, Args) -> Value { return as_url(s).escaped_path(); }},
};

constexpr HostField<GoUrl> url_fields[] = {
    {"Scheme", "Scheme", false, [](const GoUrl& u) -> Value { return u.scheme; }},
    {"Opaque", "Opaque", false, [](const GoUrl& u) -> Value { return u.opaque; }},
    {"User", "User", false, user_value},
    {"Host", "Host", false, [](const GoUrl& u) -> Value { return u.host; }},
    {"Path", "Path", false, [](const GoUrl& u) -> Value { return u.path; }},
    {"Fragment", "Fragment", false, [](const GoUrl& u) -> Value { return u.fragment; }},
    {"RawQuery", "RawQuery", false, [](const GoUrl& u) -> Value { return u.query; }},
    {"RawPath", "RawPath", false, [](const GoUrl& u) -> Value { return u.raw_path; }},
    {"RawFragment", "RawFragment", false, [](const GoUrl& u) -> Value { return u.raw_fragment; }},
    {"ForceQuery", "ForceQuery", false, [](const GoUrl& u) -> Value { return u.force_query; }},
    {"OmitHost", "OmitHost", false, [](const GoUrl& u) -> Value { return u.omit_host; }},
};

// Go's numbers: RSA 1, DSA 2, ECDSA 3, Ed25519 4.
std::string algorithm_text(const Value& v) {
  constexpr std::string_view names[] = {"0", "RSA", "DSA", "ECDSA", "Ed25519"};
  return std::string(names[static_cast<std::size_t>(v.as_int())]);
}
std::string algorithm_json(const Value& v) { return std::to_string(v.as_int()); }
const Method algorithm_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return algorithm_text(s); }}};
const Type algorithm_type{Kind::integer, "x509.PublicKeyAlgorithm", algorithm_methods, algorithm_text,
                          algorithm_json};

const Method rsa_methods[] = {{"Size", "", [](Call&, const Value& s, Args) -> Value {
                                 return (host_value<PublicKey>(s).bits() + 7) / 8;
                               }}};
const Type rsa_type{Kind::pointer, "*rsa.PublicKey", rsa_methods};

std::int64_t small_integer(ByteView magnitude) {
  std::int64_t out = 0;
  for (const Byte octet : magnitude) out = out << 8 | octet;
  return out;
}

constexpr HostField<PublicKey> rsa_fields[] = {
    {"N", "N", false, [](const PublicKey& k) { return big_integer(k.rsa_modulus()); }},
    {"E", "E", false, [](const PublicKey& k) { return Value::integer(small_integer(k.rsa_exponent())); }},
};

const Type params_type{Kind::pointer, "*elliptic.CurveParams"};
constexpr HostField<PublicKey> params_fields[] = {
    {"BitSize", "BitSize", false, [](const PublicKey& k) -> Value { return k.bits(); }},
    {"Name", "Name", false, [](const PublicKey& k) -> Value { return curve_name(k.curve()); }},
};
Value curve_params(const PublicKey& key) { return host_object(params_type, key, params_fields); }

const Method curve_methods[] = {
    {"Params", "", [](Call&, const Value& s, Args) { return curve_params(host_value<PublicKey>(s)); }}};
const Type curve_type{Kind::pointer, "elliptic.Curve", curve_methods};

constexpr HostField<PublicKey> ec_fields[] = {
    {"Curve", "Curve", false, [](const PublicKey& k) { return host_object(curve_type, k, params_fields); }},
    {"X", "X", false, [](const PublicKey& k) { return big_integer(k.ec_x()); }},
    {"Y", "Y", false, [](const PublicKey& k) { return big_integer(k.ec_y()); }},
};
const Type ec_type{Kind::pointer, "*ecdsa.PublicKey", curve_methods};
const Type ed25519_type{Kind::slice, "ed25519.PublicKey"};

}  // namespace

namespace types {
const Type asn1_oid{Kind::slice, "asn1.ObjectIdentifier", oid_methods, oid_text};
const Type ip{Kind::slice, "net.IP", ip_methods, ip_text, ip_json};
const Type url{Kind::pointer, "*url.URL", url_methods, url_text};
const Type big_int{Kind::pointer, "*big.Int", big_methods, big_text, big_text};
}  // namespace types

Value big_integer(ByteView magnitude, bool negative) {
  return host_object(types::big_int, BigInt{to_bytes(magnitude), negative}, no_fields);
}

Value public_key_algorithm(const PublicKey& key) {
  const int number = key.type() == KeyType::rsa       ? 1
                     : key.type() == KeyType::ec      ? 3
                     : key.type() == KeyType::ed25519 ? 4
                                                      : 0;
  return Value::of_int(algorithm_type, number);
}

Value ip_value(const IpAddress& ip) { return Value::bytes(newel::to_text(ip.octets), types::ip); }

Value url_value(const std::string& text) {
  return host_object(types::url, parse_go_url(text).value_or(GoUrl()), url_fields);
}

Value arcs_value(const std::vector<std::int64_t>& arcs, const Type& type) {
  List items;
  for (const std::int64_t arc : arcs) items.push_back(Value::integer(arc));
  return Value::list(std::move(items), type);
}

Value octets_value(ByteView octets) { return Value::bytes(newel::to_text(octets)); }

Value public_key_value(const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      return host_object(rsa_type, key, rsa_fields);
    case KeyType::ec:
      return host_object(ec_type, key, ec_fields);
    default:
      return Value::bytes(newel::to_text(key.raw()), ed25519_type);
  }
}

}  // namespace newel::templates
