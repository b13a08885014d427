// The key pair of a JWK provisioner, as the commands call it.
#pragma once

#include "provisioner/jwk_key_pair.h"

namespace newel::cli::ca {

using ProvisionerKey = provisioner::JwkKeyPair;
using provisioner::encrypt_jwk;
inline ProvisionerKey new_provisioner_key(const Secret& password) {
  return provisioner::new_jwk_key_pair(password);
}

}  // namespace newel::cli::ca
