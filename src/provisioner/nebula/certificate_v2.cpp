// Version 2: DER with automatic tags (reference: cert/cert_v2.asn1).
#include "base/encoding.h"
#include "crypto/digest.h"
#include "provisioner/nebula/checks.h"
#include "x509/der_reader.h"

namespace newel::provisioner::nebula {
namespace {

using x509::context;
using x509::context_constructed;
using x509::DerReader;

tl::unexpected<Failure> bad_format() { return failure("bad wire format"); }

// Four or sixteen octets of address, one of prefix length.
Expected<Prefix> read_prefix(ByteView octets) {
  if (octets.size() != 5 && octets.size() != 17) return bad_format();
  const ByteView address = octets.first(octets.size() - 1);
  const int bits = octets.back();
  if (bits > static_cast<int>(address.size()) * 8) return bad_format();
  // An IPv4 address mapped into IPv6 would print and compare as something else.
  const auto ip = ip_from_octets(address);
  if (!ip || ip->octets.size() != address.size()) return failure("4in6 networks are not allowed");
  return Prefix{*ip, bits};
}

Expected<std::vector<Prefix>> read_networks(ByteView content) {
  std::vector<Prefix> out;
  DerReader list(content);
  while (!list.at_end()) {
    const auto element = list.expect(x509::octet_string);
    if (!element) return bad_format();
    auto prefix = read_prefix(element->content);
    if (!prefix) return tl::unexpected(prefix.error());
    out.push_back(std::move(*prefix));
  }
  return out;
}

Expected<std::vector<std::string>> read_groups(ByteView content) {
  std::vector<std::string> out;
  DerReader list(content);
  while (!list.at_end()) {
    const auto element = list.expect(x509::utf8_string);
    if (!element || element->content.empty()) return bad_format();
    out.push_back(to_text(element->content));
  }
  return out;
}

// An INTEGER under another tag: minimal, not negative, at most eight octets.
Expected<Time> read_time(DerReader& from, int tag) {
  const auto element = from.expect(context(tag));
  if (!element || element->content.empty() || element->content.size() > 8) return bad_format();
  const ByteView octets = element->content;
  if ((octets[0] & 0x80) != 0 || (octets.size() > 1 && octets[0] == 0 && (octets[1] & 0x80) == 0))
    return bad_format();
  std::int64_t seconds = 0;
  for (const Byte octet : octets) seconds = seconds << 8 | octet;
  return time_of(seconds);
}

Expected<void> read_lists(Certificate& to, DerReader& from) {
  for (std::vector<Prefix>* list : {&to.networks, &to.unsafe_networks}) {
    const auto element = from.optional(context_constructed(list == &to.networks ? 1 : 2));
    if (!element) return bad_format();
    if (!*element) continue;
    auto networks = read_networks((*element)->content);
    if (!networks) return tl::unexpected(networks.error());
    *list = std::move(*networks);
  }
  const auto element = from.optional(context_constructed(3));
  if (!element) return bad_format();
  if (!*element) return {};
  auto groups = read_groups((*element)->content);
  if (!groups) return tl::unexpected(groups.error());
  to.groups = std::move(*groups);
  return {};
}

Expected<void> read_details(Certificate& to, ByteView content) {
  DerReader details(content);
  const auto name = details.expect(context(0));
  if (!name || name->content.empty()) return bad_format();
  to.name = to_text(name->content);
  if (const auto lists = read_lists(to, details); !lists) return lists;
  const auto ca = details.optional(context(4));
  if (!ca) return bad_format();
  if (*ca) {
    if ((*ca)->content.size() != 1 || (*ca)->content[0] != 0xff) return bad_format();
    to.is_ca = true;
  }
  for (Time* time : {&to.not_before, &to.not_after}) {
    const auto value = read_time(details, time == &to.not_before ? 5 : 6);
    if (!value) return tl::unexpected(value.error());
    *time = *value;
  }
  const auto issuer = details.optional(context(7));
  if (!issuer) return bad_format();
  if (*issuer) to.issuer = hex_encode((*issuer)->content);
  return details.end() ? Expected<void>{} : bad_format();
}

Expected<void> read_curve(Certificate& to, DerReader& from) {
  const auto curve = from.optional(context(1));
  if (!curve) return bad_format();
  if (!*curve) return {};
  if ((*curve)->content.size() != 1 || (*curve)->content[0] != static_cast<Byte>(CurveKind::p256))
    return failure("unknown curve");
  to.curve = CurveKind::p256;
  return {};
}

}  // namespace

Expected<Certificate> Certificate::parse_v2(ByteView der) {
  if (der.size() > max_certificate_size) return bad_format();
  const auto contents = x509::der_contents(der, x509::sequence);
  if (!contents) return bad_format();
  DerReader outer(*contents);
  Certificate out;
  out.version = 2;
  out.raw = to_bytes(der);
  const auto details = outer.expect(context_constructed(0));
  if (!details) return bad_format();
  if (const auto curve = read_curve(out, outer); !curve) return tl::unexpected(curve.error());
  const auto key = outer.expect(context(2));
  const auto sig = key ? outer.expect(context(3)) : key;
  if (!sig || !outer.end()) return bad_format();
  if (const auto read = read_details(out, details->content); !read) return tl::unexpected(read.error());
  out.public_key = to_bytes(key->content);
  out.signature = to_bytes(sig->content);
  out.signed_part = to_bytes(details->whole);
  out.signed_part.push_back(static_cast<Byte>(out.curve));
  append(out.signed_part, key->content);
  Bytes whole = out.signed_part;
  append(whole, out.signature);
  out.fingerprint = sha256_hex(whole);
  if (const auto fine = check_properties(out); !fine) return tl::unexpected(fine.error());
  return out;
}

}  // namespace newel::provisioner::nebula
