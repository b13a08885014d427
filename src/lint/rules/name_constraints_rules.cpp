// Name constraints (RFC 5280 section 4.2.1.10).
#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source rfc = Source::rfc5280;
constexpr unsigned mail = 1, x400 = 3, edi_party = 5, uri = 6, registered_id = 8;

bool has_constraints(const C& c) { return c.has(oids::name_constraints); }

bool is_one_sequence(const C& c) {
  const ExtensionView* extension = c.extension(oids::name_constraints);
  const auto list = extension != nullptr ? first(extension->value) : std::nullopt;
  return list && list->is_sequence() && list->whole.size() == extension->value.size();
}

bool has_kind(const C& c, unsigned kind) {
  for (const SubtreeView& subtree : c.constraints) {
    if (subtree.kind == kind) return true;
  }
  return false;
}

// The reference looks at neither URIs nor, for the maximum, permitted mail addresses; results are to be the
// same.
Verdict no_maximum(const C& c) {
  for (const SubtreeView& subtree : c.constraints) {
    const bool is_looked_at = subtree.kind != uri && (subtree.kind != mail || subtree.excluded);
    if (is_looked_at && subtree.has_maximum) return Verdict::finding;
  }
  return Verdict::pass;
}
Verdict no_minimum(const C& c) {
  for (const SubtreeView& subtree : c.constraints) {
    if (subtree.kind != uri && subtree.has_minimum) return Verdict::finding;
  }
  return Verdict::pass;
}

constexpr Rule rules[] = {
    {"e_ext_name_constraints_not_critical", "name constraints are critical", "RFC 5280: 4.2.1.10", rfc,
     rfc2459, has_constraints, [](const C& c) { return pass_if(c.is_critical(oids::name_constraints)); }},
    {"e_ext_name_constraints_not_in_ca", "only CAs have name constraints", "RFC 5280: 4.2.1.10", rfc, rfc2459,
     has_constraints, [](const C& c) { return pass_if(c.is_ca); }},
    {"e_name_constraint_empty", "name constraints constrain something", "RFC 5280: 4.2.1.10", rfc, rfc5280,
     is_one_sequence,
     [](const C& c) {
       return finding_if(first(c.extension(oids::name_constraints)->value)->content.empty());
     }},
    {"e_name_constraint_maximum_not_absent", "subtrees have no maximum", "RFC 5280: 4.2.1.10", rfc, rfc2459,
     has_constraints, no_maximum},
    {"e_name_constraint_minimum_non_zero", "the minimum of subtrees is zero", "RFC 5280: 4.2.1.10", rfc,
     rfc2459, has_constraints, no_minimum},
    {"w_name_constraint_on_edi_party_name", "no EDI party is constrained", "RFC 5280: 4.2.1.10", rfc, rfc5280,
     has_constraints, [](const C& c) { return finding_if(has_kind(c, edi_party)); }},
    {"w_name_constraint_on_registered_id", "no registered id is constrained", "RFC 5280: 4.2.1.10", rfc,
     rfc5280, has_constraints, [](const C& c) { return finding_if(has_kind(c, registered_id)); }},
    {"w_name_constraint_on_x400", "no X.400 address is constrained", "RFC 5280: 4.2.1.10", rfc, rfc5280,
     has_constraints, [](const C& c) { return finding_if(has_kind(c, x400)); }},
};

}  // namespace

std::span<const Rule> name_constraints_rules() { return rules; }

}  // namespace newel::lint
