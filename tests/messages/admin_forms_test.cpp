// Both forms of what the admin API manages say the same.
#include <gmock/gmock.h>

#include "base/encoding.h"
#include "messages/admin/admin_form.h"
#include "messages/admin/policy_form.h"
#include "messages/admin/provisioner_form.h"

namespace newel::messages::admin {
namespace {

json::Value parsed(std::string_view text) { return value_or_throw(json::parse(text)); }

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return std::to_string(error.status()) + " " + error.text();
  }
  return "";
}

const std::string pem = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";

// A provisioner of each type, as ca.json has it, and its details as the admin API has them.
struct Pair {
  const char* type;
  std::string document, details;
};

std::vector<Pair> pairs() {
  const std::string block = base64_encode(as_bytes(pem));
  const std::string two = base64_encode(as_bytes(pem + pem));
  const std::string key =
      R"({"kty":"EC","kid":"k","crv":"P-256","x":"wolUyEKpmlOQF6qWsoRaVPjTFkrT9zzmccDSwhWBHGg","y":"Odamz2Tm7N9izj5eaaLsZYbb5IEkDiHzw9v1OHcM5EY"})";
  return {
      {"JWK", R"("key":)" + key + R"(,"encryptedKey":"e.y.J")",
       R"({"JWK":{"publicKey":")" + base64_encode(as_bytes(key)) + R"(","encryptedPrivateKey":"ZS55Lko="}})"},
      {"OIDC",
       R"("clientID":"id","clientSecret":"s","configurationEndpoint":"https://x","tenantID":"t","admins":["a@b"],"domains":["b"],"groups":["g"],"listenAddress":":1","scopes":["o"],"authParams":["a=b"])",
       R"({"OIDC":{"clientId":"id","clientSecret":"s","configurationEndpoint":"https://x","tenantId":"t","admins":["a@b"],"domains":["b"],"groups":["g"],"listenAddress":":1","scopes":["o"],"authParams":["a=b"]}})"},
      {"GCP",
       R"("serviceAccounts":["a"],"projectIDs":["p"],"disableCustomSANs":true,"disableSSHCAHost":true,"instanceAge":"1h0m0s")",
       R"({"GCP":{"serviceAccounts":["a"],"projectIds":["p"],"disableCustomSans":true,"disableSshCaHost":true,"instanceAge":"1h0m0s"}})"},
      {"AWS", R"("accounts":["1"],"disableTrustOnFirstUse":true)",
       R"({"AWS":{"accounts":["1"],"disableTrustOnFirstUse":true}})"},
      {"AZURE",
       R"("tenantID":"t","resourceGroups":["r"],"subscriptionIDs":["s"],"objectIDs":["o"],"audience":"a")",
       R"({"Azure":{"tenantId":"t","resourceGroups":["r"],"subscriptionIds":["s"],"objectIds":["o"],"audience":"a"}})"},
      {"ACME",
       R"("forceCN":true,"requireEAB":true,"challenges":["http-01","device-attest-01"],"attestationFormats":["tpm"],"attestationRoots":")" +
           two + R"(","website":"w","caaIdentities":["c"])",
       R"({"ACME":{"forceCn":true,"requireEab":true,"challenges":["HTTP_01","DEVICE_ATTEST_01"],"attestationFormats":["TPM"],"attestationRoots":[")" +
           block + R"(",")" + block + R"("],"website":"w","caaIdentities":["c"]}})"},
      {"X5C", R"("roots":")" + two + R"(")", R"({"X5C":{"roots":[")" + block + R"(",")" + block + R"("]}})"},
      {"K8SSA", R"("publicKeys":")" + block + R"(")", R"({"K8sSA":{"publicKeys":[")" + block + R"("]}})"},
      {"K8SSA",
       R"("apiServer":"https://cluster.test","apiServerRoots":")" + block +
           R"(","apiServerToken":"t","audiences":["a"])",
       R"({"K8sSA":{"apiServer":"https://cluster.test","apiServerRoots":[")" + block +
           R"("],"apiServerToken":"t","audiences":["a"]}})"},
      {"SSHPOP", "", R"({"SSHPOP":{}})"},
      {"SCEP",
       R"("challenge":"c","capabilities":["POSTPKIOperation"],"includeRoot":true,"minimumPublicKeyLength":2048,"decrypterCertificate":"YQ==","decrypterKeyPEM":"Yg==","decrypterKey":"pkcs11:x","decrypterKeyPassword":"p","encryptionAlgorithmIdentifier":2)",
       R"({"SCEP":{"challenge":"c","capabilities":["POSTPKIOperation"],"includeRoot":true,"minimumPublicKeyLength":2048,"encryptionAlgorithmIdentifier":2,"decrypter":{"certificate":"YQ==","key":"Yg==","keyUri":"pkcs11:x","keyPassword":"cA=="}}})"},
      {"NEBULA", R"("roots":")" + block + R"(")", R"({"Nebula":{"roots":[")" + block + R"("]}})"},
  };
}

