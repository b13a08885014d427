// What certificates of both versions must fulfil once their octets are read.
#pragma once

#include "provisioner/nebula/certificate.h"

namespace newel::provisioner::nebula {

/// The longest that anything below is looked at.
inline constexpr std::size_t max_certificate_size = 65536;

/// Seconds of a certificate; failure before 1970 or after 9999.
Expected<Time> time_of(std::int64_t seconds);
/// The lengths of key and signature, networks and name. `cert.version` decides what addresses may be.
Expected<void> check_properties(const Certificate& cert);

}  // namespace newel::provisioner::nebula
