// bcrypt_pbkdf, the key derivation of OpenSSH's private key files. No library on our list offers it.
#pragma once

#include <array>
#include <cstdint>

#include "base/secret.h"

namespace newel {

/// `size` octets from a password, slowly: each round costs about as much as a bcrypt hash of cost 6. Throws
/// Error for an empty password or salt, no rounds, or more than 1024 octets (the limits of OpenBSD's).
SecretBytes bcrypt_pbkdf(const Secret& password, ByteView salt, std::uint32_t rounds, std::size_t size);

// Internal: Blowfish's 18 subkeys, then its four boxes of 256 words.
inline constexpr std::size_t pi_word_count = 18 + 4 * 256;
extern const std::array<std::uint32_t, pi_word_count> pi_words;

}  // namespace newel
