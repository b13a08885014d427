// The CAs of Nebula networks, and what they allow the certificates they sign (reference:
// github.com/slackhq/nebula cert/ca_pool.go).
#pragma once

#include <map>

#include "provisioner/nebula/certificate.h"

namespace newel::provisioner::nebula {

/// Immutable; thread-safe.
class CaPool {
 public:
  /// Every block must be the certificate of a CA, signed by itself, and not expired. Failure texts as
  /// Nebula's: "ca1: certificate is not a CA", "certificate is expired".
  static Expected<CaPool> from_pem(std::string_view pem, Time now);

  /// Signed by a CA of the pool, both valid now, and within that CA's limits on time, groups and networks.
  Expected<void> verify(const Certificate& certificate, Time now) const;

 private:
  std::map<std::string, Certificate> by_fingerprint_;
};

}  // namespace newel::provisioner::nebula
