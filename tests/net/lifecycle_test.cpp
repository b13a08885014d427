// Starting, changing and ending a server while clients use it.
#include <fcntl.h>
#include <gmock/gmock.h>

#include <atomic>

#include "net/address.h"
#include "net/fixtures.h"

namespace newel::net::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.text();
  }
  return {};
}

std::string listen_error(const std::string& address) {
  Server server({.io_threads = 1, .worker_threads = 1, .limits = {}, .on_error = {}});
  return error_of(
      [&] { server.listen({.name = "x", .address = address, .tls = nullptr, .handler = echo_handler()}); });
}

Handler saying(const std::string& text) {
  return [text](std::shared_ptr<const Request>, Respond respond) { respond({200, {}, text}); };
}

TEST(Listen, TakesEveryFormOfAddress) {
  for (const auto& [address, bound] :
       std::vector<std::pair<std::string, std::string>>{{"127.0.0.1:0", "127\\.0\\.0\\.1:[1-9][0-9]*"},
                                                        {"localhost:0", "127\\.0\\.0\\.1:[1-9][0-9]*"},
                                                        {":0", "(\\[::\\]|0\\.0\\.0\\.0):[1-9][0-9]*"}}) {
    Server server({.io_threads = 1, .worker_threads = 1, .limits = {}, .on_error = {}});
    const std::string got =
        server.listen({.name = "x", .address = address, .tls = nullptr, .handler = saying("hi")});
    EXPECT_THAT(got, MatchesRegex(bound)) << address;
    Client client(ClientOptions{});
    const std::string url = "http://127.0.0.1:" + split_host_port(got)->second;
    EXPECT_EQ(client.send({.url = url}).body, "hi") << address;
  }
}

TEST(Listen, ServesBothIpVersionsOnOneSocket) {
  const int probe = ::socket(AF_INET6, SOCK_STREAM, 0);
  sockaddr_in6 loopback{};
  loopback.sin6_family = AF_INET6;
  loopback.sin6_addr = in6addr_loopback;
  const bool has_v6 =
      probe >= 0 && ::bind(probe, reinterpret_cast<const sockaddr*>(&loopback), sizeof loopback) == 0;
  if (probe >= 0) ::close(probe);
  if (!has_v6) GTEST_SKIP() << "this machine has no IPv6";
  Server server({.io_threads = 1, .worker_threads = 1, .limits = {}, .on_error = {}});
  const auto listen = [&](const std::string& name, const std::string& address) {
    return server.listen({.name = name, .address = address, .tls = nullptr, .handler = echo_handler()});
  };
  Client client(ClientOptions{});
  const auto remote = [&](const std::string& host, const std::string& bound) {
    const Response got = client.send({.url = "http://" + host + ":" + split_host_port(bound)->second + "/"});
    return *find_header(got.headers, "x-remote");
  };
  const std::string both = listen("both", ":0");
  EXPECT_EQ(remote("127.0.0.1", both), "127.0.0.1");
  EXPECT_EQ(remote("[::1]", both), "::1");
  const std::string six = listen("six", "[::1]:0");
  EXPECT_THAT(six, testing::StartsWith("[::1]:"));
  EXPECT_EQ(remote("[::1]", six), "::1");
}

TEST(Listen, SaysWhyItCannot) {
  TestServer taken(nullptr);
  EXPECT_EQ(listen_error(taken.address), "listen tcp " + taken.address + ": bind: address already in use");
  EXPECT_EQ(listen_error("443"), "listen tcp: address 443: missing port in address");
  EXPECT_EQ(listen_error("127.0.0.1:70000"), "listen tcp: address 70000: invalid port");
  EXPECT_EQ(listen_error("name.invalid:1"), "listen tcp: lookup name.invalid: no such host");
  EXPECT_EQ(listen_error("192.0.2.1:1"), "listen tcp 192.0.2.1:1: bind: cannot assign requested address");
}

