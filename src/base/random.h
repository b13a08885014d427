// Cryptographically secure random numbers, injectable for tests that must repeat.
#pragma once

#include <string>

#include "base/bytes.h"

namespace newel {

/// Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<Byte> out) const = 0;

  Bytes bytes(std::size_t count) const {
    Bytes out(count);
    fill(out);
    return out;
  }
  /// Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound) const;
  /// `count` characters, each uniform over `alphabet`.
  std::string text(std::size_t count, std::string_view alphabet) const;
  std::string alphanumeric(std::size_t count) const;
  /// RFC 9562 version 4, lower case with dashes.
  std::string uuid() const;
};

/// OpenSSL's generator; throws Error if the system gives no entropy.
const Random& system_random();

}  // namespace newel
