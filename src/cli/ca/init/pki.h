// The certificates and keys of a new CA: a root, and an intermediate that does the daily work.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "crypto/private_key.h"
#include "x509/builder.h"

namespace newel::cli::ca {

struct CertifiedKey {
  x509::Certificate certificate;
  std::shared_ptr<const PrivateKey> key;
};

/// Ten years, path length 1, "O=<name>, CN=<name> Root CA", a new P-256 key.
CertifiedKey make_root(const std::string& name, const Clock& clock = system_clock());

/// Ten years, path length 0, "O=<name>, CN=<name> Intermediate CA", a new P-256 key.
CertifiedKey make_intermediate(const std::string& name, const CertifiedKey& root,
                               const Clock& clock = system_clock());

}  // namespace newel::cli::ca
