// Names of keys, curves and signature algorithms.
#pragma once

#include <string_view>

namespace newel {

enum class KeyType { rsa, ec, ed25519, x25519 };
enum class Curve { p224, p256, p384, p521 };
std::string_view curve_name(Curve curve);      ///< "P-256"
std::string_view key_type_name(KeyType type);  ///< "RSA", "ECDSA", "Ed25519", "X25519"

enum class Hash { sha1, sha224, sha256, sha384, sha512, md5 };

/// X.509 signature algorithms; names as the reference prints them.
enum class SignatureAlgorithm {
  unknown,
  sha1_rsa,
  sha256_rsa,
  sha384_rsa,
  sha512_rsa,
  sha256_rsa_pss,
  sha384_rsa_pss,
  sha512_rsa_pss,
  ecdsa_sha1,
  ecdsa_sha256,
  ecdsa_sha384,
  ecdsa_sha512,
  ed25519,
};
std::string_view signature_algorithm_name(SignatureAlgorithm algorithm);  ///< "ECDSA-SHA256"

}  // namespace newel
