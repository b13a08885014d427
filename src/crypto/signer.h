// Something that signs: a private key in memory, or one in a token that never leaves it.
#pragma once

#include <memory>

#include "base/bytes.h"
#include "crypto/public_key.h"

typedef struct evp_pkey_st EVP_PKEY;

namespace newel {

/// Thread-safe: any number of threads may sign at once.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const PublicKey& public_key() const = 0;
  /// Over the whole message (it is hashed inside). ECDSA: DER. Throws Error when the key cannot sign so.
  virtual Bytes sign(SignatureAlgorithm algorithm, ByteView message) const = 0;
  /// For TLS: a key handle that signs through this signer, borrowed for the signer's life. Throws Error if
  /// the key cannot serve TLS.
  virtual EVP_PKEY* tls_key() const = 0;
};

/// SHA-256 for RSA and P-256 (and P-224), SHA-384 for P-384, SHA-512 for P-521, Ed25519.
SignatureAlgorithm default_signature_algorithm(const PublicKey& key);

}  // namespace newel
