// Where to ask: authorityInfoAccess and cRLDistributionPoints (RFC 5280 sections 4.2.2.1, 4.2.1.13).
#include "x509/extensions.h"
#include "x509/general_name.h"
#include "x509/name.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

namespace gn = general_name;

constexpr std::string_view ocsp_method = "1.3.6.1.5.5.7.48.1", issuers_method = "1.3.6.1.5.5.7.48.2";

void write_access(DerWriter& writer, std::string_view method, const std::vector<std::string>& urls) {
  for (auto url = urls.rbegin(); url != urls.rend(); ++url) {
    const auto mark = writer.mark();
    writer.text(gn::uri, *url);
    writer.oid(method);
    writer.close(Tag::sequence, mark);
  }
}

// A RelativeDistinguishedName under an implicit tag: as the only one of a Name.
bool is_relative_name(ByteView content) {
  DerWriter writer(content.size() + 16);
  writer.primitive(Tag::set, content);
  writer.close(Tag::sequence, 0);
  return Name::parse(writer.view()).has_value();
}

// DistributionPoint ::= SEQUENCE { distributionPoint [0] OPTIONAL, reasons [1] OPTIONAL, cRLIssuer [2]
// OPTIONAL }
Expected<void> read_distribution_point(ByteView content, std::vector<std::string>& out) {
  const auto invalid = [] { return failure("x509: invalid CRL distribution point"); };
  DerReader reader(content);
  const auto point = reader.optional(context_constructed(0));
  const auto reasons = reader.optional(context(1));
  const auto issuer = reader.optional(context_constructed(2));
  if (!point || !reasons || !issuer || !reader.at_end()) return invalid();
  if (*reasons && !is_well_formed({Tag::bit_string, (*reasons)->content, {}})) return invalid();
  if (*issuer && !gn::are_sound((*issuer)->content)) return invalid();
  if (!*point) return {};
  // DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RDN }
  DerReader choice((*point)->content);
  const auto full_name = choice.optional(context_constructed(0));
  if (!full_name) return invalid();
  if (!*full_name) {
    const auto relative = choice.expect(context_constructed(1));
    return relative && choice.at_end() && is_relative_name(relative->content) ? Expected<void>() : invalid();
  }
  auto uris = gn::uris((*full_name)->content);
  if (!uris || !choice.at_end()) return invalid();
  for (std::string& uri : *uris) out.push_back(std::move(uri));
  return {};
}

}  // namespace

Extension encode_authority_info_access(const AuthorityInfoAccess& access) {
  DerWriter writer(256);
  write_access(writer, issuers_method, access.issuers);
  write_access(writer, ocsp_method, access.ocsp);
  writer.close(Tag::sequence, 0);
  return {std::string(oids::authority_info_access), false, writer.take()};
}

Expected<AuthorityInfoAccess> decode_authority_info_access(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid authority info access"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return invalid();
  AuthorityInfoAccess out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto description = reader.expect(Tag::sequence);
    if (!description) return invalid();
    DerReader fields(description->content);
    const auto method = fields.object_identifier();
    const auto location = fields.any();
    if (!method || !location || !fields.at_end()) return invalid();
    // What is no ASCII is no URI either, but nobody follows it blindly.
    if (location->tag != gn::uri && !gn::is_sound(*location)) return invalid();
    if (location->tag != gn::uri) continue;
    if (*method == ocsp_method) out.ocsp.push_back(to_text(location->content));
    if (*method == issuers_method) out.issuers.push_back(to_text(location->content));
  }
  return out;
}

Extension encode_crl_distribution_points(const std::vector<std::string>& urls) {
  DerWriter writer(256);
  for (auto url = urls.rbegin(); url != urls.rend(); ++url) {
    const auto mark = writer.mark();
    gn::write_ia5(writer, gn::uri, *url);
    writer.close(context_constructed(0), mark);  // fullName
    writer.close(context_constructed(0), mark);  // distributionPoint
    writer.close(Tag::sequence, mark);
  }
  writer.close(Tag::sequence, 0);
  return {std::string(oids::crl_distribution_points), false, writer.take()};
}

Expected<std::vector<std::string>> decode_crl_distribution_points(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid CRL distribution points"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return invalid();
  std::vector<std::string> out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto point = reader.expect(Tag::sequence);
    if (!point) return invalid();
    const auto read = read_distribution_point(point->content, out);
    if (!read) return tl::unexpected(read.error());
  }
  return out;
}

}  // namespace newel::x509
