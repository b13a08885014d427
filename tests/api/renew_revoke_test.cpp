#include <thread>

#include "api/api_fixture.h"
#include "x509/crl.h"

namespace newel::api::test {
namespace {

using testing::HasSubstr;

const std::string unauthorized = default_message(401);
std::string bad_request(const std::string& text) {
  return "The request could not be completed: " + text + ".";
}
x509::Certificate leaf_of(const Identity& identity) { return *x509::Certificate::parse(identity.chain[0]); }

TEST(Renew, CopiesTheCertificateForItsHolder) {
  const RunningApi api;
  const Identity old = api.identity("a.test");
  for (const char* path : {"/renew", "/re-sign", "/1.0/renew", "/1.0/re-sign"}) {
    const auto response = api.send("POST", path, "", {}, &old);
    ASSERT_EQ(response.status, 201) << response.body;
    const auto renewed = RunningApi::chain_of(response)[0];
    EXPECT_EQ(*renewed.public_key(), *leaf_of(old).public_key());
    EXPECT_EQ(renewed.names().dns, leaf_of(old).names().dns);
    EXPECT_NE(renewed.serial(), leaf_of(old).serial());
  }
}

TEST(Renew, NeedsCredentials) {
  const RunningApi api;
  for (const char* path : {"/renew", "/rekey"}) {
    const auto response = api.send("POST", path, "{}");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(message_of(response), bad_request("missing client certificate"));
  }
  EXPECT_EQ(message_of(api.send("POST", "/renew", "", {{"Authorization", "bearer x"}})),
            bad_request("missing client certificate"));
  EXPECT_EQ(api.send("POST", "/renew", "", {{"Authorization", "Bearer nonsense"}}).status, 401);
}

TEST(Renew, TakesATokenOfTheCertificate) {
  const RunningApi api;
  const Identity old = api.identity("a.test");
  const std::int64_t now = unix_seconds(newel::test::test_now());
  const auto token = [&](const char* audience, const char* id) {
    json::Object header{{"typ", "JWT"}};
    json::Array chain;
    for (const auto& der : old.chain) chain.push_back(json::text(base64_encode(der)));
    header["x5cInsecure"] = chain;
    json::Object claims{{"iss", "step-ca-client/1.0"},
                        {"aud", audience},
                        {"sub", "a.test"},
                        {"jti", id},
                        {"iat", now},
                        {"nbf", now},
                        {"exp", now + 300}};
    return jose::sign_compact(header, as_bytes(json::write(claims)), *old.key, "ES256");
  };
  const std::string good = token("https://localhost/1.0/renew", "r1");
  const net::Headers headers = {{"Authorization", "Bearer " + good}};
  EXPECT_EQ(api.send("POST", "/renew", "", headers).status, 201);
  EXPECT_EQ(api.send("POST", "/renew", "", headers).status, 401);  // spent
  const net::Headers wrong = {{"Authorization", "Bearer " + token("https://localhost/1.0/sign", "r2")}};
  EXPECT_EQ(api.send("POST", "/renew", "", wrong).status, 401);
}

TEST(Rekey, TakesTheKeyAndNothingElseFromTheRequest) {
  const RunningApi api;
  const Identity old = api.identity("a.test");
  const auto key = PrivateKey::generate_ec(Curve::p384);
  const json::Object body{{"csr", json::text(TestCa::request(key, "evil.test").pem())}};
  const auto response = api.post("/rekey", body, &old);
  ASSERT_EQ(response.status, 201) << response.body;
  const auto leaf = RunningApi::chain_of(response)[0];
  EXPECT_EQ(*leaf.public_key(), key.public_key());
  EXPECT_EQ(leaf.names().dns, std::vector<std::string>{"a.test"});
  EXPECT_EQ(message_of(api.post("/rekey", json::Object{}, &old)), bad_request("missing csr"));
  EXPECT_EQ(message_of(api.post("/rekey", json::Object{{"csr", "x"}}, &old)),
            bad_request("error decoding json"));
}

json::Object revoke_body(const std::string& serial, const std::string& token = {}) {
  json::Object body{{"passive", true}};
  body["serial"] = json::text(serial);
  if (!token.empty()) body["ott"] = json::text(token);
  return body;
}

TEST(Revoke, StopsRenewal) {
  const RunningApi api;
  const Identity identity = api.identity("a.test");
  const std::string serial = leaf_of(identity).serial().decimal();
  const auto response = api.post("/1.0/revoke", revoke_body(serial), &identity);
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.body, "{\"status\":\"ok\"}\n");
  EXPECT_EQ(message_of(api.send("POST", "/renew", "", {}, &identity)), unauthorized);
  const auto again = api.post("/revoke", revoke_body(serial), &identity);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(message_of(again),
            bad_request("certificate with serial number '" + serial + "' is already revoked"));
}

TEST(Revoke, TakesATokenForTheSerial) {
  const RunningApi api;
  EXPECT_EQ(api.post("/revoke", revoke_body("0x1F", api.ca.revoke_token("31"))).status, 200);
  const auto other = api.post("/revoke", revoke_body("33", api.ca.revoke_token("32")));
  EXPECT_EQ(other.status, 403);
  EXPECT_THAT(message_of(other),
              HasSubstr("request serial number \"33\" and token subject \"32\" do not match"));
  EXPECT_EQ(message_of(api.post("/revoke", revoke_body("34", api.ca.token("34")))), unauthorized);
}

TEST(Revoke, ChecksTheBodyInOrder) {
  const RunningApi api;
  struct Case {
    const char* body;
    int status;
    std::string message;
  };
  const std::string serial_text =
      "is not a valid serial number - use a base 10 representation or a base 16 representation with '0x' "
      "prefix";
  const Case cases[] = {
      {"{", 400, bad_request("error decoding json")},
      {"{}", 400, bad_request("missing serial")},
      {"{\"serial\":\"abc\"}", 400, bad_request("'abc' " + serial_text)},
      {"{\"serial\":\"-1\"}", 400, bad_request("'-1' " + serial_text)},
      {"{\"serial\":\"0b1\"}", 400, bad_request("'0b1' " + serial_text)},
      {"{\"serial\":\"1_0\"}", 400, bad_request("'1_0' " + serial_text)},
      {"{\"serial\":\"1\",\"reasonCode\":11}", 400, bad_request("reasonCode out of bounds")},
      {"{\"serial\":\"1\",\"reasonCode\":-1}", 400, bad_request("reasonCode out of bounds")},
      {"{\"serial\":\"1\"}", 501, default_message(501)},
      {"{\"serial\":\"1\",\"passive\":true}", 400, bad_request("missing ott or client certificate")},
      {"{\"serial\":\"1\",\"passive\":true,\"ott\":\"x\"}", 401, unauthorized},
  };
  for (const Case& c : cases) {
    const auto response = api.send("POST", "/revoke", c.body);
    EXPECT_EQ(response.status, c.status) << c.body;
    EXPECT_EQ(message_of(response), c.message) << c.body;
  }
}

TEST(Revoke, NeedsTheSerialOfThePresentedCertificate) {
  const RunningApi api;
  const Identity identity = api.identity("a.test");
  const auto response = api.post("/revoke", revoke_body("1"), &identity);
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(message_of(response),
              HasSubstr("request serial number \"1\" and certificate serial number \""));
}

TEST(Crl, IsThereWhenTheRevocationIsAcknowledged) {
  const RunningApi api({.edit = [](json::Object& document) {
    document["crl"] = json::Object{{"enabled", true}, {"generateOnRevoke", true}};
  }});
  api.authority->regenerate_crl();
  for (int serial = 100; serial < 110; ++serial) {
    const std::string text = std::to_string(serial);
    ASSERT_EQ(api.post("/revoke", revoke_body(text, api.ca.revoke_token(text))).status, 200);
    const auto response = api.get("/1.0/crl");
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(header_of(response, "Content-Type"), "application/pkix-crl");
    EXPECT_EQ(header_of(response, "Content-Disposition"), "attachment; filename=\"crl.crl\"");
    EXPECT_TRUE(header_of(response, "Expires").ends_with(" GMT"));
    const auto list = x509::RevocationList::parse(as_bytes(response.body));
    ASSERT_TRUE(list);
    EXPECT_EQ(list->entries().size(), static_cast<std::size_t>(serial - 99));
    EXPECT_TRUE(list->is_signed_by(api.ca.issuer_key.public_key()));
  }
  const std::string tag = header_of(api.get("/crl"), "ETag");
  EXPECT_EQ(api.send("GET", "/crl", "", {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(api.send("GET", "/crl?pem", "", {{"If-None-Match", tag}}).status, 200);
  net::Client client({});
  const auto pem = client.send({"GET", api.insecure_base + "/crl?pem", {}, {}});
  EXPECT_EQ(header_of(pem, "Content-Type"), "application/x-pem-file");
  EXPECT_TRUE(pem.body.starts_with("-----BEGIN X509 CRL-----\n"));
}

TEST(Tls, RefusesExpiredAndForeignClientCertificates) {
  const RunningApi api;
  const TestCa stranger;
  x509::CertificateTemplate what;
  const auto key = PrivateKey::generate_ec(Curve::p256);
  what.subject = x509::Name::from_common_name("a.test");
  what.not_before = newel::test::test_now() - std::chrono::hours(2);
  what.public_key = key.public_key();
  what.key_usage = x509::digital_signature;
  what.extended_key_usage = {"1.3.6.1.5.5.7.3.2"};
  const auto identity_by = [&](const TestCa& ca, Time ends) {
    what.not_after = ends;
    const auto leaf =
        x509::issue(what, x509::Issuer(ca.intermediate, std::make_shared<PrivateKey>(ca.issuer_key)));
    return Identity{{to_bytes(leaf.der()), to_bytes(ca.intermediate.der())},
                    std::make_shared<PrivateKey>(key)};
  };
  const Identity expired = identity_by(api.ca, newel::test::test_now() - std::chrono::hours(1));
  const Identity foreign = identity_by(stranger, newel::test::test_now() + std::chrono::hours(1));
  EXPECT_THROW(api.send("POST", "/renew", "", {}, &expired), Error);
  EXPECT_THROW(api.send("POST", "/renew", "", {}, &foreign), Error);
}

}  // namespace
}  // namespace newel::api::test
