// A TLS server for what no HTTP server does: answers without end, connections that break off.
#pragma once

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>

#include "http/hook_server.h"
#include "net/tls_context.h"

namespace newel::test {

/// Takes one connection after the other; `serve` is given each one, its request's first octets read.
class RawTlsServer {
 public:
  /// Without `serve` connections are reset before TLS begins.
  RawTlsServer(const HookIdentity& identity, std::function<void(SSL*, const std::atomic<bool>&)> serve)
      : serve_(std::move(serve)) {
    ctx_.reset(SSL_CTX_new(TLS_server_method()));
    net::use_certificate(ctx_.get(), identity.chain, *identity.key);
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    url_ = "https://localhost:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { run(); });
  }
  ~RawTlsServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  const std::string& url() const { return url_; }
  int connections() const { return connections_; }

 private:
  void run() {
    for (;;) {
      const int fd = ::accept(listener_, nullptr, nullptr);
      if (fd < 0 || stopping_) return;
      ++connections_;
      if (serve_) {
        const net::SslPtr ssl(SSL_new(ctx_.get()));
        SSL_set_fd(ssl.get(), fd);
        char buffer[4096];
        if (SSL_accept(ssl.get()) == 1 && SSL_read(ssl.get(), buffer, sizeof buffer) > 0)
          serve_(ssl.get(), stopping_);
      }
      const linger reset{1, 0};
      ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
      ::close(fd);
    }
  }

  std::function<void(SSL*, const std::atomic<bool>&)> serve_;
  net::SslCtxPtr ctx_;
  int listener_ = -1;
  std::string url_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::thread thread_;
};

}  // namespace newel::test
