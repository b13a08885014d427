// Keys from passwords.
#pragma once

#include "base/secret.h"
#include "crypto/algorithms.h"

namespace newel {

/// PBKDF2 with HMAC (RFC 8018 section 5.2).
SecretBytes pbkdf2(Hash hash, const Secret& password, ByteView salt, int rounds, std::size_t size);
/// scrypt (RFC 7914); throws Error for parameters that need more than `memory_limit` octets.
SecretBytes scrypt(const Secret& password, ByteView salt, std::uint64_t n, std::uint64_t r, std::uint64_t p,
                   std::size_t size, std::uint64_t memory_limit = std::uint64_t(1) << 30);

}  // namespace newel
