// A public key decoded when it is first asked for: most parsed certificates are only looked at.
#pragma once

#include <mutex>
#include <optional>

#include "crypto/public_key.h"

namespace newel::x509 {

/// Thread-safe.
class LazyPublicKey {
 public:
  const Expected<PublicKey>& get(ByteView spki) const {
    std::call_once(once_, [&] { key_.emplace(PublicKey::from_spki(spki)); });
    return *key_;
  }

 private:
  mutable std::once_flag once_;
  mutable std::optional<Expected<PublicKey>> key_;
};

}  // namespace newel::x509
