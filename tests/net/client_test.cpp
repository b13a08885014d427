#include "net/client.h"

#include <gmock/gmock.h>

#include <csignal>

#include "net/client_errors.h"
#include "net/fixtures.h"

namespace newel::net::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

std::string send_error(const ClientOptions& options, const std::string& url) {
  try {
    Client(options).send({.url = url});
  } catch (const Error& error) {
    return error.text();
  }
  return {};
}

std::shared_ptr<TlsServerContext> context_for(const CertificateSpec& spec) {
  return server_context(make_identity(spec, &Pki::get().intermediate));
}

TEST(Client, TrustsTheRootsItIsGivenAndNoOthers) {
  TestServer server(server_context());
  EXPECT_EQ(send_error(trusting_client(), server.url("/")), "");
  ClientOptions options;
  options.trust = ClientOptions::Trust::roots;
  const std::string unknown =
      "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  EXPECT_EQ(send_error(options, server.url("/")), unknown);
  options.roots = {make_identity({.common_name = "Root", .ca = true}).der()};  // the same name, another key
  EXPECT_EQ(send_error(options, server.url("/")), unknown);
  options.trust = ClientOptions::Trust::system;
  EXPECT_EQ(send_error(options, server.url("/")), unknown);
  options.roots = {Pki::get().root.der()};
  EXPECT_EQ(send_error(options, server.url("/")), "");
}

TEST(Client, ExplainsCertificatesItRefuses) {
  struct Case {
    CertificateSpec spec;
    std::string host, error;
  };
  const std::vector<Case> cases = {
      {{.common_name = "x", .sans = "DNS:a,DNS:b"},
       "localhost",
       "x509: certificate is valid for a, b, not localhost"},
      {{.common_name = "x", .sans = "IP:10.0.0.1,IP:10.0.0.2"},
       "127.0.0.1",
       "x509: certificate is valid for 10.0.0.1, 10.0.0.2, not 127.0.0.1"},
      {{.common_name = "x", .sans = "DNS:a"},
       "127.0.0.1",
       "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"},
      {{.common_name = "localhost"},
       "localhost",
       "x509: certificate relies on legacy Common Name field, use SANs instead"},
      {{.common_name = "x"},
       "localhost",
       "x509: certificate is not valid for any names, but wanted to match localhost"},
      {{.common_name = "x", .sans = "DNS:localhost", .not_before = -200, .not_after = -100},
       "localhost",
       "x509: certificate has expired or is not yet valid: current time [-0-9T:]*Z is after [-0-9T:]*Z"},
      {{.common_name = "x", .sans = "DNS:localhost", .usage = "clientAuth"},
       "localhost",
       "x509: certificate specifies an incompatible key usage"},
  };
  for (const Case& c : cases) {
    TestServer server(context_for(c.spec));
    const std::string url = "https://" + c.host + ":" + std::to_string(server.port()) + "/";
    EXPECT_THAT(send_error(trusting_client(), url),
                MatchesRegex("tls: failed to verify certificate: " + c.error));
  }
}

TEST(Client, AsksItsOwnerAboutTheChainEveryTime) {
  TestServer server(server_context());
  bool accept = true;
  std::vector<Bytes> seen;
  ClientOptions options;
  options.trust = ClientOptions::Trust::none;
  options.check_chain = [&](const std::vector<Bytes>& chain) {
    seen = chain;
    return accept;
  };
  EXPECT_EQ(send_error(options, server.url("/")), "");
  EXPECT_EQ(seen, (std::vector<Bytes>{Pki::get().server.der(), Pki::get().intermediate.der()}));
  // A session of the first connection must not let a second one pass unasked.
  for (int i = 0; i < 3; ++i) {
    accept = false;
    seen.clear();
    EXPECT_EQ(send_error(options, server.url("/")),
              "tls: failed to verify certificate: x509: certificate signed by unknown authority");
    EXPECT_EQ(seen.size(), 2u);
  }
  Client client(options);
  accept = true;
  TestServer closing(server_context(), {}, [](std::shared_ptr<const Request>, Respond respond) {
    respond({200, {{"Connection", "close"}}, "x"});
  });
  EXPECT_EQ(client.send({.url = server.url("/")}).status, 200);
  accept = false;
  EXPECT_EQ(client.send({.url = server.url("/")}).status,
            200);  // the connection that was accepted is still open
  EXPECT_THROW(client.send({.url = closing.url("/")}), Error);
}

