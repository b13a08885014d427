#include "x509/policy_extensions.h"

#include <limits>

#include "x509/der_reader.h"

namespace newel::x509 {
namespace {

// SkipCerts ::= INTEGER (0..MAX), from the contents of an INTEGER under whatever tag.
std::optional<int> read_skip_certs(const DerElement& element) {
  if (!is_well_formed({Tag::integer, element.content, {}})) return std::nullopt;
  ByteView octets = element.content;
  if ((octets[0] & 0x80) != 0) return std::nullopt;
  if (octets[0] == 0) octets = octets.subspan(1);
  std::uint64_t value = 0;
  if (octets.size() > 4) return std::numeric_limits<int>::max();
  for (Byte octet : octets) value = value << 8 | octet;
  constexpr std::uint64_t most = std::numeric_limits<int>::max();
  return static_cast<int>(value < most ? value : most);
}

}  // namespace

// PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }
Expected<std::vector<PolicyMapping>> decode_policy_mappings(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid policy mappings extension"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents || contents->empty()) return invalid();
  std::vector<PolicyMapping> out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto pair = reader.expect(Tag::sequence);
    if (!pair) return invalid();
    DerReader fields(pair->content);
    auto issuer = fields.object_identifier();
    auto subject = fields.object_identifier();
    if (!issuer || !subject || !fields.at_end()) return invalid();
    out.push_back({std::move(*issuer), std::move(*subject)});
  }
  return out;
}

// PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] OPTIONAL, inhibitPolicyMapping [1] OPTIONAL }
Expected<void> decode_policy_constraints(ByteView value, PolicyExtensions& out) {
  const auto invalid = [] { return failure("x509: invalid policy constraints extension"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents || contents->empty()) return invalid();
  DerReader reader(*contents);
  const auto explicit_policy = reader.optional(context(0));
  const auto mapping = reader.optional(context(1));
  if (!explicit_policy || !mapping || !reader.at_end()) return invalid();
  if (*explicit_policy) {
    out.require_explicit_policy = read_skip_certs(**explicit_policy);
    if (!out.require_explicit_policy) return invalid();
  }
  if (*mapping) {
    out.inhibit_policy_mapping = read_skip_certs(**mapping);
    if (!out.inhibit_policy_mapping) return invalid();
  }
  return {};
}

Expected<int> decode_inhibit_any_policy(ByteView value) {
  DerReader reader(value);
  const auto element = reader.expect(Tag::integer);
  const auto skip = element && reader.at_end() ? read_skip_certs(*element) : std::nullopt;
  if (!skip) return failure("x509: invalid inhibit any policy extension");
  return *skip;
}

}  // namespace newel::x509
