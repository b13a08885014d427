// A private key that is elsewhere, as OpenSSL's TLS wants one: an EVP_PKEY whose signatures a Signer makes.
//
// OpenSSL 3 takes foreign keys from providers. Ours is built in, holds the key types RSA, EC and Ed25519, and
// lives in a library context of its own: nothing in the process can fetch its algorithms by accident, and
// OpenSSL still finds them from the key itself when it signs a handshake.
#pragma once

#include <memory>
#include <string>

#include "crypto/signer.h"

namespace newel {

/// Thread-safe, as the signer is.
class SignerKey {
 public:
  /// Borrows the signer for its own life. Throws Error for X25519, which signs nothing.
  explicit SignerKey(const Signer& signer);
  ~SignerKey();
  SignerKey(const SignerKey&) = delete;
  SignerKey& operator=(const SignerKey&) = delete;

  EVP_PKEY* native() const { return key_; }

 private:
  EVP_PKEY* key_ = nullptr;
};

/// Why a signer failed last while OpenSSL was asking it in this thread, and forgets it; empty when none did.
/// OpenSSL's own errors say only that a handshake could not be signed.
std::string take_signer_failure();

}  // namespace newel
