// Calls to real HTTPS servers that answer, refuse, lie, stall and break off.
#include "webhook/caller.h"

#include <gtest/gtest.h>

#include "webhook/raw_tls_server.h"

namespace newel::webhook {
namespace {

using namespace std::chrono_literals;
using test::always;
using test::HookServer;
using test::json_answer;

const test::TestCa& ca() {
  static const test::TestCa made;
  return made;
}
const test::HookIdentity& identity() {
  static const test::HookIdentity made(ca());
  return made;
}

CallerSettings settings() {
  CallerSettings out;
  out.roots = {to_bytes(ca().root.der())};
  out.deadline = 5s;
  out.retry_pause = 20ms;
  return out;
}

Webhook hook(const std::string& url, std::string_view more = "{}") {
  json::Object object{{"name", "people"}, {"kind", "ENRICHING"}, {"id", "id-1"}};
  object["url"] = boost::json::string(url);
  const json::Value patch = value_or_throw(json::parse(more));
  for (const auto& member : patch.as_object()) object[member.key()] = member.value();
  return read_webhook(object);
}

struct Outcome {
  std::string text, message;
  bool allow = false;
  int status = 0;
};
Outcome call(const Caller& caller, const Webhook& hook, const std::string& body = "{}") {
  try {
    return {{}, {}, caller.call(hook, hook.url, body, "request-7").allow, 0};
  } catch (const CallFailed& e) {
    return {e.text(), e.message(), false, e.status()};
  }
}

constexpr const char* forbidden = "The request was forbidden by the certificate authority: ";

TEST(WebhookCaller, SendsBodySignatureAndCredentials) {
  HookServer server(identity(), nullptr, always(json_answer(R"({"allow":true})")));
  const Caller caller(settings());
  const auto asked = [&](std::string_view more) {
    EXPECT_TRUE(call(caller, hook(server.url() + "/path?q=1", more), "{\"x\":1}").allow);
    return server.requests().back();
  };
  auto request = asked(R"({"secret":"SmVmZQ=="})");
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->target, "/path?q=1");
  EXPECT_EQ(request->body, "{\"x\":1}");
  EXPECT_EQ(*request->header("X-Smallstep-Signature"), body_signature(Secret("Jefe"), "{\"x\":1}"));
  EXPECT_EQ(*request->header("X-Smallstep-Webhook-ID"), "id-1");
  EXPECT_EQ(*request->header("X-Request-Id"), "request-7");
  EXPECT_EQ(*request->header("Content-Type"), "application/json");
  EXPECT_EQ(request->header("Authorization"), nullptr);
  request = asked(R"({"bearerToken":"abc","basicAuth":{"username":"u","password":"p"}})");
  EXPECT_EQ(*request->header("Authorization"), "Bearer abc") << "it wins over basic";
  request = asked(R"({"basicAuth":{"username":"Aladdin","password":"open sesame"}})");
  EXPECT_EQ(*request->header("Authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

TEST(WebhookCaller, ShowsTheCasCertificateWhenAsked) {
  HookServer server(identity(), &ca(), always(json_answer(R"({"allow":true})")));
  CallerSettings with = settings();
  int made = 0;
  ManualClock clock(from_unix(1'800'000'000));
  with.clock = &clock;
  with.identity = [&] {
    ++made;
    x509::CertificateTemplate what;
    what.subject = x509::Name::from_common_name("Step Online CA");
    what.not_before = test::test_now() - 1h;
    what.not_after = test::test_now() + 1h;
    const auto key = std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));
    what.public_key = key->public_key();
    what.extended_key_usage = {std::string(x509::oids::client_auth)};
    const x509::Issuer issuer(ca().intermediate, std::make_shared<PrivateKey>(ca().issuer_key));
    return Identity{{to_bytes(x509::issue(what, issuer).der()), to_bytes(ca().intermediate.der())},
                    key,
                    clock.now() + 16h};
  };
  const Caller caller(with);
  EXPECT_EQ(call(caller, hook(server.url())).text, "");
  ASSERT_FALSE(server.requests().back()->peer_certificates.empty());
  const auto shown = value_or_throw(x509::Certificate::parse(server.requests().back()->peer_certificates[0]));
  EXPECT_EQ(shown.subject().common_name(), "Step Online CA");
  EXPECT_TRUE(call(caller, hook(server.url(), R"({"disableTLSClientAuth":true})")).allow)
      << "roots of the CA are trusted all the same";
  EXPECT_TRUE(server.requests().back()->peer_certificates.empty());
  EXPECT_TRUE(call(caller, hook(server.url())).allow);
  EXPECT_EQ(made, 1) << "one identity for many calls";
  clock.advance(16h);
  EXPECT_TRUE(call(caller, hook(server.url())).allow);
  EXPECT_EQ(made, 2) << "replaced before it expires";
}

TEST(WebhookCaller, StrangersAreNotTrusted) {
  HookServer server(identity(), nullptr, always(json_answer(R"({"allow":true})")));
  CallerSettings strangers = settings();
  strangers.roots.clear();
  const Outcome outcome = call(Caller(strangers), hook(server.url()));
  EXPECT_EQ(outcome.status, 403);
  EXPECT_NE(outcome.text.find("certificate signed by unknown authority"), std::string::npos) << outcome.text;
  EXPECT_EQ(outcome.message, std::string(forbidden) + "webhook people could not be asked.");
  EXPECT_TRUE(server.requests().empty());
}

TEST(WebhookCaller, TriesTwice) {
  std::atomic<int> count{0};
  HookServer server(identity(), nullptr, [&](const net::Request& request, net::Respond respond) {
    const bool first = ++count % 2 == 1;
    if (request.path == "/500-200" && first) return respond(json_answer("{}", 500));
    if (request.path == "/500-500") return respond(json_answer("{}", 503));
    if (request.path == "/404") return respond(json_answer("{}", 404));
    respond(json_answer(R"({"allow":true})"));
  });
  const Caller caller(settings());
  EXPECT_TRUE(call(caller, hook(server.url() + "/500-200")).allow);
  ASSERT_EQ(count, 2);
  EXPECT_EQ(server.requests()[0]->body, server.requests()[1]->body);
  const Outcome twice = call(caller, hook(server.url() + "/500-500"));
  EXPECT_EQ(twice.message, std::string(forbidden) + "Webhook server responded with 503.");
  EXPECT_EQ(count, 4);
  const Outcome missing = call(caller, hook(server.url() + "/404"));
  EXPECT_EQ(missing.message, std::string(forbidden) + "Webhook server responded with 404.");
  EXPECT_EQ(count, 5) << "400 and more is an answer";
}

TEST(WebhookCaller, ConnectionsThatBreakOff) {
  test::RawTlsServer resetting(identity(), nullptr);
  const Outcome reset = call(Caller(settings()), hook(resetting.url()));
  EXPECT_EQ(reset.message, std::string(forbidden) + "webhook people could not be asked.");
  EXPECT_EQ(resetting.connections(), 2);
  const Outcome refused = call(Caller(settings()), hook("https://localhost:1/"));
  EXPECT_NE(refused.text.find("connection refused"), std::string::npos) << refused.text;
  test::RawTlsServer half(identity(), [](SSL* ssl, const std::atomic<bool>&) {
    const std::string_view text = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"allow\":true";
    SSL_write(ssl, text.data(), static_cast<int>(text.size()));
  });
  EXPECT_FALSE(call(Caller(settings()), hook(half.url())).allow);
}

TEST(WebhookCaller, NobodyWaitsLongerThanTheDeadline) {
  std::vector<net::Respond> held;  // never answered
  std::mutex mutex;
  HookServer silent(identity(), nullptr, [&](const net::Request&, net::Respond respond) {
    const std::lock_guard lock(mutex);
    held.push_back(std::move(respond));
  });
  test::RawTlsServer endless(identity(), [](SSL* ssl, const std::atomic<bool>& stopping) {
    const std::string_view head = "HTTP/1.1 200 OK\r\n\r\n{\"data\":\"";
    int written = SSL_write(ssl, head.data(), static_cast<int>(head.size()));
    while (written > 0 && !stopping) {
      written = SSL_write(ssl, "x", 1);
      std::this_thread::sleep_for(5ms);
    }
  });
  CallerSettings quick = settings();
  quick.deadline = 2s;  // long enough for a handshake, however slow the machine
  for (const std::string& url : {silent.url(), endless.url()}) {
    const auto begin = std::chrono::steady_clock::now();
    const Outcome outcome = call(Caller(quick), hook(url));
    EXPECT_EQ(outcome.message, std::string(forbidden) + "webhook people could not be asked.");
    EXPECT_NE(outcome.text.find("deadline exceeded"), std::string::npos) << outcome.text;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 10s);
  }
  EXPECT_EQ(silent.requests().size(), 1u) << "what took all the time is not tried again";
}

TEST(WebhookCaller, AnswersThatAreNone) {
  HookServer server(identity(), nullptr, [](const net::Request& request, net::Respond respond) {
    if (request.path == "/html") return respond({200, {}, "<html>ok</html>"});
    if (request.path == "/empty") return respond({200, {}, ""});
    if (request.path == "/huge")
      return respond(json_answer("{\"allow\":true,\"data\":\"" + std::string(2u << 20, 'x') + "\"}"));
    respond(json_answer("{\"allow\":true} trailing"));
  });
  const Caller caller(settings());
  EXPECT_EQ(call(caller, hook(server.url() + "/html")).message,
            std::string(forbidden) + "webhook people gave no answer that can be read.");
  EXPECT_NE(call(caller, hook(server.url() + "/empty")).text.find("EOF"), std::string::npos);
  EXPECT_NE(call(caller, hook(server.url() + "/huge")).text.find("larger than 1 MiB"), std::string::npos);
  EXPECT_TRUE(call(caller, hook(server.url() + "/trailing")).allow);
}

TEST(WebhookCaller, Redirects) {
  std::string away;
  HookServer server(identity(), nullptr, [&](const net::Request& request, net::Respond respond) {
    if (request.path == "/here") return respond({307, {{"Location", "/there"}}, ""});
    if (request.path == "/plain") return respond({307, {{"Location", "http://localhost:1/"}}, ""});
    if (request.path == "/loop") return respond({307, {{"Location", "/loop"}}, ""});
    respond(json_answer(request.body == "{\"x\":1}" ? R"({"allow":true})" : "{}"));
  });
  const Caller caller(settings());
  EXPECT_TRUE(call(caller, hook(server.url() + "/here"), "{\"x\":1}").allow);
  EXPECT_NE(call(caller, hook(server.url() + "/plain")).text.find("refused to go on without TLS"),
            std::string::npos);
  EXPECT_NE(call(caller, hook(server.url() + "/loop")).text.find("stopped after 10 redirects"),
            std::string::npos);
}

TEST(WebhookCaller, FailuresDoNotShowSecrets) {
  const Outcome outcome = call(Caller(settings()), hook("https://localhost:1/",
                                                        R"({"secret":"SmVmZQ==","bearerToken":"bearer-x",
                                                            "basicAuth":{"username":"u","password":"pw-x"}})"));
  for (const char* secret : {"Jefe", "SmVmZQ", "bearer-x", "pw-x"}) {
    EXPECT_EQ(outcome.text.find(secret), std::string::npos);
    EXPECT_EQ(outcome.message.find(secret), std::string::npos);
  }
}

}  // namespace
}  // namespace newel::webhook
