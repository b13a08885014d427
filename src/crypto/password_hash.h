// Password hashes in PHC form: scrypt (RFC 7914), bcrypt, Argon2 (RFC 9106). The derivations are those of
// OpenSSL, libxcrypt and libargon2; the text around them is ours.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"
#include "base/secret.h"

namespace newel {

enum class PasswordHash { scrypt, bcrypt, argon2i, argon2id };

/// With fresh salt and the reference's parameters. Failure: bcrypt takes 72 octets at most.
Expected<std::string> hash_password(PasswordHash algorithm, const Secret& password);
/// Whether the password has this hash; failure when the hash cannot be read or asks for too much.
Expected<bool> check_password(std::string_view hash, const Secret& password);

/// What check_password() would have to do for this hash, in octets of memory written: 2^30 is about a second.
/// Any cost within the limits of the reference is honoured, so who has little time may ask. Failures as
/// check_password().
Expected<std::uint64_t> password_hash_work(std::string_view hash);

}  // namespace newel