TEST(Listen, TakesOverASocketSomebodyElseBound) {
  const int fd = open_listening_socket("127.0.0.1:0");
  ::fcntl(fd, F_SETFL, 0);
  Server server({.io_threads = 2, .worker_threads = 1, .limits = {}, .on_error = {}});
  const std::string bound = server.listen(
      {.name = "x", .address = "systemd", .tls = nullptr, .handler = saying("hi"), .inherited_fd = fd});
  Client client(ClientOptions{});
  EXPECT_EQ(client.send({.url = "http://" + bound}).body, "hi");
  EXPECT_THAT(
      error_of([&] {
        server.listen(
            {.name = "y", .address = "y", .tls = nullptr, .handler = saying("hi"), .inherited_fd = 0});
      }),
      HasSubstr("not a listening socket"));
}

TEST(Lifecycle, ReplaceSwapsHandlerAndCertificateUnderLoad) {
  const Pki& pki = Pki::get();
  const Identity other =
      make_identity({.common_name = "other", .sans = "DNS:other,IP:127.0.0.1"}, &pki.intermediate);
  TestServer server(server_context(), {}, saying("0"));
  std::atomic<bool> stop{false};
  std::atomic<int> failed{0}, answered{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      Client kept(trusting_client());
      while (!stop) {
        try {
          Client fresh(trusting_client());
          Client& client = i % 2 == 0 ? kept : fresh;
          if (client.send({.url = server.url("/")}).status != 200) ++failed;
          ++answered;
        } catch (const Error& error) {
          ++failed;
          ADD_FAILURE() << error.text();
        }
      }
    });
  }
  Client kept(trusting_client());
  EXPECT_EQ(kept.send({.url = server.url("/")}).body, "0");
  for (int i = 1; i <= 50; ++i) {
    server->replace("main", saying(std::to_string(i)), server_context(i % 2 == 0 ? pki.server : other));
    EXPECT_EQ(kept.send({.url = server.url("/")}).body, std::to_string(i));  // same connection, new handler
  }
  server->replace("main", saying("end"), server_context(other));
  while (answered < 50) std::this_thread::yield();
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  std::string presented;
  ClientOptions look;
  look.trust = ClientOptions::Trust::none;
  look.check_chain = [&](const std::vector<Bytes>& chain) {
    presented = to_text(chain.at(0));
    return true;
  };
  Client(look).send({.url = server.url("/")});
  EXPECT_EQ(presented, to_text(other.der()));
  EXPECT_EQ(error_of([&] { server->replace("none", saying(""), nullptr); }), "no listener is named none");
}

TEST(Lifecycle, ARequestKeepsTheHandlerItBeganWith) {
  std::atomic<bool> entered{false}, release{false};
  TestServer server(nullptr, {}, [&](std::shared_ptr<const Request>, Respond respond) {
    entered = true;
    while (!release) std::this_thread::yield();
    respond({200, {}, "old"});
  });
  RawConnection connection(server.port());
  connection.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  while (!entered) std::this_thread::yield();
  server->replace("main", saying("new"), nullptr);
  release = true;
  EXPECT_THAT(connection.read_to_end(), HasSubstr("old"));
}

// Holds every request until it is told to go on.
struct Gate {
  std::mutex mutex;
  std::vector<std::pair<std::shared_ptr<const Request>, Respond>> held;
  Handler handler() {
    return [this](std::shared_ptr<const Request> request, Respond respond) {
      const std::lock_guard lock(mutex);
      held.emplace_back(std::move(request), std::move(respond));
    };
  }
  void wait_for(std::size_t n) {
    for (;; std::this_thread::yield()) {
      const std::lock_guard lock(mutex);
      if (held.size() >= n) return;
    }
  }
  void open() {
    const std::lock_guard lock(mutex);
    for (auto& [request, respond] : held) respond(echo(*request));
    held.clear();
  }
};

