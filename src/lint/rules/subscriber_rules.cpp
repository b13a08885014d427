// Subjects of subscribers: which parts of an identity go together (BRs 7.1.4.2.2).
#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements;

bool has(const C& c, std::string_view oid) { return c.subject.has_text(oid); }
bool names_person(const C& c) { return has(c, oids::given_name) || has(c, oids::surname); }
bool names_somebody(const C& c) { return has(c, oids::organization) || names_person(c); }

Verdict only_beside_somebody(const C& c, std::string_view oid) {
  return finding_if(!names_somebody(c) && has(c, oid));
}
Verdict place_beside_somebody(const C& c) {
  return finding_if(names_somebody(c) && !has(c, oids::province) && !has(c, oids::locality));
}

constexpr Rule rules[] = {
    {"e_sub_cert_country_name_must_appear", "organizations and persons have a country", "BRs: 7.1.4.2.2", br,
     personal_names, subscribers,
     [](const C& c) { return finding_if(names_somebody(c) && !has(c, oids::country)); }},
    {"e_sub_cert_given_name_surname_contains_correct_policy",
     "a person's certificate asserts the policy 2.23.140.1.2.3", "BRs: 7.1.4.2.2", br, personal_names,
     [](const C& c) { return c.is_subscriber() && names_person(c); },
     [](const C& c) { return pass_if(c.has_policy(oids::individual_validated)); }},
    {"e_sub_cert_locality_name_must_appear", "organizations and persons have a locality or a province",
     "BRs: 7.1.4.2.2", br, personal_names, subscribers, place_beside_somebody},
    {"e_sub_cert_locality_name_must_not_appear", "a locality stands beside an organization or person only",
     "BRs: 7.1.4.2.2", br, personal_names, subscribers,
     [](const C& c) { return only_beside_somebody(c, oids::locality); }},
    {"e_sub_cert_postal_code_must_not_appear", "a postal code stands beside an organization or person only",
     "BRs: 7.1.4.2.2", br, personal_names, subscribers,
     [](const C& c) { return only_beside_somebody(c, oids::postal_code); }},
    {"e_sub_cert_province_must_appear", "organizations and persons have a province or a locality",
     "BRs: 7.1.4.2.2", br, personal_names, subscribers, place_beside_somebody},
    {"e_sub_cert_province_must_not_appear", "a province stands beside an organization or person only",
     "BRs: 7.1.4.2.2", br, personal_names, subscribers,
     [](const C& c) { return only_beside_somebody(c, oids::province); }},
    {"e_sub_cert_street_address_should_not_exist", "a street stands beside an organization or person only",
     "BRs: 7.1.4.2.2", br, personal_names, subscribers,
     [](const C& c) { return only_beside_somebody(c, oids::street_address); }},
};

}  // namespace

std::span<const Rule> subscriber_rules() { return rules; }

}  // namespace newel::lint
