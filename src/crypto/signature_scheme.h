// What a signature algorithm is made of: for OpenSSL, and for key stores that sign a digest.
#pragma once

#include <optional>

#include "crypto/algorithms.h"

typedef struct evp_pkey_ctx_st EVP_PKEY_CTX;

namespace newel {

struct SignatureScheme {
  KeyType key;
  Hash hash;         ///< not for Ed25519, which hashes inside
  bool pss = false;  ///< RSA: PSS with MGF1 of the same hash and a salt as long as it (RFC 8017 section 8.1)
};

/// nullopt for SignatureAlgorithm::unknown.
std::optional<SignatureScheme> signature_scheme(SignatureAlgorithm algorithm);

/// Sets padding and digest of a context that is initialised to sign or verify a digest. Nothing needs to be
/// set for ECDSA, which takes any digest and truncates it itself.
bool prepare_context(EVP_PKEY_CTX* context, const SignatureScheme& scheme);

/// Smaller RSA keys neither sign nor verify.
inline constexpr int smallest_rsa_bits = 1024;

}  // namespace newel