void expect_members(const json::Object& wanted, const json::Object& have, const std::string& where) {
  for (const auto& member : wanted) {
    const json::Value* value = json::find_ci(have, member.key());
    ASSERT_NE(value, nullptr) << where << ": " << member.key();
    EXPECT_EQ(*value, member.value()) << where << ": " << member.key();
  }
}

TEST(Provisioner, EveryTypeHasBothForms) {
  for (const Pair& pair : pairs()) {
    const json::Object document = parsed("{\"type\":\"" + std::string(pair.type) + "\",\"name\":\"n\"" +
                                         (pair.document.empty() ? "" : ",") + pair.document + "}")
                                      .as_object();
    const json::Object message = provisioner_to_message(document, Secrets::included);
    EXPECT_EQ(json::as_string(json::find(message, "type")), pair.type);
    const json::Object details = parsed(pair.details).as_object();
    const json::Object& have = json::find(message, "details")->as_object();
    ASSERT_EQ(have.size(), 1u);
    EXPECT_EQ(have.begin()->key(), details.begin()->key());
    EXPECT_EQ(have.begin()->value().as_object().size(), details.begin()->value().as_object().size())
        << pair.type;
    expect_members(details.begin()->value().as_object(), have.begin()->value().as_object(), pair.type);
    expect_members(document, provisioner_from_message(message).document, pair.type);
  }
}

TEST(Provisioner, ClaimsTemplatesAndWebhooksGoBothWays) {
  const json::Value message = parsed(R"({"type":"K8SSA","name":"n","details":{"K8sSA":{}},
    "claims":{"x509":{"enabled":true,"durations":{"default":"2h","min":"5m","max":"24h"}},
              "ssh":{"enabled":true,"hostDurations":{"max":"9h"}},"disableRenewal":true},
    "x509Template":{"template":"eyJhIjoxfQ==","data":"eyJiIjoyfQ=="},"sshTemplate":{"template":"W10="},
    "webhooks":[{"name":"h","url":"https://a","kind":"AUTHORIZING","disableTlsClientAuth":true,
                 "basicAuth":{"username":"u","password":"p"},"certType":"SSH"}]})");
  const json::Object document = provisioner_from_message(message).document;
  EXPECT_EQ(
      json::write(*json::find(document, "claims")),
      R"({"minTLSCertDuration":"5m0s","maxTLSCertDuration":"24h0m0s","defaultTLSCertDuration":"2h0m0s",)"
      R"("maxHostSSHCertDuration":"9h0m0s","enableSSHCA":true,"disableRenewal":true,)"
      R"("allowRenewalAfterExpiry":false,"disableSmallstepExtensions":false})");
  ASSERT_NE(json::find(document, "options"), nullptr);
  EXPECT_EQ(json::write(*json::find(document, "options")),
            R"({"x509":{"template":"{\"a\":1}","templateData":{"b":2}},"ssh":{"template":"W10="},)"
            R"("webhooks":[{"name":"h","url":"https://a","kind":"AUTHORIZING","certType":"SSH",)"
            R"("disableTLSClientAuth":true,"basicAuth":{"username":"u","password":"p"}}]})");
  const json::Object again = provisioner_to_message(document, Secrets::included);
  EXPECT_EQ(provisioner_from_message(again).document, document);
}

