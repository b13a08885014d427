// JSON Web Encryption for the owner of a key (RFC 7518 section 4): RSA1_5, RSA-OAEP, RSA-OAEP-256, A128KW,
// A192KW, A256KW, dir, ECDH-ES alone and with key wrap, A128GCMKW, A192GCMKW, A256GCMKW.
#pragma once

#include <string>

#include "base/json.h"
#include "jose/jwk.h"

namespace newel::jose {

/// Compact. `header` gets alg, enc and what the algorithm adds; its members are sorted by name. With its
/// member "zip": "DEF" the plaintext is compressed. Throws Error when the key does not fit the algorithm.
std::string encrypt_to_key(json::Object header, ByteView plaintext, const Jwk& recipient,
                           std::string_view alg, std::string_view enc);

/// Either serialization, one recipient. Failure "error in cryptographic primitive" for a wrong key or changed
/// text.
Expected<SecretBytes> decrypt_with_key(std::string_view jwe, const Jwk& key);

/// All headers of a message together. Failures as parsing gives them.
Expected<json::Object> jwe_header(std::string_view jwe);

}  // namespace newel::jose
