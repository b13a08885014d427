// Logins at OAuth providers: addresses, proof keys, device codes, service accounts, pages.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/files.h"
#include "base/url.h"
#include "client/oauth/authorization_code.h"
#include "client/oauth/device.h"
#include "client/oauth/pages.h"
#include "client/oauth/service_account.h"
#include "crypto/digest.h"
#include "crypto/key_files.h"
#include "jose/jwt.h"
#include "net/server.h"

namespace newel::client::oauth {
namespace {

/// A provider's endpoints on loopback, answering what the test says, in turn.
class Provider {
 public:
  struct Answer {
    int status;
    std::string body;
  };
  explicit Provider(std::vector<Answer> answers) : answers_(std::move(answers)) {
    const std::string bound = server_.listen(
        {.name = "idp",
         .address = "127.0.0.1:0",
         .handler = [this](const auto& request, const auto& respond) { respond(answer(*request)); }});
    url_ = "http://" + bound;
  }
  const std::string& url() const { return url_; }
  std::vector<std::string> forms() const { return forms_; }

 private:
  net::Response answer(const net::Request& request) {
    forms_.push_back(request.body);
    const Answer& now = answers_[std::min(forms_.size(), answers_.size()) - 1];
    net::Response out;
    out.status = now.status;
    out.body = now.body;
    return out;
  }
  std::vector<Answer> answers_;
  std::vector<std::string> forms_;
  std::string url_;
  net::Server server_{{.io_threads = 1, .worker_threads = 1}};
};

AuthorizationWish wish(const std::string& token_endpoint = "https://idp.test/token") {
  AuthorizationWish out;
  out.endpoints = {"https://idp.test/authorize?tenant=a", "", token_endpoint};
  out.registration = {"client id", "s&cret"};
  out.redirect_uri = "http://127.0.0.1:1234";
  out.scope = "openid email";
  return out;
}

TEST(Authorization, AddressCarriesTheProofKeysDigest) {
  Provider provider({{200, R"({"access_token":"a","id_token":"i","expires_in":60,"token_type":"Bearer"})"}});
  AuthorizationWish asked = wish(provider.url());
  asked.prompt = "login";
  asked.login_hint = "jane@example.com";
  asked.more = {{"audience", "x y"}, {"audience", "z"}};
  const Authorization authorization(asked);
  const auto url = value_or_throw(parse_url(authorization.url()));
  EXPECT_TRUE(url.query.starts_with("tenant=a&audience=x+y&audience=z&client_id=client+id&code_challenge="));
  EXPECT_EQ(form_value(url.query, "state"), authorization.state());
  EXPECT_EQ(form_value(url.query, "response_type"), "code");
  EXPECT_EQ(form_value(url.query, "prompt"), "login");
  EXPECT_EQ(form_value(url.query, "login_hint"), "jane@example.com");
  EXPECT_EQ(authorization.state().size(), 32u);
  EXPECT_EQ(form_value(url.query, "nonce")->size(), 64u);

  const TokenAnswer token = authorization.exchange("the code");
  EXPECT_EQ(token.id_token, "i");
  EXPECT_EQ(token.expires_in, 60);
  const std::string form = provider.forms().at(0);
  EXPECT_EQ(form_value(form, "client_secret"), "s&cret");
  EXPECT_EQ(form_value(form, "code"), "the code");
  const std::string verifier = form_value(form, "code_verifier").value();
  EXPECT_EQ(base64url(sha256(as_bytes(verifier))), form_value(url.query, "code_challenge"));
}

TEST(Authorization, TwoLoginsShareNothing) {
  const Authorization one(wish()), other(wish());
  EXPECT_NE(one.state(), other.state());
  EXPECT_NE(one.url(), other.url());
}

TEST(Authorization, AnswersThatAreNoTokens) {
  const std::vector<std::pair<Provider::Answer, std::string>> cases = {
      {{502, "<html>"},
       "the provider answered 502 with something that is not a JSON object: invalid character '<' "
       "looking for beginning of value"},
      {{200, "[]"}, "the provider answered 200 with something that is not a JSON object"},
  };
  for (const auto& [answer, want] : cases) {
    Provider provider({answer});
    try {
      Authorization(wish(provider.url())).exchange("c");
      FAIL();
    } catch (const Error& e) {
      EXPECT_EQ(e.text(), want);
    }
  }
  Provider refusing({{400, R"({"error":"invalid_grant","error_description":"code is used"})"}});
  EXPECT_TRUE(Authorization(wish(refusing.url())).exchange("c").failed());
}

struct DeviceRun {
  std::string outcome;  ///< token or error
  std::vector<DevicePrompt> prompts;
  std::vector<Duration> waits;
};

DeviceRun device_run(std::vector<Provider::Answer> answers) {
  Provider provider(std::move(answers));
  DeviceRun out;
  DeviceLogin login;
  login.endpoints = {"", provider.url(), provider.url()};
  login.registration = {"c", "s"};
  login.scope = "openid";
  login.show = [&](const DevicePrompt& prompt) { out.prompts.push_back(prompt); };
  login.wait = [&](Duration interval) { out.waits.push_back(interval); };
  try {
    out.outcome = device_login(login).access_token;
  } catch (const Error& e) {
    out.outcome = e.text();
  }
  return out;
}

TEST(DeviceLogin, AsksUntilThePersonHasDecided) {
  const Provider::Answer device{
      200,
      R"({"device_code":"d","user_code":"AB-CD","verification_url":"https://idp.test/go","interval":2})"};
  const Provider::Answer pending{400, R"({"error":"authorization_pending"})"};
  const Provider::Answer slow{400, R"({"error":"slow_down"})"};
  const DeviceRun run = device_run({device, pending, slow, pending, {200, R"({"access_token":"t"})"}});
  EXPECT_EQ(run.outcome, "t");
  ASSERT_EQ(run.prompts.size(), 1u);
  EXPECT_EQ(run.prompts[0].code, "AB-CD");
  EXPECT_EQ(run.waits, (std::vector<Duration>{std::chrono::seconds(2), std::chrono::seconds(2),
                                              std::chrono::seconds(7), std::chrono::seconds(7)}));
}

TEST(DeviceLogin, EndsWhenThereIsNothingToWaitFor) {
  const std::string device = R"({"device_code":"d","user_code":"A","verification_uri":"https://idp.test/go",)"
                             R"("expires_in":12})";
  EXPECT_EQ(device_run({{200, device}, {400, R"({"error":"authorization_pending"})"}}).outcome,
            "device authorization grant expired");
  EXPECT_EQ(device_run({{200, device}, {400, R"({"error":"expired_token"})"}}).outcome,
            "device authorization grant expired");
  EXPECT_EQ(device_run({{200, device}, {400, R"({"error":"access_denied"})"}}).outcome,
            "the request was denied at https://idp.test/go");
  EXPECT_EQ(device_run({{200, device}, {503, "away"}}).outcome, "away");
  EXPECT_EQ(device_run({{200, R"({"device_code":"d"})"}}).outcome,
            "device code response from server missing 'verification_uri' parameter. http body response: "
            "{\"device_code\":\"d\"}");
  EXPECT_EQ(device_run({{401, R"({"error":"invalid_client","error_description":"who?"})"}}).outcome,
            "the provider refuses the device flow: invalid_client. who?");
}

TEST(ServiceAccount, SignsForItself) {
  const std::string file = ::testing::TempDir() + "account.json";
  const PrivateKey key = PrivateKey::generate_rsa(2048);
  const json::Object account{{"type", "service_account"},
                             {"auth_uri", "https://idp.test/auth"},
                             {"token_uri", "https://idp.test/t"},
                             {"private_key_id", "kid-1"},
                             {"private_key", write_private_key(key, true)},
                             {"client_email", "robot@idp.test"}};
  write_file(file, json::write(account), 0600);
  const Account read = read_account(file);
  EXPECT_TRUE(read.is_service);
  const TokenAnswer token = self_signed_token(read, "https://api.test/", from_unix(1'800'000'000));
  const auto jwt = value_or_throw(jose::Jwt::parse(token.access_token));
  EXPECT_TRUE(jwt.jws.verify(key.public_key()));
  EXPECT_EQ(jwt.jws.kid(), "kid-1");
  EXPECT_EQ(jwt.claims.subject, "robot@idp.test");
  EXPECT_EQ(jwt.claims.audience, std::vector<std::string>{"https://api.test/"});
  EXPECT_EQ(jwt.claims.expiry, from_unix(1'800'003'600));

  Provider provider({{200, R"({"access_token":"granted"})"}});
  Account there = read;
  there.endpoints.token = provider.url();
  EXPECT_EQ(exchange_assertion(there, "read", from_unix(1'800'000'000)).access_token, "granted");
  EXPECT_EQ(form_value(provider.forms().at(0), "grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
}

TEST(ServiceAccount, FilesThatAreNone) {
  const std::string file = ::testing::TempDir() + "bad.json";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{", "error reading " + file + ": unsupported format: unexpected end of JSON input"},
      {"{}", "error reading " + file + ": unsupported account type"},
      {R"({"installed":{"auth_uri":"a"}})", "error reading " + file + ": 'token_uri' is missing"},
  };
  for (const auto& [text, want] : cases) {
    write_file(file, text, 0600);
    try {
      read_account(file);
      FAIL();
    } catch (const Error& e) {
      EXPECT_EQ(e.text(), want);
    }
  }
}

TEST(Pages, ShowWhatComesFromOutsideAsText) {
  const net::Response page = failure_page("<script>alert('x')</script> & \"more\"");
  EXPECT_EQ(page.status, 400);
  EXPECT_EQ(page.body.find("<script>"), std::string::npos);
  EXPECT_NE(page.body.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;more&#34;"),
            std::string::npos);
  EXPECT_NE(net::find_header(success_page().headers, "Content-Security-Policy"), nullptr);
}

}  // namespace
}  // namespace newel::client::oauth
