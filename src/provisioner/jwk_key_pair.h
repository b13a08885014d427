// The key pair of a JWK provisioner: the public half stands in its entry, the private half beside it,
// encrypted.
#pragma once

#include <string>

#include "base/json.h"
#include "base/secret.h"
#include "jose/jwk.h"

namespace newel::provisioner {

struct JwkKeyPair {
  json::Object public_key;    ///< member `key`
  std::string encrypted_key;  ///< member `encryptedKey`, a compact JWE; may be empty
};

/// A new P-256 key for signing, its thumbprint as key id. Throws Error for an empty password.
JwkKeyPair new_jwk_key_pair(const Secret& password);

/// Encrypts a private JWK under the password. Throws Error for an empty one.
std::string encrypt_jwk(const jose::Jwk& key, const Secret& password);

}  // namespace newel::provisioner
