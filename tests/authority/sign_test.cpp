// Signing with a JWK token: one defect at a time (tests/data/authority/sign_jwk.json), and what comes out,
// judged by openssl.
#include "authority/test_ca.h"
#include "base/encoding.h"
#include "crypto/digest.h"

namespace newel::authority {
namespace {

using namespace testing;

std::string text(const json::Object& object, const char* name, const std::string& fallback = {}) {
  return json::as_string(json::find(object, name)).value_or(fallback);
}

std::vector<std::string> texts(const json::Object& object, const char* name,
                               std::vector<std::string> fallback = {}) {
  const json::Value* list = json::find(object, name);
  if (list == nullptr) return fallback;
  std::vector<std::string> out;
  for (const json::Value& item : list->as_array()) out.push_back(*json::as_string(&item));
  return out;
}

PrivateKey key_named(const std::string& name) {
  if (name == "rsa1024") return PrivateKey::generate_rsa(1024);
  if (name == "rsa2048") return PrivateKey::generate_rsa(2048);
  if (name == "ed25519") return PrivateKey::generate_ed25519();
  return PrivateKey::generate_ec(name == "p384" ? Curve::p384 : Curve::p256);
}

x509::CertificateRequest make_request(const json::Object& row) {
  x509::RequestTemplate what;
  if (const std::string cn = text(row, "cn", "host.test"); !cn.empty())
    what.subject = x509::Name::from_common_name(cn);
  what.names.dns = texts(row, "dns", {"host.test"});
  what.names.emails = texts(row, "emails");
  what.names.uris = texts(row, "uris");
  for (const std::string& ip : texts(row, "ips")) what.names.ips.push_back(*parse_ip(ip));
  return x509::create_request(what, key_named(text(row, "key")));
}

// Times in the table are relative to now.
json::Object with_absolute_times(json::Object changes, Time now) {
  json::Value* claims = changes.if_contains("claims");
  if (claims == nullptr) return changes;
  for (const char* name : {"exp", "nbf", "iat"}) {
    json::Value* time = claims->as_object().if_contains(name);
    if (time != nullptr && time->is_int64()) *time = unix_seconds(now) + time->get_int64();
  }
  return changes;
}

TEST(Sign, OneDefectAtATime) {
  const auto table =
      value_or_throw(json::parse(value_or_throw(read_file(NEWEL_TEST_DATA "/authority/sign_jwk.json"))));
  const PrivateKey foreign = PrivateKey::generate_ec(Curve::p256);
  TestCa ca;
  for (const json::Value& item : table.as_array()) {
    const json::Object& row = item.as_object();
    SCOPED_TRACE(text(row, "name"));
    const json::Value* request_row = json::find(row, "request");
    const auto request = make_request(request_row != nullptr ? request_row->as_object() : json::Object{});
    json::Object changes;
    if (const json::Value* token = json::find(row, "token"))
      changes = with_absolute_times(token->as_object(), ca.clock().now());
    if (text(row, "cnf") == "right") {
      changes["claims"] =
          json::Object{{"cnf", json::Object{{"x5rt#S256", base64url(sha256(request.der()))}}}};
    }
    const auto token = text(
        row, "raw_token", ca.token("host.test", changes, text(row, "key") == "foreign" ? &foreign : nullptr));
    provisioner::SignRequestOptions options;
    options.not_before = value_or_throw(provisioner::TimeOrDuration::parse(text(row, "not_before")));
    options.not_after = value_or_throw(provisioner::TimeOrDuration::parse(text(row, "not_after")));

    Issued issued;
    const Outcome got = outcome_of([&] { issued = ca.sign(request, token, options); });
    const json::Value* status = json::find(row, "status");
    EXPECT_EQ(got.status, status != nullptr ? status->as_int64() : 0) << got.text;
    if (const auto message = text(row, "message"); !message.empty()) {
      EXPECT_EQ(got.message, message);
    } else if (got.status != 0 && got.status != 403) {
      EXPECT_EQ(got.message, default_message(got.status));
    }
    EXPECT_NE(got.text.find(text(row, "text")), std::string::npos) << got.text;
    if (got.status == 0) {
      const auto judged = ca.openssl_verify(issued.chain);
      EXPECT_EQ(judged.status, 0) << judged.output;
      EXPECT_EQ(issued.provisioner_name, "joe");
      EXPECT_EQ(issued.provisioner_credential, "kid-1");
    }
  }
}

TEST(Sign, TheDefaultLeaf) {
  TestCa ca(
      {.patch = R"({"authority":{"template":{"organization":"Org","country":"CH","commonName":"unused"}}})"});
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  x509::RequestTemplate request;
  request.subject = x509::Name::from_common_name("host.test");
  const auto issued = ca.sign(
      x509::create_request(request, key),
      ca.token("host.test",
               {{"claims", json::Object{{"sans", json::Array{"10.0.0.1", "b@c.test", "host.test"}}}}}));
  const std::string text = ca.openssl_text(issued.chain.front());
  for (const char* line :
       {"Version: 3 (0x2)", "Signature Algorithm: ecdsa-with-SHA256", "Issuer: CN = Test Intermediate CA",
        "Not Before: Jan 15 07:59:00 2027 GMT", "Not After : Jan 16 08:00:00 2027 GMT",
        "Subject: C = CH, O = Org, CN = host.test",
        "X509v3 Key Usage: critical\n                Digital Signature\n",
        "X509v3 Extended Key Usage: \n                TLS Web Server Authentication, TLS Web Client "
        "Authentication\n",
        "DNS:host.test, email:b@c.test, IP Address:10.0.0.1", "1.3.6.1.4.1.37476.9000.64.1: \n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
  EXPECT_EQ(text.find("Basic Constraints"), std::string::npos);
  const auto* extension = x509::find_extension(issued.chain[0].extensions(), x509::oids::step_provisioner);
  ASSERT_NE(extension, nullptr);
  EXPECT_EQ(hex_encode(extension->value), "300f02010104036a6f6504056b69642d31");
  EXPECT_EQ(issued.chain.size(), 2u);
}

TEST(Sign, WithoutSmallstepExtensions) {
  TestCa ca({.provisioner_patch = R"({"claims":{"disableSmallstepExtensions":true}})"});
  const auto issued = ca.issue("host.test", PrivateKey::generate_ec(Curve::p256));
  EXPECT_EQ(x509::find_extension(issued.chain[0].extensions(), x509::oids::step_provisioner), nullptr);
  EXPECT_EQ(ca.renew(issued.chain[0]).provisioner_name, "joe") << "found by its row";
}

TEST(Sign, RsaKeysMayEncipher) {
  TestCa ca;
  const auto issued = ca.issue("host.test", PrivateKey::generate_rsa(2048));
  EXPECT_NE(ca.openssl_text(issued.chain[0]).find("Digital Signature, Key Encipherment"), std::string::npos);
}

TEST(Sign, RecordsWhatItIssued) {
  TestCa ca;
  const auto issued = ca.issue("host.test", PrivateKey::generate_ec(Curve::p256));
  const auto row = ca.store().find_certificate(issued.chain[0].serial().magnitude);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->subject, "host.test");
  EXPECT_EQ(row->issuer, "CN=Test Intermediate CA");
  EXPECT_EQ(row->names, std::vector<std::string>{"host.test"});
  EXPECT_EQ(row->provisioner_id, "joe:kid-1");
  EXPECT_EQ(row->provisioner_name, "joe");
  EXPECT_EQ(row->provisioner_type, "JWK");
  EXPECT_EQ(row->der, to_bytes(issued.chain[0].der()));
  EXPECT_EQ(ca.observer.events, std::vector<std::string>{"0 joe ok"});
}

TEST(Sign, ATokenWorksOnce) {
  for (const bool database : {true, false}) {
    TestCa ca({.database = database});
    for (const json::Object& changes :
         {json::Object{}, json::Object{{"claims", json::Object{{"jti", nullptr}}}}}) {
      const std::string token = ca.token("host.test", changes);
      const auto request = make_request({});
      EXPECT_EQ(outcome_of([&] { ca.sign(request, token); }).status, 0);
      const Outcome second = outcome_of([&] { ca.sign(request, token); });
      EXPECT_EQ(second.status, 401);
      EXPECT_EQ(second.message, default_message(401));
      EXPECT_NE(second.text.find("token already used"), std::string::npos);
    }
  }
}

TEST(Sign, TwoRequestsRaceWithOneToken) {
  TestCa ca;
  const std::string token = ca.token("host.test");
  const auto request = make_request({});
  store::Transaction first, second;
  ca->sign(request, token, {}, first);
  ca->sign(request, token, {}, second);
  EXPECT_TRUE(ca.commit(std::move(first)).ok());
  const auto result = ca.commit(std::move(second));
  EXPECT_EQ(result.outcome, store::Outcome::token_used);
  EXPECT_EQ(outcome_of([&] { throw_unless_committed(result, Operation::sign); }).status, 401);
}

TEST(Sign, NothingIsStoredForATokenThatDoesNotVerify) {
  TestCa ca;
  const PrivateKey foreign = PrivateKey::generate_ec(Curve::p256);
  const json::Object same_id{{"claims", json::Object{{"jti", "precious"}}}};
  store::Transaction transaction;
  EXPECT_EQ(outcome_of([&] {
              ca->sign(make_request({}), ca.token("host.test", same_id, &foreign), {}, transaction);
            }).status,
            401);
  EXPECT_TRUE(transaction.empty());
  EXPECT_EQ(outcome_of([&] { ca.sign(make_request({}), ca.token("host.test", same_id)); }).status, 0);
}

TEST(Sign, AFailedRequestDoesNotBurnTheToken) {
  TestCa ca;
  const std::string token = ca.token("host.test");
  const json::Object wrong{{"dns", json::Array{"other.test"}}};
  EXPECT_EQ(outcome_of([&] { ca.sign(make_request(wrong), token); }).status, 403);
  EXPECT_EQ(outcome_of([&] { ca.sign(make_request({}), token); }).status, 0);
  EXPECT_EQ(ca.observer.events, (std::vector<std::string>{"0 joe failed", "0 joe ok"}));
}

TEST(Sign, IssuedBeforeTheStart) {
  TestCa ca;
  const std::string token = ca.token("host.test");
  ca.clock().advance(std::chrono::seconds(2));
  ca.restart();
  EXPECT_EQ(outcome_of([&] { ca.sign(make_request({}), token); }).status, 401);
  ca.options().patch = R"({"authority":{"disableIssuedAtCheck":true}})";
  ca.restart();
  EXPECT_EQ(outcome_of([&] { ca.sign(make_request({}), token); }).status, 0);
}

TEST(Sign, DisabledProvisioners) {
  TestCa ca({.provisioner_patch = R"({"claims":{"minTLSCertDuration":"0s"}})"});
  const Outcome got = outcome_of([&] { ca.sign(make_request({}), ca.token("host.test")); });
  EXPECT_EQ(got.status, 401);
  EXPECT_EQ(got.message, "provisioner \"joe\" is disabled due to an initialization error");
  EXPECT_EQ(ca.log_lines, std::vector<std::string>{
                              "failed to initialize JWK provisioner \"joe\": claims: MinTLSCertDuration "
                              "must be greater than 0"});
}

TEST(Sign, NameConstraints) {
  x509::NameConstraints constraints;
  constraints.critical = true;
  constraints.permitted_dns = {"good.test", "ca.test"};
  constraints.excluded_dns = {"bad.good.test"};
  TestCa ca({.constraints = constraints});
  const std::pair<const char*, const char*> cases[] = {
      {"x.good.test", ""},
      {"good.test", ""},
      {"other.test", "DNS name \"other.test\" is not permitted by any constraint"},
      {"x.bad.good.test", "DNS name \"x.bad.good.test\" is excluded by constraint \"bad.good.test\""},
  };
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  for (const auto& [name, message] : cases) {
    const Outcome got = outcome_of([&, name = name] { ca.issue(name, key); });
    EXPECT_EQ(got.status, *message == '\0' ? 0 : 403) << name;
    EXPECT_EQ(got.status == 0 ? "" : got.message, message);
  }
}

TEST(Sign, NamesThatDoNotFitACertificate) {
  TestCa ca;
  const json::Object none{{"cn", ""}, {"dns", json::Array{}}};
  const Outcome got = outcome_of([&] { ca.sign(make_request(none), ca.token("b\u00fccher.test")); });
  EXPECT_EQ(got.status, 500);
  EXPECT_EQ(got.message, default_message(500));
  EXPECT_NE(got.text.find("cannot be encoded as an IA5String"), std::string::npos) << got.text;
  EXPECT_EQ(outcome_of([&] { ca.sign(make_request(none), ca.token("foo bar")); }).status, 0)
      << "odd, but allowed";
}

TEST(Sign, BackdateIsConfigurable) {
  TestCa ca({.patch = R"({"authority":{"backdate":"0s"}})"});
  const auto issued = ca.issue("host.test", PrivateKey::generate_ec(Curve::p256));
  EXPECT_EQ(issued.chain[0].not_before(), start);
  EXPECT_EQ(issued.chain[0].not_after(), start + day);
}

TEST(Sign, ProvisionerClaimsDecideTheDefault) {
  TestCa ca({.provisioner_patch = R"({"claims":{"defaultTLSCertDuration":"1h"}})"});
  const auto issued = ca.issue("host.test", PrivateKey::generate_ec(Curve::p256));
  EXPECT_EQ(issued.chain[0].not_after(), start + std::chrono::hours(1));
}

}  // namespace
}  // namespace newel::authority
