#include "cli/ca/provisioner_key.h"

#include "jose/jwe.h"

namespace newel::cli::ca {

std::string encrypt_jwk(const jose::Jwk& key, const Secret& password) {
  if (password.empty()) throw Error("step-jose: password cannot be empty when encryptying a JWK");
  const Secret plain(json::write(key.to_json()));
  return jose::encrypt_with_password(plain.bytes(), password);
}

ProvisionerKey new_provisioner_key(const Secret& password) {
  jose::Jwk key{PrivateKey::generate_ec(Curve::p256), "sig", {}, "ES256", {}, {}, {}, {}};
  key.kid = key.thumbprint();
  return {key.to_public().to_json(), encrypt_jwk(key, password)};
}

}  // namespace newel::cli::ca
