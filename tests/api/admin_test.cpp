// The admin API over HTTP: who may, what comes back, and that a change is in force with its answer.
#include <thread>

#include "api/api_fixture.h"
#include "messages/admin/admin_form.h"
#include "x509/oids.h"

namespace newel::api::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TestCaOptions with_admin() {
  TestCaOptions options;
  options.edit = [](json::Object& document) { document["authority"].as_object()["enableAdmin"] = true; };
  return options;
}

class AdminApi : public testing::Test {
 protected:
  AdminApi() : api(with_admin()), super(api.identity("step")) {}

  struct TokenOptions {
    std::string issuer = "step-admin-client/1.0", audience, subject = "step", id;
    Duration age{};
    const Signer* key = nullptr;
  };
  std::string token(const Identity& who, const std::string& path, TokenOptions options) const {
    const std::int64_t now = unix_seconds(newel::test::test_now() - options.age);
    json::Object header{{"typ", "JWT"}};
    json::Array chain;
    for (const auto& der : who.chain) chain.push_back(json::text(base64_encode(der)));
    header["x5c"] = chain;
    json::Object claims{
        {"iss", json::text(options.issuer)},
        {"aud", json::text(options.audience.empty() ? "https://localhost:9000" + path : options.audience)},
        {"sub", json::text(options.subject)},
        {"jti", json::text(options.id.empty() ? hex_encode(system_random().bytes(32)) : options.id)},
        {"iat", now},
        {"nbf", now},
        {"exp", now + 300}};
    return jose::sign_compact(header, as_bytes(json::write(claims)), options.key ? *options.key : *who.key,
                              "ES256");
  }
  net::Response call(const std::string& method, const std::string& path, const std::string& body = {},
                     const Identity* who = nullptr, const std::string& query = {}) const {
    return api.send(method, query.empty() ? path : path + "?" + query, body,
                    {{"Authorization", token(who ? *who : super, path, {})}});
  }
  json::Object good(int status, const std::string& method, const std::string& path,
                    const std::string& body = {}, const std::string& query = {}) const {
    const auto response = call(method, path, body, nullptr, query);
    EXPECT_EQ(response.status, status) << method << " " << path << ": " << response.body;
    const auto parsed = json::parse(response.body);
    return parsed && parsed->is_object() ? parsed->as_object() : json::Object{};
  }
  // "404 notFound admin x not found"
  std::string bad(const std::string& method, const std::string& path, const std::string& body = {},
                  const Identity* who = nullptr, const std::string& query = {}) const {
    return described(call(method, path, body, who, query));
  }
  static std::string described(const net::Response& response) {
    const auto parsed = json::parse(response.body);
    if (!parsed || !parsed->is_object()) return std::to_string(response.status) + " <" + response.body + ">";
    const auto text = [&](const char* name) {
      return json::as_string(json::find(parsed->as_object(), name)).value_or("<none>");
    };
    return std::to_string(response.status) + " " + text("type") + " " + text("message");
  }
  static std::string text(const json::Object& object, const char* name) {
    return json::as_string(json::find(object, name)).value_or("<none>");
  }
  // A JWK provisioner as a client sends it, with the key of the CA's own.
  std::string provisioner(const std::string& name, const std::string& more = "") const {
    json::Object key = api.ca.jwk.to_public().to_json();
    return R"({"type":"JWK","name":")" + name + R"(","details":{"JWK":{"publicKey":")" +
           base64_encode(as_bytes(json::write(key))) + R"("}})" + more + "}";
  }

  RunningApi api;
  Identity super;
};