TEST(Lifecycle, DrainLetsRequestsFinish) {
  for (const bool tls : {false, true}) {  // HTTP/1, HTTP/2
    Gate gate;
    TestServer server(tls ? server_context() : nullptr, {}, gate.handler());
    std::vector<std::thread> clients;
    std::atomic<int> answered{0};
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back([&] {
        try {
          Client client(trusting_client());
          answered += client.send({.url = server.url("/x")}).body == "GET /x " ? 1 : 0;
        } catch (const Error& error) {
          ADD_FAILURE() << error.text();
        }
      });
    }
    gate.wait_for(8);
    std::atomic<bool> drained{false};
    std::thread drain([&] {
      EXPECT_TRUE(server->drain(std::chrono::seconds(20)));
      drained = true;
    });
    while (!server->listener_names().empty()) std::this_thread::yield();
    EXPECT_FALSE(drained);
    Client late(trusting_client());
    EXPECT_THAT(error_of([&] { late.send({.url = server.url("/late")}); }), HasSubstr("connection refused"));
    gate.open();
    for (auto& client : clients) client.join();
    drain.join();
    EXPECT_EQ(answered, 8);
  }
}

TEST(Lifecycle, DrainCutsWhatExceedsTheDeadline) {
  Gate gate;
  TestServer server(nullptr, {}, gate.handler());
  RawConnection connection(server.port());
  connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  gate.wait_for(1);
  EXPECT_FALSE(server->drain(std::chrono::milliseconds(50)));
  EXPECT_EQ(connection.read_to_end(), "");
  gate.open();  // nobody is there any more
}

TEST(Lifecycle, DrainClosesIdleConnectionsAtOnce) {
  TestServer server(nullptr);
  RawConnection connection(server.port());
  connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  connection.read_through("GET / ");
  EXPECT_TRUE(server->drain(std::chrono::seconds(20)));
  EXPECT_EQ(connection.read_to_end(), "");
}

TEST(Lifecycle, AClosedListenerCanBeOpenedAgain) {
  TestServer server(nullptr, {}, saying("first"));
  RawConnection kept(server.port());
  kept.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  kept.read_through("first");
  server->close_listener("main");
  EXPECT_EQ(kept.read_to_end(), "");
  kept.close();
  server->listen({.name = "main", .address = server.address, .tls = nullptr, .handler = saying("second")});
  Client client(ClientOptions{});
  EXPECT_EQ(client.send({.url = server.url("/")}).body, "second");
}

TEST(Lifecycle, ConnectionsBeyondTheCapWaitForTheirTurn) {
  ServerLimits limits;
  limits.max_connections = 2;
  TestServer server(nullptr, limits);
  auto first = std::make_unique<RawConnection>(server.port());
  RawConnection second(server.port());
  for (RawConnection* c : {first.get(), &second}) {
    c->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    c->read_through("GET / ");
  }
  RawConnection third(server.port());
  third.send("GET /third HTTP/1.0\r\n\r\n");
  pollfd silent{third.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&silent, 1, 300), 0);
  first.reset();
  EXPECT_THAT(third.read_to_end(), HasSubstr("GET /third"));
}

TEST(Lifecycle, SixtyFourClientsAtOnce) {
  TestServer server(server_context());
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 64; ++i) {
    threads.emplace_back([&, i] {
      ClientOptions options = i % 2 == 0 ? trusting_client() : client_with(Pki::get().client);
      options.timeout = std::chrono::seconds(60);
      Client client(options);
      for (int n = 0; n < 10; ++n) {
        const std::string body = std::to_string(i * 100 + n);
        try {
          good +=
              client.send({.method = "POST", .url = server.url("/"), .body = body}).body == "POST / " + body;
        } catch (const Error& error) {
          ADD_FAILURE() << error.text();
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 640);
}

}  // namespace
}  // namespace newel::net::test
