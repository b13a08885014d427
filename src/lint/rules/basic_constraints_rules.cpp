// Basic constraints: who is a CA, and how long paths below it may be.
#include "lint/oids.h"
#include "lint/rule.h"
#include "x509/extensions.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280;

bool has_basic_constraints(const C& c) { return c.has(oids::basic_constraints); }
bool signs_certificates(const C& c) { return (c.key_usage & x509::cert_sign) != 0; }

/// The extension read strictly: nullopt when it does not decode.
struct Constraints {
  bool is_ca = false, has_flag = false;
  std::optional<Integer> path_length;
  bool has_bad_length = false;
  bool holds_more_than_flag = false;
};
std::optional<Constraints> decode(const C& c) {
  const ExtensionView* extension = c.extension(oids::basic_constraints);
  const auto parts = extension != nullptr ? sequence_fields(extension->value) : std::nullopt;
  if (!parts) return std::nullopt;
  Constraints out;
  std::size_t at = 0;
  if (at < parts->size() && (*parts)[at].is_universal(tag_boolean)) {
    const auto flag = read_boolean((*parts)[at++].content);
    if (!flag) return std::nullopt;
    out.is_ca = *flag;
    out.has_flag = true;
  }
  out.holds_more_than_flag = at < parts->size();
  if (at < parts->size() && (*parts)[at].is_universal(tag_integer)) {
    out.path_length = read_integer((*parts)[at].content);
    out.has_bad_length = !out.path_length || !out.path_length->small();
  }
  return out;
}

Verdict flag_is(const C& c, bool wanted) {
  const auto constraints = decode(c);
  if (!constraints || constraints->has_bad_length) return Verdict::fatal;
  return pass_if(constraints->is_ca == wanted);
}

Verdict path_length_belongs(const C& c) {
  const auto constraints = decode(c);
  if (!constraints) return Verdict::fatal;
  return finding_if(constraints->holds_more_than_flag && (!c.is_ca || !signs_certificates(c)));
}

Verdict path_length_not_negative(const C& c) {
  const auto constraints = decode(c);
  if (!constraints || constraints->has_bad_length) return Verdict::fatal;
  return finding_if(constraints->path_length && constraints->path_length->negative);
}

Verdict root_without_path_length(const C& c) {
  const auto constraints = decode(c);
  if (!constraints || (constraints->holds_more_than_flag && !constraints->has_flag)) return Verdict::fatal;
  return finding_if(constraints->holds_more_than_flag);
}

constexpr Rule rules[] = {
    {"e_basic_constraints_not_critical", "basic constraints of a CA are critical", "RFC 5280: 4.2.1.9", rfc,
     rfc2459, [](const C& c) { return c.is_ca && has_basic_constraints(c); },
     [](const C& c) { return pass_if(c.is_critical(oids::basic_constraints)); }},
    {"e_ca_is_ca", "who may sign certificates is marked as a CA", "BRs: 7.1.2.1, BRs: 7.1.2.2", br, br_1_0,
     [](const C& c) { return c.has(oids::key_usage) && signs_certificates(c) && has_basic_constraints(c); },
     [](const C& c) { return flag_is(c, true); }},
    {"e_sub_cert_not_is_ca", "who may not sign certificates is not marked as a CA", "BRs: 7.1.2.3", br,
     br_1_0,
     [](const C& c) { return c.has(oids::key_usage) && !signs_certificates(c) && has_basic_constraints(c); },
     [](const C& c) { return flag_is(c, false); }},
    {"e_path_len_constraint_improperly_included", "only CAs that may sign certificates limit the path length",
     "RFC 5280: 4.2.1.9", rfc, rfc3280, has_basic_constraints, path_length_belongs},
    {"e_path_len_constraint_zero_or_less", "the path length is not negative", "RFC 5280: 4.2.1.9", rfc,
     rfc2459, [](const C& c) { return c.has_basic_constraints; }, path_length_not_negative},
    {"w_root_ca_basic_constraints_path_len_constraint_field_present", "a root does not limit the path length",
     "BRs: 7.1.2.1", br, br_1_0, [](const C& c) { return c.is_root() && has_basic_constraints(c); },
     root_without_path_length},
};

}  // namespace

std::span<const Rule> basic_constraints_rules() { return rules; }

}  // namespace newel::lint
