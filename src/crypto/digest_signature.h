// Signatures with a hash of the caller's choice, for files: X.509 and JOSE fix theirs and use Signer.
#pragma once

#include <string_view>

#include "crypto/private_key.h"

namespace newel {

struct DigestSignature {
  /// "sha256", "sha512-224", … as in `md5`, `sha1` and the SHA-2 family; only for RSA: the curve of an EC key
  /// chooses its own, and Ed25519 hashes inside.
  std::string_view rsa_hash = "sha256";
  bool pss = false;  ///< RSA: PSS, salt as long as it can be; any length verifies
};

bool is_digest_name(std::string_view name);

/// ECDSA: DER. Throws Error when the key cannot sign so.
Bytes sign_digest(const PrivateKey& key, const DigestSignature& how, ByteView message);
bool verify_digest(const PublicKey& key, const DigestSignature& how, ByteView message, ByteView signature);

}  // namespace newel
