// Certificate policies, their mapping and their constraints.
#include <algorithm>

#include "lint/domains.h"
#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280;

bool has_policies(const C& c) { return c.has(oids::certificate_policies); }
bool has_mappings(const C& c) { return c.has(oids::policy_mappings); }

bool has_explicit_text(const C& c) {
  return std::any_of(c.policies.begin(), c.policies.end(),
                     [](const PolicyView& policy) { return !policy.explicit_texts.empty(); });
}

template <class Bad>
Verdict no_explicit_text(const C& c, Bad bad) {
  for (const PolicyView& policy : c.policies) {
    for (const Element& text : policy.explicit_texts) {
      if (bad(text)) return Verdict::finding;
    }
  }
  return Verdict::pass;
}

// C0, DEL, and C1 in the two octets of UTF-8.
bool has_control_character(const Element& text) {
  if (text.number != tag_utf8) return false;
  for (std::size_t i = 0; i < text.content.size(); ++i) {
    const Byte octet = text.content[i];
    if (octet < 0x20 || octet == 0x7f) return true;
    const bool has_next = i + 1 < text.content.size();
    if (octet == 0xc2 && has_next && text.content[i + 1] >= 0x80 && text.content[i + 1] <= 0x9f) return true;
  }
  return false;
}

bool is_not_normal(const Element& text) {
  return (text.number == tag_utf8 || text.number == tag_bmp) && !is_nfc(as_text(text.content));
}

bool has_duplicate_policy(const C& c) {
  std::vector<std::string_view> seen;
  for (const PolicyView& policy : c.policies) seen.push_back(policy.oid);
  std::sort(seen.begin(), seen.end());
  return std::adjacent_find(seen.begin(), seen.end()) != seen.end();
}

bool has_unknown_qualifier(const C& c) {
  for (const PolicyView& policy : c.policies) {
    for (const std::string& qualifier : policy.qualifiers) {
      if (qualifier != oids::cps && qualifier != oids::user_notice) return true;
    }
  }
  return false;
}

// PolicyMappings ::= SEQUENCE OF SEQUENCE { issuerDomainPolicy, subjectDomainPolicy }
std::optional<std::vector<std::pair<std::string, std::string>>> mappings(const C& c) {
  const auto list = sequence(c.extension(oids::policy_mappings)->value);
  if (!list || list->empty()) return std::nullopt;
  std::vector<std::pair<std::string, std::string>> out;
  for (const Element& mapping : *list) {
    const auto pair = mapping.is_sequence() ? elements(mapping.content) : std::nullopt;
    if (!pair || pair->size() != 2) return std::nullopt;
    out.emplace_back(read_oid((*pair)[0].content), read_oid((*pair)[1].content));
    if (out.back().first.starts_with('?') || out.back().second.starts_with('?')) return std::nullopt;
  }
  return out;
}

Verdict any_policy_not_mapped(const C& c) {
  const auto pairs = mappings(c);
  if (!pairs) return Verdict::fatal;
  return finding_if(std::any_of(pairs->begin(), pairs->end(), [](const auto& pair) {
    return pair.first == oids::any_policy || pair.second == oids::any_policy;
  }));
}

Verdict mapped_policies_asserted(const C& c) {
  const auto pairs = mappings(c);
  if (!pairs) return Verdict::fatal;
  std::vector<std::string_view> asserted;
  for (const PolicyView& policy : c.policies) asserted.push_back(policy.oid);
  std::sort(asserted.begin(), asserted.end());
  return finding_if(std::any_of(pairs->begin(), pairs->end(), [&](const auto& pair) {
    return !std::binary_search(asserted.begin(), asserted.end(), std::string_view(pair.first));
  }));
}

bool has_constraints_sequence(const C& c) {
  const ExtensionView* extension = c.extension(oids::policy_constraints);
  const auto list = extension != nullptr ? first(extension->value) : std::nullopt;
  return list && list->is_sequence() && list->whole.size() == extension->value.size();
}