TEST(Provisioner, SecretsAreThereOrLeftOut) {
  const json::Object document =
      parsed(R"({"type":"K8SSA","name":"n","apiServer":"https://c.test","apiServerToken":"s3cret",
    "options":{"webhooks":[{"name":"h","url":"https://a","kind":"ENRICHING","secret":"s3cret"}]}})")
          .as_object();
  const auto times_shown = [&](Secrets secrets) {
    const std::string text = json::write(provisioner_to_message(document, secrets));
    int count = 0;
    for (std::size_t at = text.find("s3cret"); at != std::string::npos; at = text.find("s3cret", at + 1))
      ++count;
    return count;
  };
  EXPECT_EQ(times_shown(Secrets::included), 2);
  EXPECT_EQ(times_shown(Secrets::left_out), 0);
}

TEST(Provisioner, WhatIsWrongIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {R"([])", "400 unexpected token: want an object"},
      {R"({"name":1})", "400 invalid value for field name"},
      {R"({"bogus":1})", "400 unknown field \"bogus\""},
      {R"({"type":"BOGUS"})", "400 invalid value for field type"},
      {R"({"type":"JWK","details":{"JWK":{"x":1}}})", "400 unknown field \"details.JWK.x\""},
      {R"({"type":"JWK","details":{"X5C":{}}})", "400 unknown field \"details.X5C\""},
      {R"({"type":"JWK","details":{"JWK":{"publicKey":"!"}}})", "400 invalid value for field publicKey"},
      {R"({"type":"JWK","claims":{"x509":{"durations":{"min":"x"}}}})",
       "400 min duration 'x' is invalid: time: invalid duration \"x\""},
      {R"({"type":"JWK","claims":{"x509":{"durations":{"min":"-1s"}}}})",
       "400 min duration '-1s' cannot be less than 0"},
      {R"({"type":"JWK","claims":{"x509":{"durations":{"min":"2h","max":"1h"}}}})",
       "400 min duration '2h' cannot be greater than max duration '1h'"},
      {R"({"type":"JWK","claims":{"x509":{"durations":{"min":"2h","default":"1h"}}}})",
       "400 min duration '2h' cannot be greater than default duration '1h'"},
      {R"({"type":"JWK","claims":{"ssh":{"userDurations":{"default":"2h","max":"1h"}}}})",
       "400 default duration '2h' cannot be greater than max duration '1h'"},
      {R"({"type":"JWK","x509Template":{"data":"ew=="}})",
       "400 invalid template: invalid X.509 template data: error validating json template data"},
  };
  for (const auto& [body, error] : cases) {
    const auto text = error_of([&, body = body] { provisioner_from_message(parsed(body)); });
    if (std::string(error).find("publicKey") != std::string::npos) {
      EXPECT_THAT(text, testing::HasSubstr("publicKey")) << body;
    } else {
      EXPECT_EQ(text, error) << body;
    }
  }
}

TEST(Provisioner, WhatTheFormCannotCarryIsKept) {
  const json::Object old =
      parsed(R"({"type":"AWS","name":"a","accounts":["1"],"iidRoots":"/roots.pem","policy":{"x509":{}}})")
          .as_object();
  json::Object next = parsed(R"({"type":"AWS","name":"b"})").as_object();
  keep_formless_members(old, next);
  EXPECT_EQ(json::write(next), R"({"type":"AWS","name":"b","iidRoots":"/roots.pem","policy":{"x509":{}}})");
}

