// Webhooks at work: what they decide about certificates, and that nobody else waits for them.
#include <gmock/gmock.h>

#include <thread>

#include "authority/authority.h"
#include "http/hook_server.h"
#include "net/client.h"
#include "server/process.h"
#include "webhook/caller.h"

namespace newel::test {
namespace {

using testing::HasSubstr;

constexpr const char* forbidden = "The request was forbidden by the certificate authority: ";

// An authority whose one provisioner has these webhooks, {"url": ...} being filled in.
class HookedAuthority {
 public:
  explicit HookedAuthority(const TestCa& ca, const json::Array& hooks, const json::Object& x509 = {}) {
    json::Object document = ca.default_document();
    auto& provisioner = document["authority"].as_object()["provisioners"].as_array()[0].as_object();
    provisioner["options"] = json::Object{{"x509", x509}, {"webhooks", hooks}};
    authority::Dependencies dependencies;
    dependencies.store = store::open_memory_store(system_clock());
    dependencies.webhook_deadline = std::chrono::seconds(5);
    dependencies.webhook_retry_pause = std::chrono::milliseconds(20);
    dependencies.started = test_now() - std::chrono::hours(1);
    authority_ = std::make_unique<authority::Authority>(config::parse(json::write(document), "ca.json"),
                                                        authority::Passwords{}, std::move(dependencies));
  }
  authority::Authority& operator*() { return *authority_; }

  /// "" when a certificate was given; else the message clients see.
  std::string sign(const TestCa& ca, const std::string& name, int* status = nullptr) {
    const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
    store::Transaction transaction;
    provisioner::SignRequestOptions options;
    options.request_id = "request-9";
    try {
      last = authority_->sign(TestCa::request(key, name), ca.token(name), options, transaction).chain.front();
      return "";
    } catch (const Error& e) {
      log_text = e.text();
      if (status != nullptr) *status = e.status();
      return e.message();
    }
  }
  std::optional<x509::Certificate> last;
  std::string log_text;

 private:
  std::unique_ptr<authority::Authority> authority_;
};

json::Object hook(const std::string& url, const char* name, const char* kind) {
  return {{"name", name}, {"url", json::text(url)}, {"kind", kind}, {"id", "id-1"}, {"secret", "SmVmZQ=="}};
}
json::Object body_of(const net::Request& request) {
  return value_or_throw(json::parse(request.body)).as_object();
}

TEST(Webhooks, AreToldOfRequestAndCertificate) {
  const TestCa ca;
  HookServer server(HookIdentity(ca), &ca, always(json_answer(R"({"allow":true,"data":{"a":1}})")));
  HookedAuthority authority(
      ca, {hook(server.url() + "/first", "one", "ENRICHING"),
           hook(server.url() + "/{{ .Token.sub }}/{{ .Subject.CommonName }}", "two", "AUTHORIZING")});
  ASSERT_EQ(authority.sign(ca, "www.test"), "") << authority.log_text;
  const auto asked = server.requests();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0]->path, "/first");
  EXPECT_EQ(asked[1]->path, "/www.test/www.test");
  for (const auto& request : asked) {
    EXPECT_EQ(*request->header("X-Request-Id"), "request-9");
    EXPECT_EQ(*request->header("X-Smallstep-Signature"),
              webhook::body_signature(Secret("Jefe"), request->body));
    EXPECT_FALSE(request->peer_certificates.empty());
    EXPECT_EQ(body_of(*request).at("provisionerName").as_string(), "admin");
    EXPECT_EQ(request->body.find("eyJ"), std::string::npos) << "no token";
  }
  const json::Object first = body_of(*asked[0]);
  EXPECT_EQ(first.at("x509CertificateRequest").as_object().at("dnsNames"),
            json::Value(json::Array{"www.test"}));
  EXPECT_EQ(first.if_contains("x509Certificate"), nullptr);
  const json::Object second = body_of(*asked[1]);
  EXPECT_EQ(second.if_contains("x509CertificateRequest"), nullptr);
  const json::Object& certificate = second.at("x509Certificate").as_object();
  EXPECT_EQ(json::write(certificate.at("subject")), R"({"commonName":"www.test"})");
  EXPECT_EQ(json::write(certificate.at("sans")), R"([{"type":"dns","value":"www.test"}])");
  EXPECT_EQ(json::write(certificate.at("keyUsage")), R"(["digitalSignature"])");
  EXPECT_EQ(json::write(certificate.at("extKeyUsage")), R"(["serverAuth","clientAuth"])");
  EXPECT_TRUE(certificate.at("raw").is_null());
  EXPECT_EQ(certificate.at("notAfter").as_string(), format_rfc3339(authority.last->not_after()));
}

