// What the reserved policies promise about the subject (BRs 7.1.6.1), and extended validation.
#include <algorithm>

#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements;

// Policies under which CAs issue with extended validation.
constexpr std::string_view extended_validation_policies[] = {
    "0.4.0.2042.1.4",
    "0.4.0.2042.1.5",
    "1.2.392.200091.100.721.1",
    "1.2.40.0.17.1.22",
    "1.3.159.1.17.1",
    "1.3.6.1.4.1.13177.10.1.3.10",
    "1.3.6.1.4.1.14370.1.6",
    "1.3.6.1.4.1.14777.6.1.1",
    "1.3.6.1.4.1.17326.10.14.2.1.2",
    "1.3.6.1.4.1.17326.10.8.2.1.2",
    "1.3.6.1.4.1.22234.2.5.2.3.1",
    "1.3.6.1.4.1.23223.1.1.1",
    "1.3.6.1.4.1.23223.2",
    "1.3.6.1.4.1.34697.2.1",
    "1.3.6.1.4.1.34697.2.2",
    "1.3.6.1.4.1.34697.2.3",
    "1.3.6.1.4.1.34697.2.4",
    "1.3.6.1.4.1.36305.2",
    "1.3.6.1.4.1.4146.1.1",
    "1.3.6.1.4.1.6334.1.100.1",
    "1.3.6.1.4.1.6449.1.2.1.5.1",
    "1.3.6.1.4.1.782.1.2.1.8.1",
    "1.3.6.1.4.1.7879.13.24.1",
    "1.3.6.1.4.1.8024.0.2.100.1.2",
    "2.16.528.1.1001.1.1.1.12.6.1.1.1",
    "2.16.578.1.26.1.3.3",
    "2.16.756.1.83.21.0",
    "2.16.756.1.89.1.2.1.1",
    "2.16.792.1.2.1.1.5.7.1.9",
    "2.16.792.3.0.4.1.1.4",
    "2.16.840.1.113733.1.7.23.6",
    "2.16.840.1.113733.1.7.48.1",
    "2.16.840.1.114028.10.1.2",
    "2.16.840.1.114171.500.9",
    "2.16.840.1.114404.1.1.2.4.1",
    "2.16.840.1.114412.1.3.0.2",
    "2.16.840.1.114412.2.1",
    "2.16.840.1.114413.1.7.23.3",
    "2.16.840.1.114414.1.7.23.3",
};

bool has_extended_validation(const C& c) {
  return std::any_of(c.policies.begin(), c.policies.end(), [](const PolicyView& policy) {
    return std::find(std::begin(extended_validation_policies), std::end(extended_validation_policies),
                     policy.oid) != std::end(extended_validation_policies);
  });
}

bool domain_only(const C& c) { return !c.is_ca && c.has_policy(oids::domain_validated); }
bool organization(const C& c) { return c.has_policy(oids::organization_validated); }
bool individual(const C& c) { return c.has_policy(oids::individual_validated); }

bool names_person(const C& c) { return c.subject.has(oids::given_name) && c.subject.has(oids::surname); }
Verdict has_place(const C& c) {
  return pass_if(c.subject.has(oids::locality) || c.subject.has(oids::province));
}

constexpr Rule rules[] = {
    {"e_cab_dv_conflicts_with_locality", "with a validated domain only, the subject has no locality",
     "BRs: 7.1.6.1", br, br_1_0, domain_only,
     [](const C& c) { return finding_if(c.subject.has(oids::locality)); }},
    {"e_cab_dv_conflicts_with_org", "with a validated domain only, the subject has no organization",
     "BRs: 7.1.6.1", br, br_1_0, domain_only,
     [](const C& c) { return finding_if(c.subject.has(oids::organization)); }},
    {"e_cab_dv_conflicts_with_postal", "with a validated domain only, the subject has no postal code",
     "BRs: 7.1.6.1", br, br_1_0, domain_only,
     [](const C& c) { return finding_if(c.subject.has(oids::postal_code)); }},
    {"e_cab_dv_conflicts_with_province", "with a validated domain only, the subject has no province",
     "BRs: 7.1.6.1", br, br_1_0, domain_only,
     [](const C& c) { return finding_if(c.subject.has(oids::province)); }},
    {"e_cab_dv_conflicts_with_street", "with a validated domain only, the subject has no street",
     "BRs: 7.1.6.1", br, br_1_0, domain_only,
     [](const C& c) { return finding_if(c.subject.has(oids::street_address)); }},

    {"e_cab_ov_requires_org", "a validated organization is in the subject", "BRs: 7.1.6.1", br, br_1_0,
     [](const C& c) { return !c.is_ca && organization(c); },
     [](const C& c) { return pass_if(c.subject.has(oids::organization)); }},
    {"e_cert_policy_ov_requires_country", "a validated organization has a country", "BRs: 7.1.6.1", br,
     br_1_0, organization, [](const C& c) { return pass_if(c.subject.has(oids::country)); }},
    {"e_cert_policy_ov_requires_province_or_locality", "a validated organization has a province or locality",
     "BRs: 7.1.6.1", br, br_1_0, [](const C& c) { return c.is_subscriber() && organization(c); }, has_place},

    {"e_cab_iv_requires_personal_name", "a validated person is in the subject", "BRs: 7.1.6.1", br, br_1_3_1,
     [](const C& c) { return !c.is_ca && individual(c); },
     [](const C& c) { return pass_if(c.subject.has(oids::organization) || names_person(c)); }},
    {"e_cert_policy_iv_requires_country", "a validated person has a country", "BRs: 7.1.6.1", br, br_1_3_1,
     individual, [](const C& c) { return pass_if(c.subject.has(oids::country)); }},
    {"e_cert_policy_iv_requires_province_or_locality", "a validated person has a province or locality",
     "BRs: 7.1.6.1", br, br_1_3_1, [](const C& c) { return c.is_subscriber() && individual(c); }, has_place},

    {"e_ev_business_category_missing", "with extended validation there is a business category",
     "BRs: 7.1.6.1", br, always, has_extended_validation,
     [](const C& c) { return pass_if(c.subject.has(oids::business_category)); }},
    {"e_ev_country_name_missing", "with extended validation there is a country", "BRs: 7.1.6.1", br, always,
     has_extended_validation, [](const C& c) { return pass_if(c.subject.has(oids::country)); }},
    {"e_ev_organization_name_missing", "with extended validation there is an organization", "BRs: 7.1.6.1",
     br, always, has_extended_validation,
     [](const C& c) { return pass_if(c.subject.has(oids::organization)); }},
    {"e_ev_serial_number_missing", "with extended validation there is a serial number in the subject",
     "EV guidelines: 9.2.6", br, always, has_extended_validation,
     [](const C& c) { return finding_if(c.subject.serial_number().empty()); }},
    {"e_ev_valid_time_too_long", "with extended validation a certificate lasts 825 days at most",
     "BRs: 6.3.2", br, always, has_extended_validation,
     [](const C& c) { return finding_if(c.starts() + std::chrono::days(825) < c.ends()); }},
};

}  // namespace

std::span<const Rule> validation_level_rules() { return rules; }

}  // namespace newel::lint
