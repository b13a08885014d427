// The key of a subject whose private half is elsewhere.
#pragma once

#include "crypto/signer.h"

namespace newel::cli::certificate {

/// Stands for the subject where only its public key is asked for. What it signs is a placeholder that
/// verifies for nobody: good for the request a template looks at, which never leaves the program.
class PublicOnlyKey final : public Signer {
 public:
  explicit PublicOnlyKey(PublicKey key) : key_(std::move(key)) {}
  const PublicKey& public_key() const override { return key_; }
  Bytes sign(SignatureAlgorithm, ByteView) const override { return Bytes(1, Byte{0}); }
  EVP_PKEY* tls_key() const override { throw Error("the private key is not here"); }

 private:
  PublicKey key_;
};

}  // namespace newel::cli::certificate
