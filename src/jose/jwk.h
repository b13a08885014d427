// JSON Web Keys (RFC 7517, 7518 section 6, 8037) and key sets.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/secret.h"
#include "crypto/private_key.h"

namespace newel::jose {

/// A key with its JOSE members. Private and symmetric ones wipe themselves.
struct Jwk {
  std::variant<PublicKey, PrivateKey, SecretBytes> key;
  std::string use{}, kid{}, alg{};
  std::vector<Bytes> x5c{};  ///< DER, leaf first
  std::string x5u{};
  Bytes x5t{}, x5t_s256{};  ///< SHA-1 and SHA-256 of the leaf; empty when absent

  bool is_private() const { return std::holds_alternative<PrivateKey>(key); }
  bool is_symmetric() const { return std::holds_alternative<SecretBytes>(key); }
  const PublicKey& public_key() const;    ///< throws Error for a symmetric key
  const PrivateKey& private_key() const;  ///< throws Error unless private
  Jwk to_public() const;
  /// RFC 7638, SHA-256, base64url; throws Error for a symmetric key.
  std::string thumbprint(Hash hash = Hash::sha256) const;

  /// Members in the order use kty kid crv alg k x y n e d p q dp dq qi x5c x5u x5t x5t#S256; absent ones left
  /// out.
  json::Object to_json() const;
  /// Unknown members are ignored; coordinates of another length than the curve's, an x5c whose leaf is for
  /// another key and thumbprints that do not match it are failures.
  static Expected<Jwk> from_json(const json::Value& value);
  static Expected<Jwk> parse(std::string_view text);  ///< strict: duplicate members are refused
};

/// ES256, RS256, EdDSA ... for signing with this key; use "enc": ECDH-ES, RSA-OAEP-256, A256GCMKW.
std::string default_algorithm(const Jwk& key);

/// Keys of a type or curve we do not know are left out, as RFC 7517 section 5 advises; malformed ones are
/// failures.
struct JwkSet {
  std::vector<Jwk> keys;
  static Expected<JwkSet> parse(std::string_view text);
  json::Object to_json() const;
};

}  // namespace newel::jose
