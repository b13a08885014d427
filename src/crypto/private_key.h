// Private keys held in this process.
#pragma once

#include <memory>

#include "base/secret.h"
#include "crypto/signer.h"

namespace newel {

/// A private key; copies share it. Thread-safe. Contexts for signing are kept for reuse as long as the key
/// lives. An X25519 key agrees on secrets but cannot sign.
class PrivateKey final : public Signer {
 public:
  static PrivateKey generate_ec(Curve curve);
  static PrivateKey generate_rsa(int bits);
  static PrivateKey generate_ed25519();

  /// Unencrypted DER.
  static Expected<PrivateKey> from_pkcs8(ByteView der);
  static Expected<PrivateKey> from_sec1(ByteView der);
  static Expected<PrivateKey> from_pkcs1(ByteView der);
  static Expected<PrivateKey> from_ec_scalar(Curve curve, ByteView d);
  static Expected<PrivateKey> from_ed25519_seed(ByteView seed);
  static Expected<PrivateKey> from_x25519(ByteView scalar);
  /// d, p and q must fit n and e; the CRT numbers are computed.
  struct RsaParts {
    Bytes n, e;
    SecretBytes d, p, q;
  };
  static Expected<PrivateKey> from_rsa(const RsaParts& parts);

  SecretBytes to_pkcs8() const;
  SecretBytes to_sec1() const;    ///< EC only; with curve OID and public key
  SecretBytes to_pkcs1() const;   ///< RSA only
  SecretBytes ec_scalar() const;  ///< fixed length
  SecretBytes ed25519_seed() const;
  SecretBytes x25519_scalar() const;
  struct RsaSecrets {
    SecretBytes d, p, q, dp, dq, qi;
  };
  RsaSecrets rsa_secrets() const;

  const PublicKey& public_key() const override;
  Bytes sign(SignatureAlgorithm algorithm, ByteView message) const override;
  EVP_PKEY* tls_key() const override;
  /// OpenSSL's form, borrowed for the life of this key.
  EVP_PKEY* native() const;

  struct Impl;
  explicit PrivateKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace newel