TEST(Webhooks, GiveDataToTemplates) {
  const TestCa ca;
  HookServer server(HookIdentity(ca), nullptr,
                    always(json_answer(R"({"allow":true,"data":{"team":"web"}})")));
  const char* tmpl =
      R"({"subject": {"commonName": {{ toJson .Subject.CommonName }}, "organizationalUnit": {{ toJson .Webhooks.one.team }}},
          "sans": {{ toJson .SANs }}, "keyUsage": ["digitalSignature"], "extKeyUsage": ["clientAuth"]})";
  HookedAuthority authority(
      ca, {hook(server.url(), "one", "ENRICHING"), hook(server.url(), "two", "AUTHORIZING")},
      {{"template", tmpl}});
  ASSERT_EQ(authority.sign(ca, "www.test"), "") << authority.log_text;
  EXPECT_EQ(x509::NameFields::from_name(authority.last->subject()).organizational_unit,
            std::vector<std::string>{"web"});
  ASSERT_EQ(server.requests().size(), 2u);
  const json::Object certificate = body_of(*server.requests()[1]).at("x509Certificate").as_object();
  EXPECT_EQ(json::write(certificate.at("subject")),
            R"({"organizationalUnit":["web"],"commonName":"www.test"})");
  EXPECT_EQ(json::write(certificate.at("extKeyUsage")), R"(["clientAuth"])");
}

TEST(Webhooks, RefusalsAndFailuresStopTheSigning) {
  const TestCa ca;
  HookServer server(HookIdentity(ca), nullptr, [](const net::Request& request, net::Respond respond) {
    if (request.path == "/reason")
      return respond(json_answer(R"({"allow":false,"error":{"code":"E7","message":"not this host"}})"));
    if (request.path == "/missing") return respond(json_answer(R"({"data":{}})"));
    if (request.path == "/404") return respond(json_answer("{}", 404));
    if (request.path == "/html") return respond({200, {}, "<html>ok</html>"});
    if (request.path == "/huge")
      return respond(json_answer(R"({"allow":true,"data":")" + std::string(2u << 20, 'x') + "\"}"));
    respond(json_answer(R"({"allow":true})"));
  });
  struct Case {
    const char *path, *kind, *message;
  };
  const Case cases[] = {
      {"/reason", "ENRICHING", "not this host (E7)."},
      {"/missing", "ENRICHING", "webhook server did not allow request."},
      {"/404", "ENRICHING", "Webhook server responded with 404."},
      {"/reason", "AUTHORIZING", "error creating certificate."},
      {"/404", "AUTHORIZING", "error creating certificate."},
      {"/html", "ENRICHING", "webhook first gave no answer that can be read."},
      {"/html", "AUTHORIZING", "error creating certificate."},
      {"/huge", "ENRICHING", "webhook first could not be asked."},
      {"/huge", "AUTHORIZING", "error creating certificate."},
  };
  for (const Case& c : cases) {
    HookedAuthority authority(
        ca, {hook(server.url() + c.path, "first", c.kind), hook(server.url() + "/second", "second", c.kind)});
    int status = 0;
    EXPECT_EQ(authority.sign(ca, "www.test", &status), std::string(forbidden) + c.message);
    EXPECT_EQ(status, 403);
    EXPECT_THAT(authority.log_text, HasSubstr("webhook \"first\""));
    EXPECT_EQ(server.requests().back()->path, c.path) << "the second is not asked";
  }
}

