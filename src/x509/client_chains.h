// What a server asks about the certificates that its clients present.
#pragma once

#include <memory>

#include "base/clock.h"
#include "x509/verify.h"

namespace newel::x509 {

/// Judges presented chains against anchors that never change, as the reference's server does: every anchor is
/// trusted by itself, whether it is a root or not, and the leaf and each of its issuers must allow
/// clientAuth. Unlike there, a leaf whose key usage leaves out digitalSignature is refused (RFC 8446 section
/// 4.4.2.2). Revocation is not looked at. Thread-safe: const after construction.
///
/// An anchor's key is decoded and prepared once, so that judging a certificate that an anchor has signed
/// costs reading it and one signature verification.
class ClientChains {
 public:
  /// More certificates than this are refused unread: no chain of ours is that long, and each one may cost
  /// signature verifications.
  static constexpr std::size_t max_presented = 10;
  /// Anybody may open a connection and have us verify what he likes. RSA keys larger than this are not
  /// verified with (Go's crypto/tls has the same limit), and no more signatures than these.
  static constexpr int largest_rsa_bits = 8192;
  static constexpr int most_signature_checks = 20;
  /// What OpenSSL's security level 2 asks of RSA keys (112 bits); Go has no such rule, old TLS none either.
  static constexpr int strong_rsa_bits = 2048;

  /// `clock` must outlive this.
  explicit ClientChains(std::vector<Certificate> anchors, int min_rsa_bits = strong_rsa_bits,
                        const Clock& clock = system_clock());

  /// `presented`: DER, leaf first, as the client sent them. The verified chain as DER, leaf first, an anchor
  /// last; else the words of Go's crypto/tls: "tls: failed to verify certificate: x509: certificate signed by
  /// unknown authority", "tls: failed to parse client certificate: x509: malformed certificate".
  Expected<std::vector<Bytes>> verify(const std::vector<Bytes>& presented) const;

 private:
  bool is_anchor(ByteView der) const;
  Expected<void> check_keys(const std::vector<Certificate>& chain) const;
  const std::vector<Certificate> anchors_;
  const int min_rsa_bits_;
  const Clock& clock_;
};

}  // namespace newel::x509
