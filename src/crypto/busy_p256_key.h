// Verifying many signatures of one P-256 key.
#pragma once

#include <memory>

#include "base/bytes.h"
#include "crypto/openssl.h"

namespace newel {

/// A P-256 public key with the multiples of its point worked out: a table of 150 KB that takes some 20 ms to
/// make, and cuts two fifths off each verification after that. For a provisioner's key or an issuer's, not
/// for the key of a request. Immutable, thread-safe.
class BusyP256Key {
 public:
  /// `point`: uncompressed, known to lie on the curve. Null when OpenSSL refuses (never seen).
  static std::unique_ptr<const BusyP256Key> make(ByteView point);
  ~BusyP256Key();
  /// ECDSA (SEC 1 section 4.1.4). `hash` may be of any length; `signature` is a DER SEQUENCE of two INTEGERs.
  bool verify(ByteView hash, ByteView signature) const;

 private:
  struct Groups;
  explicit BusyP256Key(std::unique_ptr<const Groups> groups);
  const std::unique_ptr<const Groups> groups_;
};

}  // namespace newel
