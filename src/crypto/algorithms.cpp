#include "crypto/algorithms.h"

#include "crypto/signer.h"

namespace newel {

std::string_view curve_name(Curve curve) {
  switch (curve) {
    case Curve::p224:
      return "P-224";
    case Curve::p256:
      return "P-256";
    case Curve::p384:
      return "P-384";
    case Curve::p521:
      return "P-521";
  }
  return "unknown curve";
}

std::string_view key_type_name(KeyType type) {
  switch (type) {
    case KeyType::rsa:
      return "RSA";
    case KeyType::ec:
      return "ECDSA";
    case KeyType::ed25519:
      return "Ed25519";
    case KeyType::x25519:
      return "X25519";
  }
  return "unknown key type";
}

std::string_view signature_algorithm_name(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::unknown:
      return "0";
    case SignatureAlgorithm::sha1_rsa:
      return "SHA1-RSA";
    case SignatureAlgorithm::sha256_rsa:
      return "SHA256-RSA";
    case SignatureAlgorithm::sha384_rsa:
      return "SHA384-RSA";
    case SignatureAlgorithm::sha512_rsa:
      return "SHA512-RSA";
    case SignatureAlgorithm::sha256_rsa_pss:
      return "SHA256-RSAPSS";
    case SignatureAlgorithm::sha384_rsa_pss:
      return "SHA384-RSAPSS";
    case SignatureAlgorithm::sha512_rsa_pss:
      return "SHA512-RSAPSS";
    case SignatureAlgorithm::ecdsa_sha1:
      return "ECDSA-SHA1";
    case SignatureAlgorithm::ecdsa_sha256:
      return "ECDSA-SHA256";
    case SignatureAlgorithm::ecdsa_sha384:
      return "ECDSA-SHA384";
    case SignatureAlgorithm::ecdsa_sha512:
      return "ECDSA-SHA512";
    case SignatureAlgorithm::ed25519:
      return "Ed25519";
  }
  return "0";
}

SignatureAlgorithm default_signature_algorithm(const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      return SignatureAlgorithm::sha256_rsa;
    case KeyType::ed25519:
      return SignatureAlgorithm::ed25519;
    case KeyType::x25519:
      return SignatureAlgorithm::unknown;
    case KeyType::ec:
      break;
  }
  switch (key.curve()) {
    case Curve::p384:
      return SignatureAlgorithm::ecdsa_sha384;
    case Curve::p521:
      return SignatureAlgorithm::ecdsa_sha512;
    default:
      return SignatureAlgorithm::ecdsa_sha256;
  }
}

}  // namespace newel