TEST_F(AdminApi, TheFirstStartMovesProvisionersAndMakesASuperAdmin) {
  const json::Object admins = good(200, "GET", "/admin/admins");
  const json::Array& list = admins.at("admins").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(text(list[0].as_object(), "subject"), "step");
  EXPECT_EQ(list[0].as_object().at("type"), 2);
  EXPECT_EQ(text(admins, "nextCursor"), "");
  const json::Object one = good(200, "GET", "/admin/provisioners/admin");
  EXPECT_EQ(text(one, "type"), "JWK");
  EXPECT_EQ(text(one, "id"), text(list[0].as_object(), "provisioner_id"));
  EXPECT_EQ(text(one, "deletedAt"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(good(200, "GET", "/admin/provisioners/id", "", "id=" + text(one, "id")), one);
}

TEST_F(AdminApi, OnlyWhoProvesIt) {
  const std::string path = "/admin/admins";
  const auto with = [&](const std::string& token) {
    return described(api.send("GET", path, "", {{"Authorization", token}}));
  };
  const std::string handler = "401 unauthorized adminHandler.authorizeToken; ";
  EXPECT_EQ(described(api.get(path)), "401 unauthorized missing authorization header token");
  EXPECT_THAT(with("nonsense"), StartsWith(handler + "error parsing x5c token: "));
  EXPECT_THAT(with(api.ca.token("step")),
              StartsWith(handler + "error verifying x5c certificate chain in token: "));
  EXPECT_EQ(with(token(super, path, {.audience = "https://localhost/admin/other"})),
            "401 unauthorized x5c.authorizeToken; x5c token has invalid audience claim (aud)");
  EXPECT_EQ(with(token(super, path, {.audience = "https://elsewhere/admin/admins"})),
            "401 unauthorized x5c.authorizeToken; x5c token has invalid audience claim (aud)");
  EXPECT_EQ(with(token(super, path, {.issuer = "me"})),
            "401 unauthorized x5c.authorizeToken; x5c token has invalid issuer claim (iss)");
  EXPECT_EQ(with(token(super, path, {.subject = ""})),
            "401 unauthorized x5c.authorizeToken; x5c token subject cannot be empty");
  EXPECT_THAT(with(token(super, path, {.age = std::chrono::hours(1)})),
              StartsWith("401 unauthorized x5c.authorizeToken; invalid x5c claims: "));
  const auto other = PrivateKey::generate_ec(Curve::p256);
  EXPECT_THAT(with(token(super, path, {.key = &other})), StartsWith(handler + "error parsing x5c claims: "));
  const Identity stranger = api.identity("mallory");
  EXPECT_EQ(with(token(stranger, path, {})),
            handler + "unable to load admin with subject(s) [mallory mallory] and provisioner 'admin'");
  for (const char* audience :
       {"/admin/admins", "https://localhost/admin/admins", "https://127.0.0.1:1/admin/admins"})
    EXPECT_EQ(
        api.send("GET", path, "", {{"Authorization", token(super, path, {.audience = audience})}}).status,
        200)
        << audience;
  const std::string once = token(super, path, {.id = "once"});
  EXPECT_EQ(api.send("GET", path, "", {{"Authorization", once}}).status, 200);
  EXPECT_EQ(with(once), handler + "error with reuse token: token already used");
  // A certificate that was revoked proves nothing any more.
  const auto serial = x509::Certificate::parse(super.chain[0])->serial().decimal();
  EXPECT_EQ(
      api.post("/revoke", json::Object{{"serial", json::text(serial)}, {"passive", true}}, &super).status,
      200);
  EXPECT_EQ(bad("GET", path), handler + "certificate used to sign x5c token has been revoked");
}

// Certificates of this CA that prove nothing here: not for signing, of no provisioner.
TEST_F(AdminApi, CertificatesThatAreNoCredentials) {
  const auto key = PrivateKey::generate_ec(Curve::p256);
  const auto answer = [&](unsigned usage) {
    x509::CertificateTemplate what;
    what.subject = x509::Name::from_common_name("step");
    what.not_before = newel::test::test_now() - std::chrono::hours(1);
    what.not_after = newel::test::test_now() + std::chrono::hours(1);
    what.public_key = key.public_key();
    what.key_usage = usage;
    what.extended_key_usage = {std::string(x509::oids::client_auth)};
    const auto leaf =
        x509::issue(what, x509::Issuer(api.ca.intermediate, std::make_shared<PrivateKey>(api.ca.issuer_key)));
    const Identity who{{to_bytes(leaf.der()), to_bytes(api.ca.intermediate.der())},
                       std::make_shared<PrivateKey>(key)};
    return bad("GET", "/admin/admins", "", &who);
  };
  EXPECT_EQ(answer(x509::digital_signature), "404 notFound unable to load provisioner from certificate");
  EXPECT_EQ(answer(x509::key_encipherment),
            "401 unauthorized adminHandler.authorizeToken; certificate used to sign x5c token cannot be used "
            "for digital signature");
}

TEST_F(AdminApi, AdministratorsComeAndGo) {
  const json::Object bob =
      good(201, "POST", "/admin/admins", R"({"subject":"bob","provisioner":"admin","type":1})");
  EXPECT_EQ(text(bob, "type"), "ADMIN");
  const std::string path = "/admin/admins/" + text(bob, "id");
  EXPECT_EQ(good(200, "GET", path), bob);
  // In force at once: bob may look and change provisioners, not administrators.
  const Identity his = api.identity("bob");
  EXPECT_EQ(call("GET", "/admin/admins", "", &his).status, 200);
  EXPECT_EQ(call("POST", "/admin/provisioners", provisioner("bobs"), &his).status, 201);
  EXPECT_EQ(bad("POST", "/admin/admins", R"({"subject":"eve","provisioner":"admin","type":2})", &his),
            "401 unauthorized must have super admin access to make this request");
  EXPECT_EQ(text(good(200, "PATCH", path, R"({"type":2})"), "type"), "SUPER_ADMIN");
  EXPECT_EQ(call("POST", "/admin/admins", R"({"subject":"eve","provisioner":"admin","type":2})", &his).status,
            201);
  EXPECT_EQ(text(good(200, "DELETE", path), "status"), "ok");
  EXPECT_EQ(call("GET", "/admin/admins", "", &his).status, 401);

  const std::pair<std::string, std::string> wrong[] = {
      {R"({"provisioner":"admin","type":1})", "400 badRequest subject cannot be empty"},
      {R"({"subject":"x","type":1})", "400 badRequest provisioner cannot be empty"},
      {R"({"subject":"x","provisioner":"admin","type":3})", "400 badRequest invalid value for admin type"},
      {R"({"subject":"x","provisioner":"no","type":1})",
       "404 notFound error loading provisioner no: provisioner no not found"},
      {R"({"subject":"step","provisioner":"admin","type":1})",
       "400 badRequest error storing admin: admin with subject step and provisioner admin already exists"},
      {"{", "400 badRequest error reading request body: "},
  };
  for (const auto& [body, error] : wrong)
    EXPECT_THAT(bad("POST", "/admin/admins", body), StartsWith(error)) << body;
  EXPECT_EQ(bad("GET", "/admin/admins/no"), "404 notFound admin no not found");
  EXPECT_EQ(bad("PATCH", "/admin/admins/no", R"({"type":1})"), "404 notFound admin no not found");
  EXPECT_EQ(bad("DELETE", "/admin/admins/no"), "404 notFound admin no not found");
}

TEST_F(AdminApi, TheLastSuperAdminStays) {
  const json::Object admins = good(200, "GET", "/admin/admins");
  const std::string id = text(admins.at("admins").as_array()[0].as_object(), "id");
  EXPECT_EQ(bad("DELETE", "/admin/admins/" + id),
            "400 badRequest error deleting admin " + id + ": error removing admin " + id +
                " from authority cache: cannot remove the last super admin");
  EXPECT_EQ(bad("PATCH", "/admin/admins/" + id, R"({"type":1})"),
            "400 badRequest error updating admin " + id + ": error updating cached admin " + id +
                ": cannot change role of last super admin");
  EXPECT_EQ(
      bad("DELETE", "/admin/provisioners/admin"),
      "400 badRequest error removing provisioner admin: cannot remove provisioner admin because no super "
      "admins will remain");
}

TEST_F(AdminApi, ListsComeInPages) {
  for (int i = 0; i < 5; ++i) {
    good(201, "POST", "/admin/admins",
         R"({"subject":"a)" + std::to_string(i) + R"(","provisioner":"admin","type":1})");
  }
  std::set<std::string> seen;
  std::string cursor;
  for (int page = 0; page < 3; ++page) {
    const json::Object answer = good(200, "GET", "/admin/admins", "", "limit=2&cursor=" + cursor);
    EXPECT_EQ(answer.at("admins").as_array().size(), 2u);
    for (const auto& one : answer.at("admins").as_array()) seen.insert(text(one.as_object(), "subject"));
    cursor = text(answer, "nextCursor");
  }
  EXPECT_EQ(cursor, "");
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_THAT(bad("GET", "/admin/admins", "", nullptr, "limit=x"),
              "400 badRequest error parsing cursor and limit from query params: limit 'x' is not an integer");
}

TEST_F(AdminApi, AProvisionerIsInForceWithTheAnswer) {
  const json::Object made =
      good(201, "POST", "/admin/provisioners",
           provisioner("ci", R"(,"claims":{"x509":{"enabled":true,"durations":{"default":"20m"}}})"));
  EXPECT_NE(text(made, "id"), "<none>");
  EXPECT_EQ(text(made, "createdAt"), "<none>");
  json::Object claims = api.ca.claims("www.test");
  claims["iss"] = "ci";
  const auto signed_by_ci = api.sign("www.test", api.ca.sign_token(claims));
  ASSERT_EQ(signed_by_ci.status, 201) << signed_by_ci.body;
  const auto leaf = RunningApi::chain_of(signed_by_ci)[0];
  EXPECT_EQ(leaf.not_after() - leaf.not_before(), std::chrono::minutes(21));
  EXPECT_THAT(api.get("/provisioners").body, HasSubstr("\"name\":\"ci\""));

  // Changed: the whole entry goes back, with another claim.
  json::Object whole = good(200, "GET", "/admin/provisioners/ci");
  whole["claims"] = json::Object{{"x509", json::Object{{"enabled", true}}}, {"disableRenewal", true}};
  const json::Object changed = good(200, "PUT", "/admin/provisioners/ci", json::write(whole));
  EXPECT_EQ(changed, good(200, "GET", "/admin/provisioners/ci"));
  Identity holder = RunningApi::identity_of(signed_by_ci, PrivateKey::generate_ec(Curve::p256));
  for (const auto& [member, error] :
       {std::pair{"id", "ID"}, {"authorityId", "authorityID"}, {"createdAt", "createdAt"}}) {
    json::Object other = whole;
    other[member] = "2000-01-01T00:00:00Z";
    EXPECT_EQ(bad("PUT", "/admin/provisioners/ci", json::write(other)),
              std::string("500 internalServerError cannot change provisioner ") + error);
  }
  json::Object renamed = whole;
  renamed["name"] = "cd";
  good(200, "PUT", "/admin/provisioners/ci", json::write(renamed));
  EXPECT_EQ(bad("GET", "/admin/provisioners/ci"),
            "404 notFound error loading provisioner ci: provisioner ci not found");

  EXPECT_EQ(text(good(200, "DELETE", "/admin/provisioners/cd"), "status"), "ok");
  claims["jti"] = "another";
  EXPECT_EQ(api.sign("www.test", api.ca.sign_token(claims)).status, 401);
  EXPECT_EQ(bad("DELETE", "/admin/provisioners/cd"),
            "404 notFound error loading provisioner cd: provisioner cd not found");
}

TEST_F(AdminApi, ProvisionersThatCannotBeAreRefused) {
  good(201, "POST", "/admin/provisioners",
       R"({"type":"K8SSA","name":"pods","details":{"K8sSA":{"apiServer":"https://a.test"}}})");
  const std::pair<std::string, std::string> wrong[] = {
      {provisioner("admin"),
       "400 badRequest error storing provisioner admin: provisioner with name admin already exists"},
      {R"({"type":"JWK","name":"x","details":{"JWK":{}}})",
       "400 badRequest error storing provisioner x: error validating configuration for provisioner \"x\": "
       "provisioner key cannot be empty"},
      {R"({"type":"JWK","name":"x","bogus":1})", "400 badRequest unknown field \"bogus\""},
      {provisioner("x", R"(,"claims":{"x509":{"durations":{"min":"2h","max":"1h"}}})"),
       "400 badRequest min duration '2h' cannot be greater than max duration '1h'"},
      {R"({"name":"x"})", "400 badRequest error storing provisioner x: "},
      {provisioner("x", R"(,"x509Template":{"template":"e3sgLlg="})"),  // {{ .X
       "400 badRequest invalid template: invalid X.509 template: error parsing template: template: "
       "template:1: unclosed action"},
      {provisioner("x", R"(,"x509Template":{"data":"WzFd"})"),  // [1]
       "400 badRequest invalid template: invalid X.509 template data: error unmarshaling template data: "},
      {provisioner("x", R"(,"x509Template":{"data":"ew=="})"),  // {
       "400 badRequest invalid template: invalid X.509 template data: error validating json template data"},
      {provisioner("x", R"(,"claims":{"x509":{"durations":{"max":"-1h"}}})"),
       "400 badRequest max duration '-1h' cannot be less than 0"},
      {R"({"type":"K8SSA","name":"x","details":{"K8sSA":{"apiServer":"https://b.test"}}})",
       "400 badRequest error storing provisioner x: provisioner with token ID k8ssa/k8sSA-default already "
       "exists"},
  };
  for (const auto& [body, error] : wrong)
    EXPECT_THAT(bad("POST", "/admin/provisioners", body), StartsWith(error)) << body;
  // What a change would make of one that is there.
  good(201, "POST", "/admin/provisioners", provisioner("ci"));
  EXPECT_EQ(
      bad("PUT", "/admin/provisioners/ci", provisioner("admin")),
      "400 badRequest error updating provisioner 'admin' in authority cache: provisioner with name admin "
      "already exists");
  // Kept for the protocol that comes later.
  good(201, "POST", "/admin/provisioners",
       R"({"type":"ACME","name":"acme","details":{"ACME":{"challenges":["DNS_01"]}}})");
  EXPECT_EQ(bad("POST", "/admin/provisioners", R"({"type":"ACME","name":"acme","details":{"ACME":{}}})"),
            "400 badRequest error storing provisioner acme: provisioner with name acme already exists");
}

// Where a cluster reviews tokens: the CA's own token there is told, and never shown again.
TEST_F(AdminApi, TheTokenForAClusterStaysWithTheCa) {
  const std::string posted =
      R"({"type":"K8SSA","name":"pods","details":{"K8sSA":{"apiServer":"https://a.test","apiServerToken":"s3cret","audiences":["x"]}}})";
  EXPECT_EQ(json::write(good(201, "POST", "/admin/provisioners", posted)).find("s3cret"), std::string::npos);
  json::Object whole = good(200, "GET", "/admin/provisioners/pods");
  EXPECT_EQ(json::write(whole.at("details")),
            R"({"K8sSA":{"apiServer":"https://a.test","audiences":["x"]}})");
  const auto keeps_token = [&] {
    for (const auto& row : api.store->managed_state().provisioners) {
      if (row.name == "pods") return row.document.find("s3cret") != std::string::npos;
    }
    return false;
  };
  // It stays over a change of something else, and goes with the server it was for.
  whole["details"].as_object()["K8sSA"].as_object()["audiences"] = json::Array{"y"};
  good(200, "PUT", "/admin/provisioners/pods", json::write(whole));
  EXPECT_TRUE(keeps_token());
  EXPECT_EQ(api.get("/provisioners").body.find("s3cret"), std::string::npos);
  EXPECT_EQ(call("GET", "/admin/provisioners").body.find("s3cret"), std::string::npos);
  whole["details"].as_object()["K8sSA"].as_object()["apiServer"] = "https://b.test";
  good(200, "PUT", "/admin/provisioners/pods", json::write(whole));
  EXPECT_FALSE(keeps_token());
  // A file of the CA's machine cannot be named from afar.
  whole["details"].as_object()["K8sSA"].as_object()["apiServerTokenFile"] = "/etc/shadow";
  EXPECT_EQ(bad("PUT", "/admin/provisioners/pods", json::write(whole)),
            "400 badRequest unknown field \"details.K8sSA.apiServerTokenFile\"");
}

TEST_F(AdminApi, WebhooksHaveASecretThatIsShownOnce) {
  const std::string path = "/admin/provisioners/admin/webhooks";
  const std::string hook = R"({"name":"h","url":"https://a.test/x","kind":"AUTHORIZING"})";
  const json::Object made = good(201, "POST", path, hook);
  EXPECT_EQ(base64_decode(text(made, "secret"))->size(), 64u);
  const std::string secret = text(made, "secret");
  for (const char* where : {"/admin/provisioners/admin", "/admin/provisioners"}) {
    const auto response = call("GET", where);
    EXPECT_THAT(response.body, HasSubstr("https://a.test/x"));
    EXPECT_THAT(response.body, testing::Not(HasSubstr(secret))) << where;
  }
  EXPECT_THAT(api.get("/provisioners").body, testing::Not(HasSubstr(secret)));
  EXPECT_EQ(bad("POST", path, hook),
            "409 conflict provisioner \"admin\" already has a webhook with the name \"h\"");
  const json::Object changed =
      good(201, "PUT", path + "/h",
           R"({"name":"h","url":"https://b.test","kind":"ENRICHING","bearerToken":{"bearerToken":"tok"}})");
  EXPECT_EQ(text(changed, "secret"), "<none>");
  EXPECT_EQ(text(changed, "id"), text(made, "id"));
  EXPECT_THAT(call("GET", "/admin/provisioners").body, testing::Not(HasSubstr("tok")));
  const auto stored = api.store->managed_state().provisioners[0].document;
  EXPECT_THAT(stored, HasSubstr(secret)) << "the secret stays what it was";
  EXPECT_THAT(stored, HasSubstr("https://b.test"));

  const std::pair<std::string, std::string> wrong[] = {
      {R"({"url":"https://a","kind":"ENRICHING"})", "webhook name is required"},
      {R"({"name":"x","url":"a","kind":"ENRICHING"})", "webhook url is invalid"},
      {R"({"name":"x","url":"http://a","kind":"ENRICHING"})", "webhook url must use https"},
      {R"({"name":"x","url":"https://u:p@a","kind":"ENRICHING"})",
       "webhook url may not contain username or password"},
      {R"({"name":"x","url":"https://a"})", "webhook kind is required"},
      {R"({"name":"x","url":"https://a","kind":0})", "webhook kind \"NO_KIND\" is invalid"},
      {R"({"name":"x","url":"https://a","kind":"ENRICHING","secret":"s"})", "webhook secret must not be set"},
      {R"({"name":"x","url":"https://a","kind":"ENRICHING","id":"s"})", "webhook ID must not be set"},
  };
  for (const auto& [body, error] : wrong)
    EXPECT_EQ(bad("POST", path, body), "400 badRequest " + error) << body;
  EXPECT_EQ(bad("PUT", path + "/h", R"({"name":"h","url":"https://a","kind":"ENRICHING","secret":"s"})"),
            "400 badRequest webhook secret cannot be updated");
  EXPECT_EQ(bad("PUT", path + "/h", R"({"name":"h","url":"https://a","kind":"ENRICHING","id":"s"})"),
            "400 badRequest webhook ID cannot be updated");
  EXPECT_EQ(bad("PUT", path + "/no", R"({"name":"no","url":"https://a","kind":"ENRICHING"})"),
            "404 notFound provisioner \"admin\" has no webhook with the name \"no\"");
  EXPECT_EQ(bad("POST", "/admin/provisioners/no/webhooks", hook),
            "404 notFound error loading provisioner no: provisioner no not found");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(text(good(200, "DELETE", path + "/h"), "status"), "ok");
  EXPECT_THAT(call("GET", "/admin/provisioners/admin").body, testing::Not(HasSubstr("webhooks")));
}

TEST_F(AdminApi, PoliciesOfBothLevels) {
  for (const auto& [path, what, owner] :
       {std::tuple{"/admin/policy", "authority", "authority"},
        {"/admin/provisioners/admin/policy", "provisioner", "provisioner admin"}}) {
    const std::string missing = std::string("404 notFound ") + what + " policy does not exist";
    const std::string policy = R"({"x509":{"allow":{"dns":["*.test","step"]}}})";
    EXPECT_EQ(bad("GET", path), missing);
    EXPECT_EQ(bad("PUT", path, policy), missing);
    EXPECT_EQ(bad("DELETE", path), missing);
    EXPECT_EQ(json::write(good(201, "POST", path, policy)), policy);
    EXPECT_EQ(bad("POST", path, policy), std::string("409 conflict ") + owner + " already has a policy");
    EXPECT_EQ(json::write(good(200, "GET", path)), policy);
    good(200, "PUT", path, R"({"x509":{"allow":{"dns":["*.test","step"],"ips":["10.0.0.0/8"]}}})");
    EXPECT_THAT(call("GET", path).body, HasSubstr("10.0.0.0/8"));
    EXPECT_THAT(bad("PUT", path, R"({"x509":1})"), StartsWith("400 badRequest "));
    EXPECT_EQ(text(good(200, "DELETE", path), "status"), "ok");
    EXPECT_EQ(bad("GET", path), missing);
  }
}

TEST_F(AdminApi, PoliciesAreInForceWithTheAnswer) {
  const std::string refused =
      "The request was forbidden by the certificate authority: dns name \"www.other\" not allowed";
  for (const char* path : {"/admin/policy", "/admin/provisioners/admin/policy"}) {
    EXPECT_EQ(api.sign("www.other", api.ca.token("www.other")).status, 201);
    good(201, "POST", path, R"({"x509":{"allow":{"dns":["*.test","step"]}}})");
    const auto response = api.sign("www.other", api.ca.token("www.other"));
    EXPECT_EQ(response.status, 403) << path;
    EXPECT_THAT(message_of(response), StartsWith(refused)) << path;
    EXPECT_EQ(api.sign("www.test", api.ca.token("www.test")).status, 201) << path;
    EXPECT_THAT(api.get("/provisioners").body, testing::Not(HasSubstr("*.test")));
    good(200, "DELETE", path);
  }
}

TEST_F(AdminApi, APolicyCannotLockAdministratorsOut) {
  good(201, "POST", "/admin/provisioners", provisioner("ci"));
  good(201, "POST", "/admin/admins", R"({"subject":"bob@example.com","provisioner":"ci","type":1})");
  const auto locked_out = [](const char* doing, const std::string& who) {
    return std::string("400 badRequest error ") + doing + " policy: the provided policy would lock out [" +
           who + "] from the CA. Please create an x509 policy to include [" + who +
           "] as an allowed DNS name";
  };
  const std::string few = R"({"x509":{"allow":{"dns":["step"]}}})";
  const std::string all = R"({"x509":{"allow":{"dns":["step"],"emails":["@example.com"]}}})";
  const auto either = testing::AnyOf(locked_out("storing authority", "step"),
                                     locked_out("storing authority", "bob@example.com"));
  EXPECT_THAT(bad("POST", "/admin/policy", R"({"x509":{"allow":{"dns":["x.test"]}}})"), either);
  EXPECT_EQ(bad("POST", "/admin/policy", few), locked_out("storing authority", "bob@example.com"));
  good(201, "POST", "/admin/policy", all);
  EXPECT_EQ(bad("PUT", "/admin/policy", few), locked_out("updating authority", "bob@example.com"));
  EXPECT_EQ(bad("PUT", "/admin/policy", R"({"x509":{"deny":{"dns":["step"]}}})"),
            locked_out("updating authority", "step"));
  // A provisioner's policy concerns the administrators it certifies.
  EXPECT_EQ(bad("POST", "/admin/provisioners/ci/policy", few),
            locked_out("storing provisioner", "bob@example.com"));
  good(201, "POST", "/admin/provisioners/admin/policy", few);
  EXPECT_THAT(bad("PUT", "/admin/policy", R"({"x509":{"allow":{"dns":["a..b"]}}})"),
              StartsWith("400 badRequest error validating authority policy: "));
}

TEST_F(AdminApi, ExternalAccountKeysOfAcme) {
  const std::string eab = "/admin/acme/eab/acme",
                    off = "400 badRequest ACME EAB not enabled for provisioner 'admin'";
  good(201, "POST", "/admin/provisioners",
       R"({"type":"ACME","name":"acme","details":{"ACME":{"requireEab":true}}})");
  EXPECT_EQ(bad("POST", "/admin/acme/eab/admin", "{}"), off);
  EXPECT_EQ(bad("GET", "/admin/acme/eab/admin"), off);
  EXPECT_EQ(json::write(good(200, "GET", eab)), R"({"eaks":[],"nextCursor":""})");
  const json::Object made = good(201, "POST", eab, R"({"reference":"team"})");
  EXPECT_EQ(base64_decode(text(made, "hmacKey"))->size(), 32u);
  EXPECT_EQ(text(made, "provisioner"), "acme");
  EXPECT_EQ(bad("POST", eab, R"({"reference":"team"})"),
            "409 conflict an ACME EAB key for provisioner 'acme' with reference 'team' already exists");
  for (int i = 0; i < 2; ++i) good(201, "POST", eab, "{}");
  const json::Object page = good(200, "GET", eab, "", "limit=2");
  EXPECT_EQ(page.at("eaks").as_array().size(), 2u);
  const json::Object rest = good(200, "GET", eab, "", "limit=2&cursor=" + text(page, "nextCursor"));
  EXPECT_EQ(rest.at("eaks").as_array().size(), 1u);
  EXPECT_EQ(text(rest, "nextCursor"), "");
  const auto one = call("GET", eab + "/team");
  EXPECT_THAT(one.body, HasSubstr(text(made, "id")));
  EXPECT_THAT(one.body, testing::Not(HasSubstr(text(made, "hmacKey")))) << "shown once";
  EXPECT_EQ(bad("GET", eab + "/no"), "404 notFound ACME External Account Key not found");

  const std::string policy = R"({"x509":{"allow":{"dns":["*.test"]}}})";
  const std::string by_reference = "/admin/acme/policy/acme/reference/team",
                    by_id = "/admin/acme/policy/acme/key/" + text(made, "id");
  EXPECT_EQ(bad("GET", by_id), "404 notFound ACME EAB policy does not exist");
  EXPECT_EQ(json::write(good(201, "POST", by_reference, policy)), policy);
  EXPECT_THAT(bad("POST", by_id, policy), StartsWith("409 conflict "));
  EXPECT_EQ(json::write(good(200, "GET", by_id)), policy);
  EXPECT_EQ(text(good(200, "DELETE", by_id), "status"), "ok");
  EXPECT_EQ(bad("PUT", by_reference, policy), "404 notFound ACME EAB policy does not exist");

  EXPECT_EQ(text(good(200, "DELETE", eab + "/" + text(made, "id")), "status"), "ok");
  EXPECT_EQ(bad("DELETE", eab + "/" + text(made, "id")), "404 notFound ACME External Account Key not found");
}

TEST_F(AdminApi, EveryChangeIsWrittenDown) {
  good(201, "POST", "/admin/provisioners", provisioner("ci"));
  good(201, "POST", "/admin/admins", R"({"subject":"bob","provisioner":"ci","type":1})");
  good(200, "DELETE", "/admin/provisioners/ci");
  const auto changes = api.store->recent_changes(10);
  ASSERT_EQ(changes.size(), 4u);
  EXPECT_EQ(changes[0].action + " " + changes[0].object, "remove provisioner ci");
  EXPECT_EQ(changes[1].action + " " + changes[1].object, "create admin bob (ci) as admin");
  EXPECT_EQ(changes[2].actor, "step (admin)");
  EXPECT_EQ(changes[3].action, "first start");
  EXPECT_EQ(good(200, "GET", "/admin/admins").at("admins").as_array().size(), 1u)
      << "the administrators of a provisioner go with it";
}

// Each route that changes something leaves one line, one that is refused or changes nothing leaves none.
TEST_F(AdminApi, NoKindOfChangeIsForgotten) {
  std::size_t known = api.store->recent_changes(100).size();
  const auto line_of = [&](const std::string& method, const std::string& path, const std::string& body) {
    const int status = call(method, path, body).status;
    const auto changes = api.store->recent_changes(100);
    const std::size_t more = changes.size() - known;
    known = changes.size();
    if (more == 0) return std::to_string(status);
    EXPECT_EQ(changes[0].actor, "step (admin)") << path;
    EXPECT_EQ(more, 1u) << path;
    return std::to_string(status) + " " + changes[0].action + " " + changes[0].object;
  };
  const std::string one = "/admin/provisioners/admin",
                    hook = R"({"name":"h","url":"https://a.test","kind":"ENRICHING"})",
                    policy = R"({"x509":{"allow":{"dns":["step","*.test","bob"]}}})";
  EXPECT_EQ(line_of("POST", "/admin/provisioners", provisioner("ci")), "201 create provisioner ci");
  EXPECT_EQ(line_of("POST", "/admin/provisioners", provisioner("ci")), "400");
  EXPECT_EQ(line_of("PUT", "/admin/provisioners/ci", provisioner("ci")), "200 update provisioner ci");
  EXPECT_EQ(line_of("POST", "/admin/admins", R"({"subject":"bob","provisioner":"admin","type":1})"),
            "201 create admin bob (admin) as admin");
  std::string bob;
  const json::Object known_admins = good(200, "GET", "/admin/admins");
  for (const auto& admin : known_admins.at("admins").as_array())
    if (text(admin.as_object(), "subject") == "bob") bob = "/admin/admins/" + text(admin.as_object(), "id");
  EXPECT_EQ(line_of("PATCH", bob, R"({"type":2})"), "200 update admin bob (admin) as super admin");
  EXPECT_EQ(line_of("DELETE", bob, "").substr(0, 20), "200 remove admin bob");
  EXPECT_EQ(line_of("POST", one + "/webhooks", hook), "201 create webhook admin/h");
  EXPECT_EQ(line_of("PUT", one + "/webhooks/h", hook), "201 update webhook admin/h");
  EXPECT_EQ(line_of("DELETE", one + "/webhooks/h", ""), "200 remove webhook admin/h");
  EXPECT_EQ(line_of("DELETE", one + "/webhooks/h", ""), "200") << "nothing was there";
  for (const auto& [path, object] : {std::pair<std::string, std::string>{"/admin/policy", "authority"},
                                     {one + "/policy", "provisioner admin"}}) {
    EXPECT_EQ(line_of("POST", path, policy), "201 create policy " + object);
    EXPECT_EQ(line_of("PUT", path, policy), "200 update policy " + object);
    EXPECT_EQ(line_of("DELETE", path, ""), "200 remove policy " + object);
    EXPECT_EQ(line_of("DELETE", path, ""), "404");
  }
  line_of("POST", "/admin/provisioners",
          R"({"type":"ACME","name":"acme","details":{"ACME":{"requireEab":true}}})");
  EXPECT_EQ(line_of("POST", "/admin/acme/eab/acme", R"({"reference":"team"})").substr(0, 24),
            "201 create ACME EAB key ");
  const std::string by_reference = "/admin/acme/policy/acme/reference/team";
  EXPECT_EQ(line_of("POST", by_reference, policy).substr(0, 18), "201 create policy ");
  EXPECT_EQ(line_of("PUT", by_reference, policy).substr(0, 18), "200 update policy ");
  EXPECT_EQ(line_of("DELETE", by_reference, "").substr(0, 18), "200 remove policy ");
  const auto keys = good(200, "GET", "/admin/acme/eab/acme").at("eaks").as_array();
  EXPECT_EQ(line_of("DELETE", "/admin/acme/eab/acme/" + text(keys.at(0).as_object(), "id"), "").substr(0, 24),
            "200 remove ACME EAB key ");
  EXPECT_EQ(line_of("DELETE", "/admin/provisioners/ci", ""), "200 remove provisioner ci");
}

TEST_F(AdminApi, ChangesAtTheSameTimeAllHappen) {
  std::vector<std::thread> clients;
  std::atomic<int> made{0};
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      const std::string body =
          R"({"subject":"c)" + std::to_string(i) + R"(","provisioner":"admin","type":1})";
      if (call("POST", "/admin/admins", body).status == 201) ++made;
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(made, 8);
  EXPECT_EQ(api.administration->current()->management()->admins.size(), 9u);
}

TEST_F(AdminApi, AChangeThroughAnotherNodeIsSeen) {
  authority::AdminIdentity other{api.authority->management()->admins[0], "admin"};
  api.administration->refresh();
  authority::Draft draft(api.administration->current(), other);
  authority::create_admin(draft, "remote", "admin", false);
  draft.finish("create admin", "remote");
  store::Store& store = *api.store;
  ASSERT_TRUE(store.commit(draft.transaction()).ok());
  // An administrator sees it at once, whichever node he asks.
  EXPECT_EQ(good(200, "GET", "/admin/admins").at("admins").as_array().size(), 2u);
}

TEST_F(AdminApi, AStoreThatIsAwayChangesNothing) {
  api.store->full = true;
  EXPECT_EQ(call("POST", "/admin/admins", R"({"subject":"bob","provisioner":"admin","type":1})").status, 503);
  api.store->full = false;
  EXPECT_EQ(good(200, "GET", "/admin/admins").at("admins").as_array().size(), 1u);
}

TEST_F(AdminApi, UnknownPathsAndMethods) {
  EXPECT_EQ(api.get("/admin/nothing").status, 404);
  EXPECT_EQ(api.send("PUT", "/admin/admins", "{}").status, 405);
  const RunningApi plain;
  EXPECT_EQ(plain.get("/admin/admins").status, 404) << "without authority.enableAdmin there is no such API";
}

}  // namespace
}  // namespace newel::api::test