TEST(Policy, GoesBothWays) {
  const json::Value message = parsed(
      R"({"x509":{"allow":{"dns":["a","a","b"],"ips":["1.1.1.1"],"commonNames":["c"]},"deny":{},"allowWildcardNames":true},)"
      R"("ssh":{"host":{"allow":{"principals":["*"]}},"user":{"deny":{"emails":["@x"]}}}})");
  const json::Object document = policy_from_message(message);
  EXPECT_EQ(
      json::write(document),
      R"({"x509":{"allow":{"dns":["a","b"],"ip":["1.1.1.1"],"cn":["c"]},"deny":{},"allowWildcardNames":true},)"
      R"("ssh":{"host":{"allow":{"principal":["*"]}},"user":{"deny":{"email":["@x"]}}}})");
  EXPECT_EQ(
      json::write(policy_to_message(document)),
      R"({"x509":{"allow":{"dns":["a","b"],"ips":["1.1.1.1"],"commonNames":["c"]},"deny":{},"allowWildcardNames":true},)"
      R"("ssh":{"host":{"allow":{"principals":["*"]}},"user":{"deny":{"emails":["@x"]}}}})");
  EXPECT_EQ(error_of([] { policy_from_message(parsed(R"({"x509":{"allow":{"cn":["x"]}}})")); }),
            "400 unknown field \"x509.allow.cn\"");
  EXPECT_EQ(error_of([] { policy_from_message(parsed(R"({"ssh":{"host":{"allow":{"emails":["x"]}}}})")); }),
            "400 unknown field \"ssh.host.allow.emails\"");
}

TEST(Admin, HasTwoForms) {
  const AdminMessage admin{"i", "step", "p", true, from_unix(1'800'000'000)};
  EXPECT_EQ(
      json::write(admin.to_json()),
      R"({"id":"i","authorityId":"00000000-0000-0000-0000-000000000000","subject":"step","provisionerId":"p",)"
      R"("type":"SUPER_ADMIN","createdAt":"2027-01-15T08:00:00Z","deletedAt":"0001-01-01T00:00:00Z"})");
  EXPECT_EQ(
      json::write(admin.to_listed_json()),
      R"({"id":"i","authority_id":"00000000-0000-0000-0000-000000000000","subject":"step","provisioner_id":"p",)"
      R"("type":2,"created_at":{"seconds":1800000000},"deleted_at":{"seconds":-62135596800}})");
  for (const json::Object& form : {admin.to_json(), admin.to_listed_json()}) {
    const AdminMessage read = AdminMessage::from_json(form);
    EXPECT_EQ(read.id, "i");
    EXPECT_EQ(read.provisioner_id, "p");
    EXPECT_TRUE(read.is_super);
  }
}

TEST(EabKey, IsListedWithoutTheKeyAndReadInBothForms) {
  EabKeyMessage key{"i", "acme", "team", "", std::string("\x00\xff", 2), from_unix(1'800'000'000), {}};
  EXPECT_EQ(json::write(key.to_json()),
            R"({"id":"i","hmacKey":"AP8=","provisioner":"acme","reference":"team",)"
            R"("createdAt":"2027-01-15T08:00:00Z"})");
  EXPECT_EQ(json::write(key.to_listed_json()),
            R"({"id":"i","provisioner":"acme","reference":"team","created_at":{"seconds":1800000000},)"
            R"("bound_at":{"seconds":-62135596800}})");
  for (const auto& bound : {std::optional<Time>(), std::optional<Time>(from_unix(1'800'000'001))}) {
    key.bound_at = bound;
    for (const json::Object& form : {key.to_json(), key.to_listed_json()}) {
      const EabKeyMessage read = EabKeyMessage::from_json(form);
      EXPECT_EQ(read.created_at, key.created_at);
      EXPECT_EQ(read.bound_at, bound);
    }
  }
}

TEST(ErrorBody, NamesTypeDetailAndMessage) {
  EXPECT_EQ(error_body(Error::verbatim(404, "admin x not found")),
            R"({"type":"notFound","detail":"resource not found","message":"admin x not found"})");
  EXPECT_EQ(error_body(Error::verbatim(409, "taken")),
            R"({"type":"conflict","detail":"conflict","message":"taken"})");
  EXPECT_EQ(
      error_body(Error("oops")),
      R"({"type":"internalServerError","detail":"the server experienced an internal error","message":"oops"})");
  const Error read = parse_error_body(404, R"({"type":"notFound","detail":"d","message":"m"})");
  EXPECT_EQ(read.status(), 404);
  EXPECT_EQ(read.text(), "m");
  EXPECT_EQ(parse_error_body(502, "<html>").status(), 502);
}

}  // namespace
}  // namespace newel::messages::admin
