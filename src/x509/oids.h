// Object identifiers by their standard names.
#pragma once

#include <string_view>

namespace newel::x509::oids {

inline constexpr std::string_view common_name = "2.5.4.3", serial_number = "2.5.4.5", country = "2.5.4.6",
                                  locality = "2.5.4.7", province = "2.5.4.8", street_address = "2.5.4.9",
                                  organization = "2.5.4.10", organizational_unit = "2.5.4.11",
                                  postal_code = "2.5.4.17", email_address = "1.2.840.113549.1.9.1",
                                  domain_component = "0.9.2342.19200300.100.1.25",
                                  user_id = "0.9.2342.19200300.100.1.1";

inline constexpr std::string_view subject_key_id = "2.5.29.14", key_usage = "2.5.29.15",
                                  subject_alt_name = "2.5.29.17", basic_constraints = "2.5.29.19",
                                  crl_number = "2.5.29.20", crl_reason = "2.5.29.21",
                                  issuing_distribution_point = "2.5.29.28", name_constraints = "2.5.29.30",
                                  crl_distribution_points = "2.5.29.31", certificate_policies = "2.5.29.32",
                                  any_policy = "2.5.29.32.0", policy_mappings = "2.5.29.33",
                                  policy_constraints = "2.5.29.36", inhibit_any_policy = "2.5.29.54",
                                  authority_key_id = "2.5.29.35", extended_key_usage = "2.5.29.37",
                                  authority_info_access = "1.3.6.1.5.5.7.1.1",
                                  step_provisioner = "1.3.6.1.4.1.37476.9000.64.1";

inline constexpr std::string_view any_extended_usage = "2.5.29.37.0", server_auth = "1.3.6.1.5.5.7.3.1",
                                  client_auth = "1.3.6.1.5.5.7.3.2", code_signing = "1.3.6.1.5.5.7.3.3",
                                  email_protection = "1.3.6.1.5.5.7.3.4", time_stamping = "1.3.6.1.5.5.7.3.8",
                                  ocsp_signing = "1.3.6.1.5.5.7.3.9";

inline constexpr std::string_view sha1 = "1.3.14.3.2.26", sha256 = "2.16.840.1.101.3.4.2.1",
                                  sha384 = "2.16.840.1.101.3.4.2.2", sha512 = "2.16.840.1.101.3.4.2.3",
                                  ocsp_basic = "1.3.6.1.5.5.7.48.1.1", ocsp_nonce = "1.3.6.1.5.5.7.48.1.2";

inline constexpr std::string_view certificate_issuer = "2.5.29.29", delta_crl_indicator = "2.5.29.27";

inline constexpr std::string_view extension_request = "1.2.840.113549.1.9.14";

}  // namespace newel::x509::oids
