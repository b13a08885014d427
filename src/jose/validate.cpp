#include "jose/validate.h"

#include <algorithm>
#include <initializer_list>

namespace newel::jose {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "kty 'EC' and crv 'P-256'".
std::string kind_of(const Jwk& key) {
  if (key.is_symmetric()) return "kty 'oct'";
  const PublicKey& half = key.public_key();
  switch (half.type()) {
    case KeyType::rsa:
      return "kty 'RSA'";
    case KeyType::ec:
      return "kty 'EC' and crv '" + std::string(curve_name(half.curve())) + "'";
    case KeyType::ed25519:
      return "kty 'OKP' and crv 'Ed25519'";
    default:
      return "the given key";
  }
}

bool can_sign(const Jwk& key) {
  if (key.is_symmetric()) return is_one_of(key.alg, {"HS256", "HS384", "HS512"});
  switch (key.public_key().type()) {
    case KeyType::rsa:
      return is_one_of(key.alg, {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"});
    case KeyType::ec:
    case KeyType::ed25519: {
      Jwk signing = key.to_public();
      signing.use = "sig";
      return key.alg == default_algorithm(signing);
    }
    default:
      return false;
  }
}

bool can_encrypt(const Jwk& key) {
  if (key.is_symmetric()) {
    return is_one_of(key.alg, {"dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"});
  }
  if (key.public_key().type() == KeyType::rsa)
    return is_one_of(key.alg, {"RSA1_5", "RSA-OAEP", "RSA-OAEP-256"});
  return is_one_of(key.alg, {"ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"});
}

Error incompatible(const Jwk& key, const std::string& with) {
  return Error("alg '" + key.alg + "' is not compatible with " + with);
}

}  // namespace

void check_algorithm(const Jwk& key) {
  if (key.use == "sig") {
    if (key.alg.empty()) throw Error("flag '--alg' is required with the given key");
    if (!can_sign(key)) throw incompatible(key, kind_of(key));
    return;
  }
  const auto type = key.is_symmetric() ? KeyType::rsa : key.public_key().type();
  if (key.use == "enc") {
    if (type == KeyType::ed25519) throw Error("key Ed25519 cannot be used for encryption");
    if (!can_encrypt(key)) {
      throw incompatible(key, key.is_symmetric()     ? "kty 'oct'"
                              : type == KeyType::rsa ? "kty 'RSA'"
                                                     : "kty 'EC'");
    }
    return;
  }
  if (type == KeyType::x25519) throw Error("unsupported key type 'X25519'");
}

}  // namespace newel::jose
