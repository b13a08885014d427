// libcurl's failures in Go's words.
#pragma once

#include <string>

namespace newel::net {

/// What is known about a transfer that failed.
struct TransferFailure {
  int code = 0;  ///< CURLcode
  int os_error = 0;
  std::string detail{};     ///< libcurl's own line
  std::string tls_error{};  ///< of our own check of the server, without prefix
  std::string host{};       ///< of the URL, or of the proxy when `through_proxy`
  std::string tried{};      ///< "127.0.0.1:9000", the address that was dialled; empty if none was
  std::string local{};      ///< our end of the connection
  bool through_proxy = false;
  bool connected = false;     ///< TCP and TLS were up
  bool dialled = false;       ///< TCP was up
  bool headers_seen = false;  ///< the answer had begun
};

/// "dial tcp 127.0.0.1:9000: connect: connection refused", "tls: failed to verify certificate: x509: ...".
std::string transfer_failure_text(const TransferFailure& failure);

}  // namespace newel::net
