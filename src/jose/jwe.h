// JSON Web Encryption (RFC 7516): PBES2 with AES-GCM and AES-CBC-HMAC content encryption, compact form, as
// the reference protects private JWKs.
#pragma once

#include "jose/jwk.h"

namespace newel::jose {

inline constexpr int pbes2_iterations = 600'000;
/// What is accepted on reading: more would let a stranger's text keep us busy.
inline constexpr int most_pbes2_iterations = 1'000'000;

/// Compact. alg PBES2-HS256+A128KW, enc A256GCM, header members in the order alg, cty (left out when empty),
/// enc, p2c, p2s (16 random octets). Throws Error for an empty password.
std::string encrypt_with_password(ByteView plaintext, const Secret& password,
                                  std::string_view content_type = "jwk+json",
                                  int iterations = pbes2_iterations);
/// The same with any algorithm of the PBES2 family and any content encryption; the members of `header` stand
/// beside those the algorithm needs.
std::string encrypt_with_password(json::Object header, ByteView plaintext, const Secret& password,
                                  std::string_view alg, std::string_view enc,
                                  int iterations = pbes2_iterations);
bool is_password_algorithm(std::string_view alg);
/// The flattened JSON serialization of a compact text. Failure: "compact JWE format must have five parts".
Expected<json::Object> flattened_jwe(std::string_view compact);
/// The compact serialization of a text in any. Failure: what is malformed, or has no compact form (headers
/// that are not protected, additional data).
Expected<std::string> compact_jwe(std::string_view jwe);
/// Compact or JSON serialization with one recipient; alg is any of the PBES2 family, or dir or A128KW,
/// A192KW, A256KW with the password's octets as key. Failure: "failed to decrypt JWE: invalid password" for a
/// wrong one, or what is malformed.
Expected<SecretBytes> decrypt_with_password(std::string_view jwe, const Secret& password);
/// True when the text has the shape of a JWE (five parts of base64url, or a JSON object with
/// "ciphertext").
bool looks_like_jwe(std::string_view text);

}  // namespace newel::jose
