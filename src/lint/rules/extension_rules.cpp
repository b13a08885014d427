// Extensions that have no table of their own: key identifiers, subject information, duplicates.
#include <algorithm>

#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source rfc = Source::rfc5280;

bool has_duplicate(const C& c) {
  std::vector<std::string_view> seen;
  for (const ExtensionView& extension : c.extensions) seen.push_back(extension.oid);
  std::sort(seen.begin(), seen.end());
  return std::adjacent_find(seen.begin(), seen.end()) != seen.end();
}

constexpr Rule rules[] = {
    {"e_cert_extensions_version_not_3", "only version 3 has extensions", "RFC 5280: 4.1.2.9", rfc, rfc2459,
     everyone, [](const C& c) { return finding_if(c.version != 3 && !c.extensions.empty()); }},
    {"e_ext_duplicate_extension", "no extension appears twice", "RFC 5280: 4.2", rfc, rfc2459,
     [](const C& c) { return c.version == 3; }, [](const C& c) { return finding_if(has_duplicate(c)); }},
    {"e_ext_authority_key_identifier_critical", "the authority key identifier is not critical",
     "RFC 5280: 4.2.1.1", rfc, rfc2459, [](const C& c) { return c.has(oids::authority_key_id); },
     [](const C& c) { return finding_if(c.is_critical(oids::authority_key_id)); }},
    {"e_ext_authority_key_identifier_missing", "a certificate names the key of its issuer",
     "RFC 5280: 4.2 & 4.2.1.1", rfc, rfc2459, [](const C& c) { return !c.is_root(); },
     [](const C& c) { return pass_if(c.has(oids::authority_key_id) || c.self_signed); }},
    {"e_ext_authority_key_identifier_no_key_identifier",
     "the authority key identifier of a certificate that is not self-signed has a key identifier",
     "RFC 5280: 4.2.1.1", rfc, rfc2459, everyone,
     [](const C& c) { return pass_if(c.has_authority_key_id || c.self_signed); }},
    {"e_ext_subject_key_identifier_critical", "the subject key identifier is not critical",
     "RFC 5280: 4.2.1.2", rfc, rfc2459, [](const C& c) { return c.has(oids::subject_key_id); },
     [](const C& c) { return finding_if(c.is_critical(oids::subject_key_id)); }},
    {"e_ext_subject_key_identifier_missing_ca", "a CA has a subject key identifier",
     "RFC 5280: 4.2 & 4.2.1.2", rfc, rfc2459, authorities,
     [](const C& c) { return pass_if(c.has(oids::subject_key_id)); }},
    {"w_ext_subject_key_identifier_missing_sub_cert",
     "a subscriber's certificate has a subject key identifier", "RFC 5280: 4.2 & 4.2.1.2", rfc, rfc2459,
     all_but_authorities, [](const C& c) { return pass_if(c.has(oids::subject_key_id)); }},
    {"e_ext_subject_directory_attr_critical", "subject directory attributes are not critical",
     "RFC 5280: 4.2.1.8", rfc, rfc2459, [](const C& c) { return c.has(oids::subject_directory_attributes); },
     [](const C& c) { return finding_if(c.is_critical(oids::subject_directory_attributes)); }},
    {"e_subject_info_access_marked_critical", "subject information access is not critical",
     "RFC 5280: 4.2.2.2", rfc, rfc3280, [](const C& c) { return c.has(oids::subject_info_access); },
     [](const C& c) { return finding_if(c.is_critical(oids::subject_info_access)); }},
    {"e_cert_contains_unique_identifier", "there are no unique identifiers", "RFC 5280: 4.1.2.8", rfc,
     rfc5280, everyone, [](const C& c) { return finding_if(c.has_unique_id); }},
    {"e_cert_unique_identifier_version_not_2_or_3", "only versions 2 and 3 have unique identifiers",
     "RFC 5280: 4.1.2.8", rfc, rfc5280, [](const C& c) { return c.has_unique_id; },
     [](const C& c) { return pass_if(c.version == 2 || c.version == 3); }},
    {"e_invalid_certificate_version", "a certificate is of version 3", "BRs: 7.1.1",
     Source::baseline_requirements, br_1_3_0, everyone, [](const C& c) { return pass_if(c.version == 3); }},
};

}  // namespace

std::span<const Rule> extension_rules() { return rules; }

}  // namespace newel::lint
