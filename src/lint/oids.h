// Object identifiers that only the rules ask for, beside those of x509/oids.h.
#pragma once

#include "x509/oids.h"

namespace newel::lint::oids {

using namespace x509::oids;

inline constexpr std::string_view issuer_alt_name = "2.5.29.18", policy_mappings = "2.5.29.33",
                                  policy_constraints = "2.5.29.36", freshest_crl = "2.5.29.46",
                                  inhibit_any_policy = "2.5.29.54", subject_directory_attributes = "2.5.29.9",
                                  subject_info_access = "1.3.6.1.5.5.7.1.11";

inline constexpr std::string_view any_policy = "2.5.29.32.0", user_notice = "1.3.6.1.5.5.7.2.2",
                                  cps = "1.3.6.1.5.5.7.2.1", domain_validated = "2.23.140.1.2.1",
                                  organization_validated = "2.23.140.1.2.2",
                                  individual_validated = "2.23.140.1.2.3";

inline constexpr std::string_view access_ocsp = "1.3.6.1.5.5.7.48.1", access_issuers = "1.3.6.1.5.5.7.48.2";

inline constexpr std::string_view surname = "2.5.4.4", business_category = "2.5.4.15",
                                  given_name = "2.5.4.42";

}  // namespace newel::lint::oids
