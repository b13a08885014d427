// The HTTP client: libcurl, loaded when first used, so that commands that need no network do not pay for it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "crypto/signer.h"
#include "net/http.h"

namespace newel::net {

struct ClientOptions {
  enum class Trust { system, roots, none };
  Trust trust = Trust::system;
  std::vector<Bytes> roots;  ///< DER, for Trust::roots (and added to the system's when Trust::system)
  /// Called with the presented chain (DER, leaf first) when Trust::none; false refuses the connection.
  std::function<bool(const std::vector<Bytes>&)> check_chain;
  std::vector<Bytes> client_chain;  ///< DER, leaf first
  std::shared_ptr<const Signer> client_key;
  Duration timeout = std::chrono::seconds(15);  ///< whole request; zero: none
  Duration connect_timeout = std::chrono::seconds(30);
  std::size_t max_response = 64u << 20;  ///< octets of a body; a larger one is a failure
  bool follow_redirects = true;
  bool https_only = false;  ///< also where a redirect leads
  std::string connect_to;   ///< "host:port" to dial instead of the URL's; TLS still asks for the URL's host
  std::string user_agent;
  /// Only connect and shake hands, without a proxy and without ALPN: for looking at a server's certificates.
  /// The response is empty.
  bool handshake_only = false;
};

struct ClientRequest {
  std::string method = "GET";
  std::string url;
  Headers headers{};
  std::string body{};
  std::optional<Duration> timeout{};  ///< instead of the client's
};

/// One connection pool with one trust policy. Not thread-safe: one per thread.
/// HTTPS_PROXY, HTTP_PROXY and NO_PROXY (either case) are honoured.
class Client {
 public:
  explicit Client(ClientOptions options);
  ~Client();
  /// Any HTTP status is an answer. Throws Error for transport failures, worded as Go words them:
  /// "dial tcp 127.0.0.1:9000: connect: connection refused",
  /// "tls: failed to verify certificate: x509: certificate signed by unknown authority".
  Response send(const ClientRequest& request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace newel::net
