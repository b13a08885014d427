#include <thread>

#include "api/api_fixture.h"

namespace newel::api::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::string unauthorized = default_message(401);
std::string bad_request(const std::string& text) {
  return "The request could not be completed: " + text + ".";
}
std::string forbidden(const std::string& text) {
  return "The request was forbidden by the certificate authority: " + text + ".";
}

TEST(Sign, GivesACertificateChain) {
  const RunningApi api;
  const auto key = PrivateKey::generate_ec(Curve::p256);
  const auto response = api.post("/1.0/sign", api.sign_body("svc.test", api.ca.token("svc.test"), key));
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
  EXPECT_TRUE(response.body.ends_with("}\n"));
  const auto chain = RunningApi::chain_of(response);
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_TRUE(chain[0].is_signed_by(*api.ca.intermediate.public_key()));
  EXPECT_EQ(*chain[0].public_key(), key.public_key());
  EXPECT_EQ(chain[0].names().dns, std::vector<std::string>{"svc.test"});
  const auto body = json::parse(response.body)->get_object();
  EXPECT_EQ(body.at("ca"), json::text(api.ca.intermediate.pem()));
  EXPECT_EQ(body.at("crt"), body.at("certChain").as_array()[0]);
  EXPECT_THAT(response.body, HasSubstr("\"minVersion\":1.2,\"maxVersion\":1.3,\"renegotiation\":false}}\n"));
  // On disk before it left.
  EXPECT_TRUE(api.store->find_certificate(chain[0].serial().magnitude));
  EXPECT_EQ(api.recorder->kept, 1);
}