constexpr Rule rules[] = {
    {"w_ext_cert_policy_contains_noticeref", "no user notice refers to a notice", "RFC 5280: 4.2.1.4", rfc,
     rfc5280, has_policies,
     [](const C& c) {
       return finding_if(std::any_of(c.policies.begin(), c.policies.end(),
                                     [](const PolicyView& policy) { return policy.has_notice_reference; }));
     }},
    {"e_ext_cert_policy_disallowed_any_policy_qualifier", "qualifiers are CPS pointers and user notices",
     "RFC 5280: 4.2.1.4", rfc, rfc3280, has_policies,
     [](const C& c) { return finding_if(has_unknown_qualifier(c)); }},
    {"e_ext_cert_policy_duplicate", "no policy appears twice", "RFC 5280: 4.2.1.4", rfc, rfc5280,
     has_policies, [](const C& c) { return finding_if(has_duplicate_policy(c)); }},
    {"e_ext_cert_policy_explicit_text_ia5_string", "no explicit text is an IA5String", "RFC 6818: 3", rfc,
     rfc6818, has_explicit_text,
     [](const C& c) {
       return no_explicit_text(c, [](const Element& text) { return text.number == tag_ia5; });
     }},
    {"w_ext_cert_policy_explicit_text_includes_control", "no explicit text has control characters",
     "RFC 6818: 3", rfc, rfc6818, has_explicit_text,
     [](const C& c) { return no_explicit_text(c, has_control_character); }},
    {"w_ext_cert_policy_explicit_text_not_nfc", "explicit texts are in normalization form C", "RFC6181 3",
     rfc, rfc6818, has_explicit_text, [](const C& c) { return no_explicit_text(c, is_not_normal); }},
    {"w_ext_cert_policy_explicit_text_not_utf8", "explicit texts are UTF8Strings", "RFC 6818: 3", rfc,
     rfc6818, has_explicit_text,
     [](const C& c) {
       return no_explicit_text(c, [](const Element& text) { return text.number != tag_utf8; });
     }},
    {"e_ext_cert_policy_explicit_text_too_long", "an explicit text has 200 octets at most", "RFC 6818: 3",
     rfc, rfc6818, has_explicit_text,
     [](const C& c) {
       return no_explicit_text(c, [](const Element& text) { return text.content.size() > 200; });
     }},

    {"e_ext_policy_map_any_policy", "anyPolicy is not mapped", "RFC 5280: 4.2.1.5", rfc, rfc3280,
     has_mappings, any_policy_not_mapped},
    {"w_ext_policy_map_not_critical", "policy mappings are critical", "RFC 5280: 4.2.1.5", rfc, rfc2459,
     has_mappings, [](const C& c) { return pass_if(c.is_critical(oids::policy_mappings)); }},
    {"w_ext_policy_map_not_in_cert_policy", "a mapped policy is asserted, too", "RFC 5280: 4.2.1.5", rfc,
     rfc3280, has_mappings, mapped_policies_asserted},
    {"e_ext_policy_constraints_empty", "policy constraints constrain something", "RFC 5280: 4.2.1.11", rfc,
     rfc2459, has_constraints_sequence,
     [](const C& c) {
       return finding_if(first(c.extension(oids::policy_constraints)->value)->content.empty());
     }},
    {"e_ext_policy_constraints_not_critical", "policy constraints are critical", "RFC 5280: 4.2.1.11", rfc,
     rfc5280, [](const C& c) { return c.has(oids::policy_constraints); },
     [](const C& c) { return pass_if(c.is_critical(oids::policy_constraints)); }},
    {"e_inhibit_any_policy_not_critical", "inhibit anyPolicy is critical", "RFC 5280: 4.2.1.14", rfc, rfc3280,
     [](const C& c) { return c.has(oids::inhibit_any_policy); },
     [](const C& c) { return pass_if(c.is_critical(oids::inhibit_any_policy)); }},

    {"e_sub_cert_cert_policy_empty", "a subscriber's certificate asserts a policy", "BRs: 7.1.6.4", br,
     br_1_0, all_but_authorities, [](const C& c) { return pass_if(has_policies(c)); }},
    {"w_sub_cert_certificate_policies_marked_critical", "certificate policies are not critical",
     "BRs: 7.1.2.3", br, br_1_0, has_policies,
     [](const C& c) { return finding_if(c.is_critical(oids::certificate_policies)); }},
    {"e_sub_cert_certificate_policies_missing", "a subscriber's certificate has certificate policies",
     "BRs: 7.1.2.2", br, br_1_0, all_but_authorities, [](const C& c) { return pass_if(has_policies(c)); }},
};

}  // namespace

std::span<const Rule> policy_rules() { return rules; }

}  // namespace newel::lint
