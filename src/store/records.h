// The rows of the store as values. Times are UTC.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace newel::store {

/// A certificate we issued (or a registration authority obtained).
struct CertificateRecord {
  Bytes serial;                    ///< big-endian magnitude, as x509::Serial
  std::string issuer;              ///< readable DN
  std::string subject;             ///< common name, may be empty
  std::vector<std::string> names;  ///< every SAN as text
  Time not_before{}, not_after{}, issued_at{};
  std::string provisioner_id, provisioner_name, provisioner_type;
  std::string ra_json;  ///< registration authority info, "" if none
  Bytes der;
};

struct RevocationRecord {
  Bytes serial;
  std::string provisioner_id;
  int reason_code = 0;
  std::string reason;
  Time revoked_at{};
  std::optional<Time> expires_at;  ///< of the certificate, when known
  std::string token_id;
  bool mtls = false;
  bool acme = false;
};

struct CrlRecord {
  std::string number;  ///< decimal
  Time this_update{}, next_update{};
  Bytes der;
};

}  // namespace newel::store