TEST(Sign, LogsTheCertificateAndTheTokenIdOnly) {
  const RunningApi api;
  json::Object claims = api.ca.claims("svc.test");
  claims["jti"] = "the-id";
  const std::string token = api.ca.sign_token(claims);
  const auto response = api.sign("svc.test", token);
  ASSERT_EQ(response.status, 201);
  for (int i = 0; i < 500 && api.recorder->lines().empty(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_EQ(api.recorder->lines().size(), 1u);
  const auto line = api.recorder->lines()[0];
  const auto leaf = RunningApi::chain_of(response)[0];
  EXPECT_EQ(line.field("ott"), "the-id");
  EXPECT_EQ(line.field("serial"), leaf.serial().decimal());
  EXPECT_EQ(line.field("subject"), "svc.test");
  EXPECT_EQ(line.field("issuer"), "Test Intermediate CA");
  EXPECT_EQ(line.field("sans"), "{\"dns\":[\"svc.test\"]}");
  EXPECT_EQ(line.field("public-key"), "ECDSA P-256");
  EXPECT_EQ(line.field("provisioner"), "admin (" + api.ca.jwk.kid + ")");
  EXPECT_EQ(line.field("certificate"), base64_encode(leaf.der()));
  EXPECT_EQ(line.size, response.body.size());
  for (const auto& [name, value] : line.fields)
    EXPECT_EQ(json::write(value).find(token), std::string::npos) << name;
}

TEST(Sign, ChecksTheBodyInOrder) {
  const RunningApi api;
  const auto key = PrivateKey::generate_ec(Curve::p256);
  const auto good = api.sign_body("a.test", "t", key);
  // The signature's last octets are those of the request.
  Bytes der = to_bytes(TestCa::request(key, "a.test").der());
  der.back() ^= 1;
  json::Object forged = good;
  forged["csr"] = json::text(pem_encode("CERTIFICATE REQUEST", der));
  json::Object without_token = good;
  without_token.erase("ott");
  struct Case {
    std::string body, message;
  };
  const Case cases[] = {
      {"", bad_request("error decoding json")},
      {"{\"csr\":\"nonsense\",\"ott\":\"t\"}", bad_request("error decoding json")},
      {"[1,2]", bad_request("error decoding json")},
      {std::string(40, '['), bad_request("error decoding json")},
      {"{\"ott\":\"t\"}", bad_request("missing csr")},
      {"null", bad_request("missing csr")},
      {json::write(forged), bad_request("invalid csr")},
      {json::write(without_token), bad_request("missing ott")},
  };
  for (const Case& c : cases) {
    const auto response = api.send("POST", "/sign", c.body);
    EXPECT_EQ(response.status, 400) << c.body.substr(0, 60);
    EXPECT_EQ(message_of(response), c.message) << c.body.substr(0, 60);
  }
}

TEST(Sign, RefusesBadTokens) {
  const RunningApi api;
  const std::int64_t now = unix_seconds(newel::test::test_now());
  const auto other_key = PrivateKey::generate_ec(Curve::p256);
  const auto changed = [&](const char* name, json::Value value) {
    json::Object claims = api.ca.claims("a.test");
    claims[name] = std::move(value);
    return api.ca.sign_token(claims);
  };
  struct Case {
    const char* what;
    std::string token;
  };
  const Case cases[] = {
      {"expired", changed("exp", now - 120)},
      {"not yet valid", changed("nbf", now + 600)},
      {"issued in the future", changed("iat", now + 600)},
      {"issued before the start", changed("iat", now - 7200)},
      {"other audience", changed("aud", "https://other.test/1.0/sign")},
      {"audience of another operation", changed("aud", "https://localhost/1.0/revoke")},
      {"other issuer", changed("iss", "nobody")},
      {"no subject", changed("sub", "")},
      {"other key", api.ca.sign_token(api.ca.claims("a.test"), &other_key)},
      {"not a token", "nonsense"},
      {"no signature", api.ca.token("a.test").substr(0, 60) + "."},
      {"empty parts", ".."},
  };
  for (const Case& c : cases) {
    const auto response = api.sign("a.test", c.token);
    EXPECT_EQ(response.status, 401) << c.what << " " << response.body;
    EXPECT_EQ(message_of(response), unauthorized) << c.what;
  }
  EXPECT_EQ(api.recorder->kept, 0);
}

TEST(Sign, RefusesWhatTheTokenOrTheClaimsDoNotAllow) {
  const RunningApi api;
  const auto key = PrivateKey::generate_ec(Curve::p256);
  const auto answer = [&](json::Object body) { return api.post("/sign", body); };

  auto response = answer(api.sign_body("other.test", api.ca.token("a.test"), key));
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(message_of(response),
              StartsWith("The request was forbidden by the certificate authority: certificate request "
                         "does not contain the valid common name"));

  response = answer(api.sign_body("a.test", api.ca.token("a.test"), PrivateKey::generate_rsa(1024)));
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(message_of(response),
            forbidden("certificate request RSA key must be at least 2048 bits (256 bytes)"));

  json::Object too_long = api.sign_body("a.test", api.ca.token("a.test"), key);
  too_long["notAfter"] = "48h";
  response = answer(too_long);
  EXPECT_EQ(response.status, 403) << response.body;
  json::Object too_short = api.sign_body("a.test", api.ca.token("a.test"), key);
  too_short["notAfter"] = "1m";
  EXPECT_EQ(answer(too_short).status, 403);
  EXPECT_EQ(api.recorder->kept, 0);
}

TEST(Sign, SpendsATokenOnce) {
  const RunningApi api;
  const std::string token = api.ca.token("a.test");
  EXPECT_EQ(api.sign("a.test", token).status, 201);
  const auto again = api.sign("a.test", token);
  EXPECT_EQ(again.status, 401);
  EXPECT_EQ(message_of(again), unauthorized);
}

TEST(Sign, SpendsATokenOnceAmong64Clients) {
  const RunningApi api;
  const auto key = PrivateKey::generate_ec(Curve::p256);
  const std::string body = json::write(api.sign_body("a.test", api.ca.token("a.test"), key));
  std::atomic<int> ready{0}, signed_{0}, refused{0}, other{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 64; ++i) {
    clients.emplace_back([&] {
      net::Client client(api.client_options());
      client.send({"GET", api.base + "/health", {}, {}});  // the connection is there before the race begins
      ++ready;
      while (ready < 64) std::this_thread::yield();
      const int status = client.send({"POST", api.base + "/sign", {}, body}).status;
      ++(status == 201 ? signed_ : status == 401 ? refused : other);
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(signed_, 1);
  EXPECT_EQ(refused, 63);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(api.recorder->kept, 1);
}

TEST(Sign, DoesNotSpendATokenOnARefusal) {
  const RunningApi api;
  const std::string token = api.ca.token("a.test");
  EXPECT_EQ(api.sign("other.test", token).status, 403);
  EXPECT_EQ(api.sign("a.test", token).status, 201);
}

TEST(Sign, SaysWhenTheDiskIsFullAndRecovers) {
  const RunningApi api;
  const std::string token = api.ca.token("a.test");
  api.store->full = true;
  const auto response = api.sign("a.test", token);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(message_of(response), default_message(503));
  EXPECT_EQ(header_of(response, "Retry-After"), "5");
  EXPECT_EQ(api.recorder->kept, 0);
  EXPECT_EQ(api.recorder->lost, 1);
  EXPECT_EQ(api.get("/health").status, 200);
  api.store->full = false;
  EXPECT_EQ(api.sign("a.test", token).status, 201);
}

// Over HTTP/2 the refusal may overtake the body, and some clients then report the cut transfer instead of the
// 413.
TEST(Sign, BoundsTheBody) {
  const RunningApi api;
  try {
    EXPECT_EQ(api.send("POST", "/sign", "{\"x\":\"" + std::string(2u << 20, 'a') + "\"}").status, 413);
  } catch (const Error&) {
  }
  EXPECT_EQ(api.get("/health").status, 200);
}

TEST(Sign, CountsRequestsInFlightDownToNothing) {
  const RunningApi api;
  api.sign("a.test", api.ca.token("a.test"));
  api.sign("a.test", "nonsense");
  for (int i = 0; i < 500 && api.in_flight != 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(api.in_flight, 0);
}

}  // namespace
}  // namespace newel::api::test
