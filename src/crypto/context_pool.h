// Initialised signing or verifying contexts of one key, ready to be used again.
//
// Making a context costs a fetch and a few allocations, about a tenth of a P-256 signature, and a context may
// serve one thread at a time. Kept per thread, contexts would outlive their keys; kept here, in the key,
// there are at most as many as ever were in use at once, and secrets die with the key that owns them.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "crypto/openssl.h"

namespace newel {

/// Thread-safe.
class ContextPool {
 public:
  /// An idle context for this algorithm, null when there is none.
  openssl::PKeyContext take(SignatureAlgorithm algorithm) {
    const std::lock_guard lock(mutex_);
    for (auto entry = idle_.begin(); entry != idle_.end(); ++entry) {
      if (entry->first != algorithm) continue;
      openssl::PKeyContext found = std::move(entry->second);
      idle_.erase(entry);
      return found;
    }
    return nullptr;
  }

  void give_back(SignatureAlgorithm algorithm, openssl::PKeyContext context) {
    const std::lock_guard lock(mutex_);
    idle_.emplace_back(algorithm, std::move(context));
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<SignatureAlgorithm, openssl::PKeyContext>> idle_;
};

}  // namespace newel
