// One accepted socket, plain or TLS, never blocking.
#pragma once

#include <string>
#include <vector>

#include "net/client_check.h"
#include "net/tls_context.h"

namespace newel::net {

enum class IoStatus {
  ok,
  blocked,  ///< nothing now; the event loop will tell
  eof,
  failed,  ///< error() says why
};
struct IoResult {
  IoStatus status;
  std::size_t bytes = 0;
};

/// Owns the descriptor. Belongs to one thread.
class Transport {
 public:
  Transport(int fd, const TlsServerContext* tls);  ///< null: plain; it must outlive this
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  int fd() const { return fd_; }
  bool is_tls() const { return ssl_ != nullptr; }
  IoStatus handshake();
  bool negotiated_http2() const;
  /// The verified chain, leaf first, DER; empty without a client certificate.
  const std::vector<Bytes>& peer_chain() const { return client_.chain; }
  /// The handshake failed because the client speaks plain HTTP.
  bool got_plain_http() const { return got_plain_http_; }

  IoResult read(char* into, std::size_t size);
  IoResult write(const char* from, std::size_t size);
  IoResult write_plain(const char* from, std::size_t size);  ///< past TLS
  /// Says that we will send no more (close_notify, FIN) and still read.
  void shutdown_write();
  /// After shutdown_write(): throws away what still arrives, so that closing does not reset the connection
  /// under an answer the client has not read yet. `eof` or `failed`: it is time to close.
  IoStatus discard();
  /// Closing will reset the connection and drop what is not sent: for a peer that does not read.
  void abandon();
  /// In Go's words: "EOF", "remote error: tls: bad certificate", "read: connection reset by peer".
  const std::string& error() const { return error_; }

 private:
  IoResult classify(int result, const char* operation);
  int fd_;
  ClientCheck client_;  // named by ssl_
  SslPtr ssl_;
  bool broken_ = false;  // after a fatal TLS error close_notify must not be sent
  bool got_plain_http_ = false;
  std::string error_;
};

}  // namespace newel::net
