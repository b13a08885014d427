// Key usage and extended key usage.
#include "lint/oids.h"
#include "lint/rule.h"
#include "x509/extensions.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements, rfc = Source::rfc5280;

bool has_usage(const C& c) { return c.has(oids::key_usage); }
bool authorities_with_usage(const C& c) { return c.is_ca && has_usage(c); }
bool others_with_usage(const C& c) { return !c.is_ca && has_usage(c); }
bool allows(const C& c, unsigned bit) { return (c.key_usage & bit) != 0; }
bool has_extended(const C& c) { return c.has(oids::extended_key_usage); }

bool is_usual(std::string_view purpose) {
  return purpose == oids::server_auth || purpose == oids::client_auth || purpose == oids::email_protection;
}
bool has_unusual_purpose(const C& c) {
  for (const std::string& purpose : c.usages) {
    if (!is_usual(purpose)) return true;
  }
  return false;
}

constexpr Rule rules[] = {
    {"e_ca_crl_sign_not_set", "a CA may sign revocation lists", "BRs: 7.1.2.1", br, br_1_0,
     authorities_with_usage, [](const C& c) { return pass_if(allows(c, x509::crl_sign)); }},
    {"n_ca_digital_signature_not_set", "a CA that answers OCSP itself may sign", "BRs: 7.1.2.1", br, br_1_0,
     authorities_with_usage, [](const C& c) { return pass_if(allows(c, x509::digital_signature)); }},
    {"e_ca_key_cert_sign_not_set", "a CA may sign certificates", "BRs: 7.1.2.1", br, br_1_0,
     authorities_with_usage, [](const C& c) { return pass_if(allows(c, x509::cert_sign)); }},
    {"e_ca_key_usage_missing", "a CA has key usage", "BRs: 7.1.2.1, RFC 5280: 4.2.1.3", br, rfc3280,
     authorities, [](const C& c) { return pass_if(c.key_usage != 0); }},
    {"e_ca_key_usage_not_critical", "key usage of a CA is critical", "BRs: 7.1.2.1", br, br_1_0,
     authorities_with_usage, [](const C& c) { return pass_if(c.is_critical(oids::key_usage)); }},
    {"e_root_ca_key_usage_must_be_critical", "key usage of a root is critical", "BRs: 7.1.2.1", br, rfc2459,
     [](const C& c) { return c.is_root() && has_usage(c); },
     [](const C& c) { return pass_if(c.is_critical(oids::key_usage)); }},
    {"e_root_ca_key_usage_present", "a root has key usage", "BRs: 7.1.2.1", br, rfc2459, roots,
     [](const C& c) { return pass_if(has_usage(c)); }},
    {"e_ext_key_usage_cert_sign_without_ca", "only CAs may sign certificates", "RFC 5280: 4.2.1.3 & 4.2.1.9",
     rfc, rfc3280, has_usage,
     [](const C& c) {
       return finding_if(allows(c, x509::cert_sign) && !(c.has_basic_constraints && c.is_ca));
     }},
    {"w_ext_key_usage_not_critical", "key usage is critical", "RFC 5280: 4.2.1.3", rfc, rfc2459, has_usage,
     [](const C& c) { return pass_if(c.is_critical(oids::key_usage)); }},
    {"e_ext_key_usage_without_bits", "key usage allows something", "RFC 5280: 4.2.1.3", rfc, rfc5280,
     has_usage, [](const C& c) { return pass_if(c.key_usage != 0); }},
    {"e_sub_cert_key_usage_cert_sign_bit_set", "a subscriber may not sign certificates", "BRs: 7.1.2.3", br,
     br_1_0, others_with_usage, [](const C& c) { return finding_if(allows(c, x509::cert_sign)); }},
    {"e_sub_cert_key_usage_crl_sign_bit_set", "a subscriber may not sign revocation lists", "BRs: 7.1.2.3",
     br, br_1_0, others_with_usage, [](const C& c) { return finding_if(allows(c, x509::crl_sign)); }},

    {"w_eku_critical_improperly", "an extended key usage that allows any purpose is not critical",
     "RFC 5280: 4.2.1.12", rfc, rfc3280, has_extended,
     [](const C& c) {
       return finding_if(c.is_critical(oids::extended_key_usage) && c.has_usage(oids::any_extended_usage));
     }},
    {"w_sub_cert_eku_extra_values",
     "extended key usage names nothing beside server and client authentication and mail protection",
     "BRs: 7.1.2.3", br, br_1_0, [](const C& c) { return !c.usages.empty(); },
     [](const C& c) { return finding_if(has_unusual_purpose(c)); }},
    {"e_sub_cert_eku_missing", "a subscriber's certificate has extended key usage", "BRs: 7.1.2.3", br,
     br_1_0, all_but_authorities, [](const C& c) { return pass_if(has_extended(c)); }},
    {"e_sub_cert_eku_server_auth_client_auth_missing",
     "extended key usage names server or client authentication", "BRs: 7.1.2.3", br, br_1_0,
     [](const C& c) { return !c.usages.empty(); },
     [](const C& c) { return pass_if(c.has_usage(oids::server_auth) || c.has_usage(oids::client_auth)); }},
};

}  // namespace

std::span<const Rule> key_usage_rules() { return rules; }

}  // namespace newel::lint
