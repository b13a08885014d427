// How a client trusts a server, set into libcurl's SSL_CTX.
#pragma once

#include <openssl/ssl.h>

#include <string>

#include "net/client.h"

namespace newel::net {

/// The trust and identity of one Client. Must outlive every connection made with it; belongs to one thread.
class ClientTls {
 public:
  explicit ClientTls(const ClientOptions& options) : options_(options) {}
  /// Sets verification, roots and client certificate. Every connection is checked in full: no session is
  /// resumed.
  void configure(SSL_CTX* ctx);
  /// The host that the next connections must prove to be, unless SNI names another (a proxy).
  void expect_host(std::string host) { host_ = std::move(host); }
  /// Why the last check or configuration failed; empty when it did not.
  const std::string& error() const { return error_; }
  void set_error(std::string error) { error_ = std::move(error); }
  /// For the callback of OpenSSL: is this chain acceptable?
  bool verify(X509_STORE_CTX* store_ctx);

 private:
  void load_roots(SSL_CTX* ctx) const;
  const ClientOptions& options_;
  std::string host_;
  std::string error_;
};

}  // namespace newel::net
