// certificatePolicies (RFC 5280 section 4.2.1.4).
#include "x509/der_reader.h"
#include "x509/der_writer.h"
#include "x509/extensions.h"
#include "x509/oids.h"

namespace newel::x509 {

Extension encode_certificate_policies(const std::vector<std::string>& policies) {
  DerWriter writer(64);
  for (auto policy = policies.rbegin(); policy != policies.rend(); ++policy) {
    const auto mark = writer.mark();
    writer.oid(*policy);
    writer.close(Tag::sequence, mark);
  }
  writer.close(Tag::sequence, 0);
  return {std::string(oids::certificate_policies), false, writer.take()};
}

Expected<std::vector<std::string>> decode_certificate_policies(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid certificate policies"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return invalid();
  std::vector<std::string> out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto information = reader.expect(Tag::sequence);
    if (!information) return invalid();
    DerReader fields(information->content);
    auto oid = fields.object_identifier();
    const auto qualifiers = fields.optional(Tag::sequence);
    if (!oid || !qualifiers || !fields.at_end()) return invalid();
    out.push_back(std::move(*oid));
  }
  return out;
}

}  // namespace newel::x509