TEST(Webhooks, OfOtherKindsAndTypesAreNotAsked) {
  const TestCa ca;
  HookServer server(HookIdentity(ca), nullptr, always(json_answer("{}")));
  json::Object ssh = hook(server.url(), "ssh", "AUTHORIZING");
  ssh["certType"] = "SSH";
  HookedAuthority authority(
      ca, {ssh, hook(server.url(), "scep", "SCEPCHALLENGE"), hook(server.url(), "notify", "NOTIFYING")});
  EXPECT_EQ(authority.sign(ca, "www.test"), "");
  EXPECT_TRUE(server.requests().empty());
}

TEST(Webhooks, MistakesDisableTheProvisioner) {
  const TestCa ca;
  HookedAuthority authority(ca, {hook("http://plain.test/", "x", "ENRICHING")});
  EXPECT_EQ((*authority).provisioners().all().front()->disabled_reason(), "webhook url must use https");
}

// Sixty-four clients of another provisioner are served while every webhook call hangs.
TEST(Webhooks, ThatHangHoldUpNobodyElse) {
  std::vector<net::Respond> held;
  std::mutex mutex;
  const TestCa ca;
  HookServer silent(HookIdentity(ca), nullptr, [&](const net::Request&, net::Respond respond) {
    const std::lock_guard lock(mutex);
    held.push_back(std::move(respond));
  });
  json::Object document = ca.default_document();
  auto& provisioners = document["authority"].as_object()["provisioners"].as_array();
  json::Object slow = provisioners[0].as_object();
  slow["name"] = "slow";
  slow["options"] = json::Object{{"webhooks", json::Array{hook(silent.url(), "x", "AUTHORIZING")}}};
  provisioners.push_back(slow);
  ca.write_config(document);
  Process server(ca.folder.path(), {ca.config_file()});
  const std::string base = "https://" + server.address();
  net::ClientOptions trust;
  trust.trust = net::ClientOptions::Trust::roots;
  trust.roots = {to_bytes(ca.root.der())};
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const std::string csr = TestCa::request(key, "www.test").pem();
  const auto sign = [&](net::Client& client, const std::string& issuer) {
    json::Object claims = ca.claims("www.test");
    claims["iss"] = json::text(issuer);
    const std::string body =
        json::write(json::Object{{"csr", json::text(csr)}, {"ott", json::text(ca.sign_token(claims))}});
    return client.send({.method = "POST", .url = base + "/sign", .body = body}).status;
  };
  constexpr int hanging = 8;
  std::vector<std::thread> threads;
  std::atomic<int> created{0};
  for (int i = 0; i < hanging; ++i) {
    threads.emplace_back([&] {
      net::Client client(trust);
      created += sign(client, "slow") == 201 ? 1 : 0;
    });
  }
  ASSERT_TRUE(silent.wait_for(hanging));
  const auto begin = std::chrono::steady_clock::now();
  int served = 0;
  net::Client client(trust);
  for (int i = 0; i < 64; ++i) served += sign(client, "admin") == 201 ? 1 : 0;
  EXPECT_EQ(served, 64);
  EXPECT_EQ(created, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(9)) << "less than one deadline";
  {
    const std::lock_guard lock(mutex);
    for (const auto& respond : held) respond(json_answer(R"({"allow":true})"));
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(created, hanging) << "and they get their certificates when it wakes up";
  EXPECT_EQ(net::Client(trust).send({.url = base + "/provisioners"}).body.find("SmVmZQ"), std::string::npos);
}

}  // namespace
}  // namespace newel::test
