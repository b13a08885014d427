// The certificate a client presents, on its way through the handshake.
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <vector>

#include "net/tls.h"

namespace newel::net {

/// One connection's share of the check: who judges, and what came of it. Must outlive the SSL object it is
/// attached to, at the same address.
struct ClientCheck {
  const ClientJudge* judge = nullptr;
  std::vector<Bytes> chain;  ///< verified, leaf first; empty without a client certificate
  std::string refusal;       ///< the judge's words; empty when nothing was refused

  ClientCheck() = default;
  ClientCheck(const ClientCheck&) = delete;
  ClientCheck& operator=(const ClientCheck&) = delete;
  bool attach(SSL* ssl);
};

/// Connections of this context have their ClientCheck asked, instead of OpenSSL's own path validation.
void use_client_check(SSL_CTX* ctx);

}  // namespace newel::net
