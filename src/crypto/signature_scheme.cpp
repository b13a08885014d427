#include "crypto/signature_scheme.h"

#include <openssl/rsa.h>

#include "crypto/openssl.h"

namespace newel {

std::optional<SignatureScheme> signature_scheme(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::unknown:
      return std::nullopt;
    case SignatureAlgorithm::sha1_rsa:
      return SignatureScheme{KeyType::rsa, Hash::sha1};
    case SignatureAlgorithm::sha256_rsa:
      return SignatureScheme{KeyType::rsa, Hash::sha256};
    case SignatureAlgorithm::sha384_rsa:
      return SignatureScheme{KeyType::rsa, Hash::sha384};
    case SignatureAlgorithm::sha512_rsa:
      return SignatureScheme{KeyType::rsa, Hash::sha512};
    case SignatureAlgorithm::sha256_rsa_pss:
      return SignatureScheme{KeyType::rsa, Hash::sha256, true};
    case SignatureAlgorithm::sha384_rsa_pss:
      return SignatureScheme{KeyType::rsa, Hash::sha384, true};
    case SignatureAlgorithm::sha512_rsa_pss:
      return SignatureScheme{KeyType::rsa, Hash::sha512, true};
    case SignatureAlgorithm::ecdsa_sha1:
      return SignatureScheme{KeyType::ec, Hash::sha1};
    case SignatureAlgorithm::ecdsa_sha256:
      return SignatureScheme{KeyType::ec, Hash::sha256};
    case SignatureAlgorithm::ecdsa_sha384:
      return SignatureScheme{KeyType::ec, Hash::sha384};
    case SignatureAlgorithm::ecdsa_sha512:
      return SignatureScheme{KeyType::ec, Hash::sha512};
    case SignatureAlgorithm::ed25519:
      return SignatureScheme{KeyType::ed25519, Hash::sha512};
  }
  return std::nullopt;
}

bool prepare_context(EVP_PKEY_CTX* context, const SignatureScheme& scheme) {
  if (scheme.key != KeyType::rsa) return true;
  const EVP_MD* md = openssl::digest(scheme.hash);
  const int padding = scheme.pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING;
  if (EVP_PKEY_CTX_set_rsa_padding(context, padding) != 1) return false;
  if (EVP_PKEY_CTX_set_signature_md(context, md) != 1) return false;
  if (!scheme.pss) return true;
  return EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, md) == 1;
}

}  // namespace newel
