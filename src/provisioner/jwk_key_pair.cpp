#include "provisioner/jwk_key_pair.h"

#include "jose/jwe.h"

namespace newel::provisioner {

std::string encrypt_jwk(const jose::Jwk& key, const Secret& password) {
  if (password.empty()) throw Error("step-jose: password cannot be empty when encryptying a JWK");
  const Secret plain(json::write(key.to_json()));
  return jose::encrypt_with_password(plain.bytes(), password);
}

JwkKeyPair new_jwk_key_pair(const Secret& password) {
  jose::Jwk key{PrivateKey::generate_ec(Curve::p256), "sig", {}, "ES256", {}, {}, {}, {}};
  key.kid = key.thumbprint();
  return {key.to_public().to_json(), encrypt_jwk(key, password)};
}

}  // namespace newel::provisioner
