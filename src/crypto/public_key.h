// Public keys: parsed by our own SubjectPublicKeyInfo reader (RFC 5280 section 4.1.2.7, RFC 5480, RFC 8410),
// verified with by OpenSSL.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/algorithms.h"

typedef struct evp_pkey_st EVP_PKEY;

namespace newel {

/// An immutable public key; copies share it. Thread-safe. The EVP_PKEY is made on first use of verify().
class PublicKey {
 public:
  /// Unsupported algorithms and points off the curve are failures.
  static Expected<PublicKey> from_spki(ByteView der);
  static Expected<PublicKey> from_ec(Curve curve, ByteView x, ByteView y);
  static Expected<PublicKey> from_rsa(ByteView modulus, ByteView exponent);
  static Expected<PublicKey> from_raw(KeyType type, ByteView raw);  ///< ed25519, x25519

  KeyType type() const;
  Curve curve() const;                  ///< only for ec
  int bits() const;                     ///< modulus, field or 256
  ByteView spki() const;                ///< DER SubjectPublicKeyInfo
  ByteView subject_public_key() const;  ///< contents of its BIT STRING: what key identifiers hash
  Bytes ec_x() const;                   ///< fixed length of the field
  Bytes ec_y() const;
  Bytes rsa_modulus() const;  ///< big-endian without leading zero
  Bytes rsa_exponent() const;
  ByteView raw() const;  ///< ed25519, x25519: 32 octets

  /// True when `signature` (ECDSA: DER) is this key's over `message`; false also for an algorithm of another
  /// key type.
  bool verify(SignatureAlgorithm algorithm, ByteView message, ByteView signature) const;
  /// "ECDSA P-256", "RSA 2048", "Ed25519": for logs.
  std::string describe() const;
  /// RFC 5280 section 4.2.1.2 method 1: SHA-1 of subject_public_key().
  Bytes key_id() const;

  /// OpenSSL's form, borrowed for the life of this key; made on first use. Throws Error.
  EVP_PKEY* native() const;

  bool operator==(const PublicKey& other) const;

  struct Impl;
  explicit PublicKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

}  // namespace newel