TEST(Client, SendsWhatItIsTold) {
  TestServer server(nullptr, {}, [](std::shared_ptr<const Request> request, Respond respond) {
    std::string all = request->method + "\n";
    for (const auto& [name, value] : request->headers) {
      if (name != "Host") all += name + ": " + value + "\n";
    }
    respond({200, {{"X-Empty", ""}}, all + request->body});
  });
  ClientOptions options;
  options.user_agent = "test/1";
  Client client(options);
  EXPECT_EQ(client
                .send({.method = "PUT",
                       .url = server.url("/"),
                       .headers = {{"A", "b"}, {"Empty", ""}},
                       .body = std::string("x\0y", 3)})
                .body,
            "PUT\nUser-Agent: test/1\nA: b\nEmpty: \nContent-Length: 3\n" + std::string("x\0y", 3));
  EXPECT_EQ(client.send({.url = server.url("/")}).body, "GET\nUser-Agent: test/1\n");
  EXPECT_EQ(client.send({.method = "POST", .url = server.url("/")}).body,
            "POST\nUser-Agent: test/1\nContent-Length: 0\n");
  EXPECT_EQ(client.send({.method = "DELETE", .url = server.url("/")}).body, "DELETE\nUser-Agent: test/1\n");
  EXPECT_EQ(client.send({.method = "HEAD", .url = server.url("/")}).body, "");
  EXPECT_THROW(client.send({.url = server.url("/"), .headers = {{"A", "b\r\nC: d"}}}), Error);
  EXPECT_THROW(client.send({.url = server.url("/"), .headers = {{"A\r\nB", "c"}}}), Error);
}

TEST(Client, FollowsRedirects) {
  std::string other;
  const auto handler = [&](std::shared_ptr<const Request> request, Respond respond) {
    const auto to = [&](int status, const std::string& location) {
      respond({status, {{"Location", location}}, ""});
    };
    if (request->path == "/303") return to(303, "/end?x");
    if (request->path == "/307") return to(307, "end");
    if (request->path == "/loop") return to(302, "/loop");
    if (request->path == "/other") return to(302, other + "/end");
    if (request->path == "/ftp") return to(302, "ftp://a/");
    const std::string* token = request->header("Authorization");
    respond({200,
             {},
             request->method + " " + request->target + " " + request->body +
                 (token != nullptr ? *token : "none")});
  };
  TestServer server(nullptr, {}, handler);
  TestServer second(nullptr, {}, handler);
  other = second.url("");
  Client client(ClientOptions{});
  const auto post = [&](const std::string& path) {
    return client
        .send({.method = "POST",
               .url = server.url(path),
               .headers = {{"Authorization", "token"}},
               .body = "body "})
        .body;
  };
  EXPECT_EQ(post("/303"), "GET /end?x token");
  EXPECT_EQ(post("/307"), "POST /end body token");
  EXPECT_EQ(post("/other"), "GET /end none");  // a token does not travel to another server
  EXPECT_EQ(send_error({}, server.url("/loop")), "stopped after 10 redirects");
  EXPECT_EQ(send_error({}, server.url("/ftp")), "unsupported protocol scheme \"ftp\"");
  ClientOptions stay;
  stay.follow_redirects = false;
  EXPECT_EQ(Client(stay).send({.url = server.url("/303")}).status, 303);
}

