// A blocking HTTPS connection for load: no pooling, no cleverness, as cheap as OpenSSL allows.
#pragma once

#include <openssl/ssl.h>

#include <string>

#include "crypto/private_key.h"
#include "x509/certificate.h"

namespace newel::bench {

/// What all connections share. Trusts `root` only; presents `chain` when it is not empty.
class TlsClient {
 public:
  TlsClient(const x509::Certificate& root, std::vector<x509::Certificate> chain, const PrivateKey* key);
  ~TlsClient();
  SSL_CTX* context() const { return context_; }

 private:
  SSL_CTX* context_;
};

struct Answer {
  int status = 0;
  std::string body;
};

/// Throws Error when the server goes away or talks nonsense.
class TlsConnection {
 public:
  TlsConnection(const TlsClient& client, const std::string& host, int port);
  ~TlsConnection();
  TlsConnection(const TlsConnection&) = delete;
  TlsConnection& operator=(const TlsConnection&) = delete;
  Answer request(const std::string& method, const std::string& path, const std::string& body);

 private:
  int fd_ = -1;
  SSL* ssl_ = nullptr;
  std::string host_;
};

}  // namespace newel::bench
