// The HTTP server: event-loop threads do TLS and parsing, worker threads run handlers.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "net/http.h"
#include "net/tls.h"

namespace newel::net {

struct ServerLimits {
  std::size_t max_body = 1u << 20;
  std::size_t max_headers = 16u << 10;
  std::size_t max_connections = 16384;
  Duration header_timeout = std::chrono::seconds(10);  ///< also the TLS handshake
  Duration body_timeout = std::chrono::seconds(30);
  Duration idle_timeout = std::chrono::seconds(90);
  Duration write_timeout = std::chrono::seconds(30);
};

struct ServerOptions {
  int io_threads = 0;      ///< 0: one per core
  int worker_threads = 0;  ///< 0: one per core
  ServerLimits limits;
  /// One higher for every POST that has arrived whole and waits for a worker; may be null, must outlive the
  /// server. Tells a store's group commit that more is coming.
  std::atomic<int>* queued = nullptr;
  /// TLS handshake failures and the like, one line, already safe to print.
  std::function<void(std::string_view)> on_error;
};

struct Listener {
  std::string name;                       ///< goes into Request::listener
  std::string address;                    ///< ":443", "127.0.0.1:9000", "[::1]:443"; port 0 takes a free one
  std::shared_ptr<TlsServerContext> tls;  ///< null: plain HTTP/1.1
  Handler handler;
  int inherited_fd = -1;  ///< a bound, listening socket handed over (systemd); address is then only a label
};

/// All members are thread-safe.
class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();  ///< stop()

  /// Binds and serves. Throws Error: "listen tcp <address>: bind: address already in use". Returns the bound
  /// address (with the real port).
  std::string listen(Listener listener);
  /// New handler and TLS context for the listener of this name: new requests (handler) and new connections
  /// (TLS) see them, kept-alive connections live on.
  void replace(const std::string& name, Handler handler, std::shared_ptr<TlsServerContext> tls);
  /// Stops accepting on it; its open connections are drained.
  void close_listener(const std::string& name);
  std::vector<std::string> listener_names() const;

  /// Stops accepting, lets requests in flight finish (HTTP/2 GOAWAY, Connection: close), then closes; after
  /// `deadline` whatever is left is cut. Blocks until done. False when the deadline cut something.
  bool drain(Duration deadline);
  void stop();

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace newel::net