TEST(Client, SpeaksOfTransportFailuresAsGoDoes) {
  std::uint16_t closed_port = 0;
  {
    TestServer gone(nullptr);
    closed_port = gone.port();
  }
  const std::string port = std::to_string(closed_port);
  EXPECT_EQ(send_error({}, "https://127.0.0.1:" + port),
            "dial tcp 127.0.0.1:" + port + ": connect: connection refused");
  EXPECT_EQ(send_error({}, "https://localhost:" + port),
            "dial tcp 127.0.0.1:" + port + ": connect: connection refused");
  EXPECT_EQ(send_error({}, "https://name.invalid/"), "dial tcp: lookup name.invalid: no such host");
  EXPECT_EQ(send_error({}, "gopher://a/"), "unsupported protocol scheme \"gopher\"");
  EXPECT_EQ(send_error({}, "https:///x"), "http: no Host in request URL");
  EXPECT_THAT(send_error({}, "http://a b/"), StartsWith("parse \"http://a b/\": "));

  TestServer plain(nullptr, {}, [](std::shared_ptr<const Request> request, Respond respond) {
    static std::vector<Respond> kept;
    if (request->path == "/wait") return kept.push_back(std::move(respond));
    respond({200, {}, std::string(65u << 20, 'x')});
  });
  EXPECT_EQ(send_error({}, "https://" + plain.address), "http: server gave HTTP response to HTTPS client");
  ClientOptions hasty;
  hasty.timeout = std::chrono::milliseconds(200);
  EXPECT_EQ(send_error(hasty, plain.url("/wait")),
            "context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
  ClientOptions patient;
  patient.timeout = Duration::zero();
  EXPECT_EQ(send_error(patient, plain.url("/")), "response body is larger than 64 MiB");
}

TEST(Client, TimesOutWhereverTheServerStops) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(fd, 4), 0);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  const std::string host = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  ClientOptions hasty = trusting_client();
  hasty.timeout = std::chrono::milliseconds(200);
  EXPECT_EQ(send_error(hasty, "https://" + host), "net/http: TLS handshake timeout");
  std::thread rude([fd] {
    for (const std::string answer :
         {"", "", "junk\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"}) {
      const int c = ::accept(fd, nullptr, nullptr);
      char buffer[1024];
      if (::recv(c, buffer, sizeof buffer, 0) > 0 && ::send(c, answer.data(), answer.size(), 0) < 0)
        ADD_FAILURE();
      ::close(c);
    }
  });
  const int skipped = ::socket(AF_INET, SOCK_STREAM, 0);  // the first in the queue is the one that timed out
  ::close(skipped);
  EXPECT_EQ(send_error({}, "http://" + host), "EOF");
  EXPECT_THAT(send_error({}, "http://" + host),
              testing::AnyOf(HasSubstr("malformed HTTP response"), HasSubstr("HTTP/0.9")));
  EXPECT_EQ(send_error({}, "http://" + host), "unexpected EOF");
  rude.join();
  ::close(fd);
}

TEST(Client, OutlivesTheServersEndOfAKeptConnection) {
  Client client(trusting_client());
  std::unique_ptr<Client> closing = std::make_unique<Client>(trusting_client());
  auto first = std::make_unique<TestServer>(server_context());
  const std::string address = first->address;
  EXPECT_EQ(client.send({.url = first->url("/")}).status, 200);
  EXPECT_EQ(closing->send({.url = first->url("/")}).status, 200);
  first.reset();
  std::signal(SIGPIPE, SIG_DFL);  // libcurl on another thread may have left it ignored
  closing.reset();
  EXPECT_THROW(client.send({.url = "https://" + address + "/"}), Error);
  TestServer second(server_context());
  EXPECT_EQ(client.send({.url = second.url("/")}).status, 200);
}

TEST(Client, FailuresHaveTheWordsOfGo) {
  const auto text = [](TransferFailure f) { return transfer_failure_text(f); };
  EXPECT_EQ(
      text({.code = 56,
            .detail = "OpenSSL SSL_read: error:0A000412:SSL routines::sslv3 alert bad certificate, errno 0"}),
      "remote error: tls: bad certificate");
  EXPECT_EQ(text({.code = 35, .detail = "error:0A000418:SSL routines::tlsv1 alert unknown ca"}),
            "remote error: tls: unknown certificate authority");
  EXPECT_EQ(text({.code = 35, .detail = "error:0A00045C:SSL routines::tlsv13 alert certificate required"}),
            "remote error: tls: certificate required");
  EXPECT_EQ(text({.code = 7, .os_error = EHOSTUNREACH, .tried = "10.0.0.1:443"}),
            "dial tcp 10.0.0.1:443: connect: no route to host");
  EXPECT_EQ(text({.code = 28, .tried = "10.0.0.1:443"}), "dial tcp 10.0.0.1:443: i/o timeout");
  EXPECT_EQ(text({.code = 5, .host = "proxy", .through_proxy = true}),
            "proxyconnect tcp: dial tcp: lookup proxy: no such host");
  EXPECT_EQ(text({.code = 56, .os_error = ECONNRESET, .tried = "b:2", .local = "a:1"}),
            "read tcp a:1->b:2: read: connection reset by peer");
}

}  // namespace
}  // namespace newel::net::test
