// A server and clients for the tests of this folder.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/url.h"
#include "net/client.h"
#include "net/server.h"
#include "net/test_pki.h"
#include "x509/client_chains.h"

namespace newel::net::test {

/// The lines given to on_error. Thread-safe.
class Lines {
 public:
  void add(std::string_view line) {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line);
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  /// Waits until a line contains `text`.
  bool wait_for(const std::string& text) const {
    for (int i = 0; i < 1000; ++i) {
      for (const auto& line : all()) {
        if (line.find(text) != std::string::npos) return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// "<method> <target> <body>", with the request's facts in headers; "/huge" answers more than the kernel
/// buffers.
inline Response echo(const Request& request) {
  if (request.path == "/huge") return {200, {}, std::string(32u << 20, 'x')};
  Response response{
      200, {{"Content-Type", "text/plain"}}, request.method + " " + request.target + " " + request.body};
  response.headers.emplace_back("X-Protocol", request.protocol);
  response.headers.emplace_back("X-Host", request.host);
  response.headers.emplace_back("X-Peers", std::to_string(request.peer_certificates.size()));
  response.headers.emplace_back("X-Remote", request.remote_address);
  return response;
}

inline Handler echo_handler() {
  return [](std::shared_ptr<const Request> request, Respond respond) { respond(echo(*request)); };
}

inline ClientJudge judge_of(const std::vector<Bytes>& anchors) {
  std::vector<x509::Certificate> parsed;
  for (const Bytes& der : anchors) parsed.push_back(value_or_throw(x509::Certificate::parse(der)));
  const auto chains = std::make_shared<const x509::ClientChains>(std::move(parsed));
  return [chains](const std::vector<Bytes>& presented) { return chains->verify(presented); };
}

inline TlsServerSettings server_settings(const Identity& server = Pki::get().server) {
  const Pki& pki = Pki::get();
  TlsServerSettings settings;
  settings.chain = {server.der(), pki.intermediate.der()};
  settings.key = server.key;
  settings.client_authorities = {pki.root.der(), pki.intermediate.der()};
  settings.client_judge = judge_of(settings.client_authorities);
  return settings;
}

inline std::shared_ptr<TlsServerContext> server_context(const Identity& server = Pki::get().server) {
  return std::make_shared<TlsServerContext>(server_settings(server));
}

inline ClientOptions trusting_client() {
  ClientOptions options;
  options.trust = ClientOptions::Trust::roots;
  options.roots = {Pki::get().root.der()};
  return options;
}

inline ClientOptions client_with(const Identity& identity) {
  ClientOptions options = trusting_client();
  options.client_chain = {identity.der()};
  options.client_key = identity.key;
  return options;
}

/// A server with one listener named "main".
class TestServer {
 public:
  explicit TestServer(std::shared_ptr<TlsServerContext> tls, ServerLimits limits = {},
                      Handler handler = echo_handler())
      : tls_(tls != nullptr),
        server_({.io_threads = 2,
                 .worker_threads = 2,
                 .limits = limits,
                 .on_error = [this](std::string_view line) { errors.add(line); }}) {
    address = server_.listen(
        {.name = "main", .address = "127.0.0.1:0", .tls = std::move(tls), .handler = std::move(handler)});
  }
  Server& operator*() { return server_; }
  Server* operator->() { return &server_; }
  std::string url(const std::string& path) const { return (tls_ ? "https://" : "http://") + address + path; }
  std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(split_host_port(address)->second));
  }

  Lines errors;
  std::string address;

 private:
  bool tls_;
  Server server_;
};

/// A bare TCP connection to send what no client would.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      ADD_FAILURE() << "connect";
  }
  ~RawConnection() { close(); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  /// Closes with a reset.
  void abort() {
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }
  int fd() const { return fd_; }
  bool send(std::string_view data) {
    while (!data.empty()) {
      const ssize_t n = ::send(fd_, data.data(), data.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      data.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  /// Everything until the server closes; fails the test when it does not within ten seconds.
  std::string read_to_end() {
    return read_until([](const std::string&) { return false; });
  }
  /// Until `text` has arrived.
  std::string read_through(const std::string& text) {
    return read_until([&](const std::string& got) { return got.find(text) != std::string::npos; });
  }

 private:
  template <class Done>
  std::string read_until(Done done) {
    std::string got;
    char buffer[4096];
    while (!done(got)) {
      pollfd wait{fd_, POLLIN, 0};
      if (::poll(&wait, 1, 10'000) <= 0) {
        ADD_FAILURE() << "the server neither answered nor closed; so far: " << got.substr(0, 500);
        return got;
      }
      const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
      if (n <= 0) return got;
      got.append(buffer, static_cast<std::size_t>(n));
    }
    return got;
  }
  int fd_;
};

}  // namespace newel::net::test
