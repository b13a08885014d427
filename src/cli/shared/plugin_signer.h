// Keys in a store that the program step-kms-plugin reaches: it prints public keys and certificates, and signs
// digests (reference: internal/cryptoutil/cryptoutil.go).
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "crypto/signer_key.h"
#include "x509/certificate.h"

namespace newel::cli {

/// A key of the store `kms` (a URI, may be empty) under the name `key`. Thread-safe: every signature is a run
/// of the program.
class PluginSigner final : public Signer {
 public:
  /// Throws Error `exec: "step-kms-plugin": executable file not found in $PATH`, or what the program said.
  PluginSigner(std::string kms, std::string key);

  const PublicKey& public_key() const override { return public_key_; }
  /// Throws Error for RSA with a hash other than SHA-256, SHA-384 and SHA-512, as the program has no others.
  Bytes sign(SignatureAlgorithm algorithm, ByteView message) const override;
  /// The handshake is signed by the program, too.
  EVP_PKEY* tls_key() const override;

 private:
  std::string kms_, key_;
  PublicKey public_key_;
  mutable std::once_flag tls_key_made_;
  mutable std::unique_ptr<const SignerKey> tls_key_;
};

/// The certificates the store keeps under the name. Throws Error as above.
std::vector<x509::Certificate> plugin_certificates(const std::string& kms, const std::string& name);

}  // namespace newel::cli
