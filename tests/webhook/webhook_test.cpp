// Webhooks in ca.json.
#include "webhook/webhook.h"

#include <gtest/gtest.h>

#include "template/json_text.h"

namespace newel::webhook {
namespace {

json::Object object(std::string_view text) { return value_or_throw(json::parse(text)).as_object(); }

templates::Value data(std::string_view text) { return value_or_throw(templates::from_json(text)); }

std::string error_of(std::string_view text) {
  try {
    read_webhook(object(text));
    return "";
  } catch (const Error& e) {
    return e.text();
  }
}

TEST(Webhook, IsRefusedWithTheReferencesTexts) {
  const std::pair<const char*, const char*> table[] = {
      {R"({})", "webhook name is required"},
      {R"({"name":"x","url":"https:"})", "webhook url is invalid"},
      {R"({"name":"x","url":"/path"})", "webhook url is invalid"},
      {R"({"name":"x","url":"http://a/"})", "webhook url must use https"},
      {R"({"name":"x","url":"https://u:p@a/"})", "webhook url may not contain username or password"},
      {R"({"name":"x","url":"https://{{ .Token.sub }}/"})", "webhook url is invalid"},
      {R"({"name":"x","url":"https://a.{{ .Token.sub }}/"})", "webhook url is invalid"},
      {R"({"name":"x","url":"https://a{{ .x }}"})", "webhook url is invalid"},
      {R"({"name":"x","url":"https://a/"})", "webhook kind is required"},
      {R"({"name":"x","url":"https://a/","kind":"wat"})", "webhook kind is invalid"},
      {R"({"name":"x","url":"https://a/","kind":"enriching"})", ""},
      {R"({"name":"x","url":"https://a/","kind":"NOTIFYING","certType":"ALL"})", ""},
      {R"({"name":"x","url":"https://a/","kind":"NOTIFYING","certType":"x509"})",
       "webhook certType \"x509\" is invalid; options are ALL, X509, and SSH"},
      {R"({"name":"x","url":"https://a/","kind":"ENRICHING","secret":"?"})", "webhook secret is not base64"},
      {R"({"name":"x","url":"https://a/","kind":"ENRICHING","disableTLSClientAuth":1})",
       "webhook disableTLSClientAuth must be true or false"},
      {R"({"name":"x","url":"https://a/","kind":"ENRICHING","basicAuth":"u:p"})",
       "webhook basicAuth must be an object"},
      {R"({"name":"x","url":"https://a/p{{","kind":"ENRICHING"})",
       "webhook url is invalid: template: url:1: unclosed action"},
      {R"({"name":1})", "webhook name must be a text"},
  };
  for (const auto& [text, wanted] : table) EXPECT_EQ(error_of(text), wanted) << text;
}

TEST(Webhook, IsReadWhole) {
  const Webhook hook = read_webhook(object(
      R"({"ID":"some-id","Name":"people","url":"https://a.test/x?y=1","kind":"AUTHORIZING","certType":"X509",
          "disableTLSClientAuth":true,"secret":"AQID","bearerToken":"t","basicAuth":{"username":"u","password":"p"}})"));
  EXPECT_EQ(hook.id, "some-id");
  EXPECT_EQ(hook.name, "people");
  EXPECT_EQ(hook.url_for(templates::Value()), "https://a.test/x?y=1");
  EXPECT_TRUE(hook.disable_tls_client_auth);
  EXPECT_EQ(hook.key.view(), "\x01\x02\x03");
  EXPECT_EQ(hook.bearer_token.view(), "t");
  ASSERT_TRUE(hook.basic_auth);
  EXPECT_EQ(hook.basic_auth->username, "u");
  EXPECT_EQ(hook.basic_auth->password.view(), "p");
  EXPECT_TRUE(hook.serves(Kind::authorizing, CertType::x509));
  EXPECT_FALSE(hook.serves(Kind::authorizing, CertType::ssh));
  EXPECT_FALSE(hook.serves(Kind::enriching, CertType::x509));
}

TEST(Webhook, UrlTemplates) {
  const Webhook hook = read_webhook(object(
      R"({"name":"x","kind":"ENRICHING","url":"https://a.test/users/{{ .Token.sub | urlquery }}?n={{ len .SANs }}"})"));
  EXPECT_EQ(hook.url_for(data(R"({"Token":{"sub":"a b/c"},"SANs":[1,2]})")),
            "https://a.test/users/a+b%2Fc?n=2");
  EXPECT_EQ(hook.url_for(data(R"({"Token":{"sub":"x"},"SANs":[]})")), "https://a.test/users/x?n=0");
  EXPECT_THROW(hook.url_for(data(R"({"Token":{"sub":"x"}})")), Error) << "len of nothing";
  const Webhook env =
      read_webhook(object(R"({"name":"x","kind":"ENRICHING","url":"https://a.test/{{ .Token.path }}"})"));
  EXPECT_THROW(env.url_for(data("{\"Token\":{\"path\":\"a\\u0001b\"}}")), Error);
  EXPECT_EQ(error_of(R"({"name":"x","kind":"ENRICHING","url":"https://a/{{ env `HOME` }}"})"),
            "webhook url is invalid: template: url:1: function \"env\" not defined");
}

TEST(Webhook, ListsOfAProvisioner) {
  EXPECT_TRUE(read_webhooks(object("{}")).empty());
  EXPECT_TRUE(read_webhooks(object(R"({"options":{"webhooks":null}})")).empty());
  EXPECT_THROW(read_webhooks(object(R"({"options":{"webhooks":{}}})")), Error);
  EXPECT_THROW(read_webhooks(object(R"({"options":{"webhooks":[1]}})")), Error);
  const auto two = object(
      R"({"options":{"webhooks":[{"name":"a","url":"https://a/","kind":"ENRICHING"},
                                 {"name":"a","url":"https://b/","kind":"ENRICHING"}]}})");
  EXPECT_THROW(read_webhooks(two), Error);
}

TEST(Webhook, SecretsAreHidden) {
  json::Object document = object(
      R"({"name":"p","options":{"x509":{},"webhooks":[{"id":"i","Secret":"AQID","name":"a","bearerToken":"t",
          "basicAuth":{"username":"u"},"url":"https://a/","zzz":1}]}})");
  EXPECT_EQ(unknown_webhook_members(document, "p"), std::vector<std::string>{"p.options.webhooks[0].zzz"});
  hide_webhook_secrets(document);
  EXPECT_EQ(
      json::write(document),
      R"({"name":"p","options":{"x509":{},"webhooks":[{"id":"i","name":"a","url":"https://a/","zzz":1}]}})");
}

}  // namespace
}  // namespace newel::webhook
