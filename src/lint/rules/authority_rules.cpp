// Certificates of CAs: what their names and extensions must hold.
#include "lint/oids.h"
#include "lint/places.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements;

bool sub_authority_with(const C& c, std::string_view oid) { return c.is_sub_ca() && c.has(oid); }

bool any_starts_with_http(const std::vector<std::string>& urls) {
  for (const std::string& url : urls) {
    if (url.starts_with("http://")) return true;
  }
  return false;
}

bool has_country_code_only(const C& c) {
  for (const std::string& country : c.subject.values(oids::country)) {
    if (!is_country_code(country)) return false;
  }
  return true;
}

bool first_is_not_empty(const std::vector<std::string>& values) {
  return !values.empty() && !values.front().empty();
}

Verdict country_valid(const C& c) {
  if (!c.subject.has_text(oids::country)) return Verdict::not_applicable;
  return pass_if(has_country_code_only(c));
}

constexpr Rule rules[] = {
    {"e_ca_common_name_missing", "the subject of a CA has a common name", "BRs: 7.1.4.3.1", br, br_1_4_8,
     authorities, [](const C& c) { return finding_if(c.subject.common_name().empty()); }},
    {"e_ca_country_name_invalid", "the country of a CA is a code of two letters", "BRs: 7.1.2.1", br, br_1_0,
     authorities, country_valid},
    {"e_ca_country_name_missing", "the subject of a CA has a country", "BRs: 7.1.2.1", br, br_1_0,
     authorities, [](const C& c) { return pass_if(first_is_not_empty(c.subject.values(oids::country))); }},
    {"e_ca_organization_name_missing", "the subject of a CA has an organization", "BRs: 7.1.2.1", br, br_1_0,
     authorities,
     [](const C& c) { return pass_if(first_is_not_empty(c.subject.values(oids::organization))); }},
    {"e_ca_subject_field_empty", "the subject of a CA is not empty", "RFC 5280: 4.1.2.6", Source::rfc5280,
     rfc2459, authorities, [](const C& c) { return finding_if(c.subject.empty()); }},
    {"w_root_ca_contains_cert_policy", "a root has no certificate policies", "BRs: 7.1.2.1", br, br_1_0,
     roots, [](const C& c) { return finding_if(c.has(oids::certificate_policies)); }},
    {"e_root_ca_extended_key_usage_present", "a root has no extended key usage", "BRs: 7.1.2.1", br, br_1_0,
     roots, [](const C& c) { return finding_if(c.has(oids::extended_key_usage)); }},

    {"w_sub_ca_aia_does_not_contain_issuing_ca_url", "a subordinate CA tells an HTTP URL of its issuer",
     "BRs: 7.1.2.2", br, br_1_0, sub_authorities,
     [](const C& c) { return pass_if(any_starts_with_http(c.issuer_urls)); }},
    {"e_sub_ca_aia_does_not_contain_ocsp_url",
     "a subordinate CA tells an HTTP URL of its issuer's OCSP responder", "BRs: 7.1.2.2", br, br_1_0,
     sub_authorities, [](const C& c) { return pass_if(any_starts_with_http(c.ocsp_urls)); }},
    {"e_sub_ca_aia_marked_critical", "authority information access of a subordinate CA is not critical",
     "BRs: 7.1.2.2", br, always,
     [](const C& c) { return sub_authority_with(c, oids::authority_info_access); },
     [](const C& c) { return finding_if(c.is_critical(oids::authority_info_access)); }},
    {"e_sub_ca_aia_missing", "a subordinate CA has authority information access", "BRs: 7.1.2.2", br, br_1_0,
     sub_authorities, [](const C& c) { return pass_if(c.has(oids::authority_info_access)); }},
    {"w_sub_ca_certificate_policies_marked_critical",
     "certificate policies of a subordinate CA are not critical", "BRs: 7.1.2.2", br, br_1_0,
     [](const C& c) { return sub_authority_with(c, oids::certificate_policies); },
     [](const C& c) { return finding_if(c.is_critical(oids::certificate_policies)); }},
    {"e_sub_ca_certificate_policies_missing", "a subordinate CA has certificate policies", "BRs: 7.1.2.2", br,
     br_1_0, sub_authorities, [](const C& c) { return pass_if(c.has(oids::certificate_policies)); }},
    {"e_sub_ca_crl_distribution_points_does_not_contain_url",
     "CRL distribution points of a subordinate CA hold an HTTP URL", "BRs: 7.1.2.2", br, br_1_0,
     [](const C& c) { return sub_authority_with(c, oids::crl_distribution_points); },
     [](const C& c) { return pass_if(any_starts_with_http(c.crl_urls)); }},
    {"e_sub_ca_crl_distribution_points_marked_critical",
     "CRL distribution points of a subordinate CA are not critical", "BRs: 7.1.2.2", br, br_1_0,
     [](const C& c) { return sub_authority_with(c, oids::crl_distribution_points); },
     [](const C& c) { return finding_if(c.is_critical(oids::crl_distribution_points)); }},
    {"e_sub_ca_crl_distribution_points_missing", "a subordinate CA has CRL distribution points",
     "BRs: 7.1.2.2", br, br_1_0, sub_authorities,
     [](const C& c) { return pass_if(c.has(oids::crl_distribution_points)); }},
    {"w_sub_ca_eku_critical", "extended key usage of a subordinate CA is not critical", "BRs: 7.1.2.2", br,
     br_1_1_6, [](const C& c) { return sub_authority_with(c, oids::extended_key_usage); },
     [](const C& c) { return finding_if(c.is_critical(oids::extended_key_usage)); }},
    {"n_sub_ca_eku_missing", "a technically constrained subordinate CA has extended key usage", "BRs: 7.1.5",
     br, br_1_0, sub_authorities, [](const C& c) { return pass_if(c.has(oids::extended_key_usage)); }},
    {"n_sub_ca_eku_not_technically_constrained",
     "extended key usage of a technically constrained subordinate CA names server or client authentication",
     "BRs: 7.1.2.2", br, br_1_1_6, [](const C& c) { return sub_authority_with(c, oids::extended_key_usage); },
     [](const C& c) { return pass_if(c.has_usage(oids::server_auth) || c.has_usage(oids::client_auth)); }},
    {"w_sub_ca_name_constraints_not_critical", "name constraints of a subordinate CA are critical",
     "BRs: 7.1.2.2", br, br_1_0_2, [](const C& c) { return sub_authority_with(c, oids::name_constraints); },
     [](const C& c) { return pass_if(c.is_critical(oids::name_constraints)); }},
};

}  // namespace

std::span<const Rule> authority_rules() { return rules; }

}  // namespace newel::lint
