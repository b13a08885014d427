#include "x509/crl.h"

#include "x509/extension_list.h"
#include "x509/general_name.h"
#include "x509/oids.h"
#include "x509/signed_object.h"

namespace newel::x509 {
namespace {

Extension encode_crl_number(ByteView magnitude) {
  DerWriter writer(32);
  writer.positive_integer(magnitude);
  return {std::string(oids::crl_number), false, writer.take()};
}

// IssuingDistributionPoint with nothing but a full name (RFC 5280 section 5.2.5); it must be critical.
Extension encode_issuing_distribution_point(std::string_view uri) {
  DerWriter writer(256);
  general_name::write_ia5(writer, general_name::uri, uri);
  writer.close(context_constructed(0), 0);  // fullName
  writer.close(context_constructed(0), 0);  // distributionPoint
  writer.close(Tag::sequence, 0);
  return {std::string(oids::issuing_distribution_point), true, writer.take()};
}

void write_reason(DerWriter& writer, int reason) {
  const auto mark = writer.mark();
  const auto octet = static_cast<Byte>(reason);
  writer.primitive(Tag::enumerated, {&octet, 1});
  writer.close(Tag::octet_string, mark);
  writer.oid(oids::crl_reason);
  writer.close(Tag::sequence, mark);
  writer.close(Tag::sequence, mark);
}

void write_entry(DerWriter& writer, const RevokedEntry& entry) {
  const auto mark = writer.mark();
  if (entry.reason < 0 || entry.reason > 10) {
    throw Error("x509: revocation reason " + std::to_string(entry.reason) +
                " does not exist (RFC 5280 section 5.3.1)");
  }
  if (entry.reason != 0) write_reason(writer, entry.reason);
  writer.time(entry.revoked_at);
  writer.positive_integer(entry.serial.magnitude);
  writer.close(Tag::sequence, mark);
}

void check_issuer(const Certificate& issuer) {
  if (!issuer.has_key_usage(crl_sign)) throw Error("x509: issuer must have the crlSign key usage bit set");
  if (issuer.subject_key_id().empty())
    throw Error("x509: issuer certificate doesn't contain a subject key identifier");
}

}  // namespace

Bytes create_crl(const CrlTemplate& what, const Issuer& issuer) {
  const Certificate& parent = issuer.certificate();
  check_issuer(parent);
  if (what.this_update > what.next_update)
    throw Error("x509: template.ThisUpdate is after template.NextUpdate");
  std::vector<Extension> extensions = {encode_authority_key_id(parent.subject_key_id()),
                                       encode_crl_number(what.number)};
  if (!what.distribution_point.empty()) {
    extensions.push_back(encode_issuing_distribution_point(what.distribution_point));
  }
  DerWriter tbs(1024 + what.entries.size() * 56);
  write_extension_list(tbs, extensions);
  tbs.close(context_constructed(0), 0);
  if (!what.entries.empty()) {
    const auto mark = tbs.mark();
    for (auto entry = what.entries.rbegin(); entry != what.entries.rend(); ++entry) write_entry(tbs, *entry);
    tbs.close(Tag::sequence, mark);
  }
  tbs.time(what.next_update);
  tbs.time(what.this_update);
  tbs.raw(parent.subject().raw);
  tbs.raw(issuer.algorithm_der());
  tbs.integer(1);
  tbs.close(Tag::sequence, 0);
  return sign_object(tbs.view(), issuer.algorithm_der(), issuer.algorithm(), issuer.signer());
}

}  // namespace newel::x509
