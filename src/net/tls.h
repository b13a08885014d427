// TLS settings of servers, swapped whole while connections live on.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "crypto/signer.h"

namespace newel::net {

enum class TlsVersion { tls10, tls11, tls12, tls13 };

/// Judges what a client presented: DER, leaf first, as it was sent, not empty. Returns the chain that was
/// verified, leaf first; or what to log: "tls: failed to verify certificate: x509: ...". Thread-safe; called
/// on event loops, so it must not wait.
using ClientJudge = std::function<Expected<std::vector<Bytes>>(const std::vector<Bytes>& presented)>;

struct TlsServerSettings {
  std::vector<Bytes> chain;  ///< DER, leaf first
  std::shared_ptr<const Signer> key;
  ClientJudge client_judge;  ///< decides about optional client certificates; empty: none are asked for
  std::vector<Bytes>
      client_authorities;  ///< DER; their names are told to clients, to choose a certificate by
  std::vector<std::string>
      cipher_suites;  ///< Go names for TLS 1.2 and below; unknown ones are ignored; empty: default
  bool client_certificate_required = false;  ///< with client_judge: a client without one fails the handshake
  TlsVersion min_version = TlsVersion::tls12;
  TlsVersion max_version = TlsVersion::tls13;
  bool http2 = true;
};

/// An immutable, shareable server context (SSL_CTX inside). Client certificates are requested if there is a
/// judge; one that it refuses fails the handshake. Session tickets: none once a client certificate is given.
class TlsServerContext {
 public:
  explicit TlsServerContext(const TlsServerSettings& settings);  ///< throws Error
  ~TlsServerContext();
  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// The Go names we know, to their OpenSSL names; nullptr for an unknown one (TLS 1.3 names are known, and not
/// configurable).
const char* openssl_cipher_name(std::string_view go_name);

}  // namespace newel::net
