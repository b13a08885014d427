// subjectAltName (RFC 5280 section 4.2.1.6).
#include "base/text.h"
#include "base/url.h"
#include "x509/domain_name.h"
#include "x509/extensions.h"
#include "x509/general_name.h"
#include "x509/name.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

namespace gn = general_name;

// The list back to front, as everything is written.
template <class List, class Write>
void write_reversed(const List& list, Write write) {
  for (auto item = list.rbegin(); item != list.rend(); ++item) write(*item);
}

// OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }, here under [0] IMPLICIT
void write_other_name(DerWriter& writer, const OtherName& name) {
  const auto outer = writer.mark();
  writer.raw(name.value);
  writer.close(context_constructed(0), outer);
  writer.oid(name.type_id);
  writer.close(gn::other_name, outer);
}

Expected<void> read_uri(const DerElement& name, SubjectAltNames& out) {
  auto text = gn::ia5_text(name);
  if (!text) return failure("x509: SAN uniformResourceIdentifier is malformed");
  const auto url = parse_url(*text);
  if (!url) return failure("x509: cannot parse URI " + quote(*text) + ": " + url.error().text);
  const auto host = percent_decode(url->host);
  if (!host || !is_valid_domain(*host, false))
    return failure("x509: cannot parse URI " + quote(*text) + ": invalid domain");
  out.uris.push_back(std::move(*text));
  return {};
}

Expected<void> read_ip(const DerElement& name, SubjectAltNames& out) {
  auto ip = ip_from_octets(name.content);
  if (!ip) return failure("x509: cannot parse IP address of length " + std::to_string(name.content.size()));
  out.ips.push_back(std::move(*ip));
  return {};
}

Expected<void> read_text(const DerElement& name, const char* kind, std::vector<std::string>& list) {
  auto text = gn::ia5_text(name);
  if (!text) return failure(std::string("x509: SAN ") + kind + " is malformed");
  list.push_back(std::move(*text));
  return {};
}

// An otherName whose value lacks its [0] is no RFC 5280, but certificate templates can make one, so such
// certificates exist. It is kept with its type alone.
Expected<void> read_other(const DerElement& name, SubjectAltNames& out) {
  if (auto other = gn::read_other_name(name.content)) {
    out.other_names.push_back(std::move(*other));
    return {};
  }
  DerReader reader(name.content);
  auto type = reader.object_identifier();
  const auto value = reader.any();
  if (!type || !value || !reader.at_end() || !is_well_formed(*value))
    return failure("x509: invalid subject alternative name");
  out.other_names.push_back({std::move(*type), {}});
  return {};
}

Expected<void> read_name(const DerElement& name, SubjectAltNames& out) {
  const auto malformed = [] { return failure("x509: invalid subject alternative name"); };
  switch (name.tag) {
    case gn::dns:
      return read_text(name, "dNSName", out.dns);
    case gn::email:
      return read_text(name, "rfc822Name", out.emails);
    case gn::uri:
      return read_uri(name, out);
    case gn::ip:
      return read_ip(name, out);
    case gn::other_name:
      return read_other(name, out);
    case gn::directory_name: {
      if (!Name::parse(name.content)) return malformed();
      out.directory_names.push_back(to_bytes(name.content));
      return {};
    }
    case gn::registered_id: {
      auto oid = decode_oid(name.content);
      if (!oid) return malformed();
      out.registered_ids.push_back(std::move(*oid));
      return {};
    }
    default:
      return malformed();
  }
}

}  // namespace

bool SubjectAltNames::empty() const {
  return dns.empty() && emails.empty() && uris.empty() && ips.empty() && only_plain();
}

Extension encode_subject_alt_names(const SubjectAltNames& names, bool critical) {
  DerWriter writer(256);
  write_reversed(names.registered_ids, [&](const std::string& oid) {
    writer.primitive(gn::registered_id, value_or_throw(encode_oid(oid)));
  });
  write_reversed(names.directory_names,
                 [&](const Bytes& name) { writer.primitive(gn::directory_name, name); });
  write_reversed(names.other_names, [&](const OtherName& name) { write_other_name(writer, name); });
  write_reversed(names.uris, [&](const std::string& text) { gn::write_ia5(writer, gn::uri, text); });
  write_reversed(names.ips, [&](const IpAddress& ip) { writer.primitive(gn::ip, ip.octets); });
  write_reversed(names.emails, [&](const std::string& text) { gn::write_ia5(writer, gn::email, text); });
  write_reversed(names.dns, [&](const std::string& text) { gn::write_ia5(writer, gn::dns, text); });
  writer.close(Tag::sequence, 0);
  return {std::string(oids::subject_alt_name), critical, writer.take()};
}

Expected<SubjectAltNames> decode_subject_alt_names(ByteView value) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return failure("x509: invalid subject alternative names");
  SubjectAltNames out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto name = reader.any();
    if (!name) return failure("x509: invalid subject alternative name");
    const auto read = read_name(*name, out);
    if (!read) return tl::unexpected(read.error());
  }
  return out;
}

}  // namespace newel::x509
