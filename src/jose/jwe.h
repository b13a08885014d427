// JSON Web Encryption (RFC 7516): PBES2 with AES-GCM and AES-CBC-HMAC content encryption, compact form, as the reference
// protects private JWKs.
#pragma once

#include "jose/jwk.h"

namespace newel::jose {

inline constexpr int pbes2_iterations = 600'000;

/// alg PBES2-HS256+A128KW, enc A256GCM, header members in the order alg, cty, enc, p2c, p2s.
std::string encrypt_with_password(ByteView plaintext, const Secret& password, std::string_view content_type = "jwk+json",
                                  int iterations = pbes2_iterations);
/// Compact or JSON serialization. Failure: "failed to decrypt JWE: invalid password" for a wrong one, or what is malformed.
Expected<SecretBytes> decrypt_with_password(std::string_view jwe, const Secret& password);
/// True when the text has the shape of a JWE (five parts, or a JSON object with "ciphertext").
bool looks_like_jwe(std::string_view text);

}  // namespace newel::jose
