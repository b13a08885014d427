// Listing, paging and finding provisioners.
#include "provisioner/collection.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "jose/jwt_builder.h"

namespace newel::provisioner {
namespace {

const Audiences audiences = Audiences::for_dns_names({"ca.test", "::1"});

json::Object jwk_document(const std::string& name, const std::string& kid) {
  static const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  jose::Jwk jwk{key.public_key(), {}, kid, {}, {}, {}, {}, {}};
  return {{"type", "JWK"}, {"name", name}, {"key", jwk.to_json()}, {"encryptedKey", "jwe-of-" + kid}};
}

std::shared_ptr<const Provisioner> make(json::Object document) {
  Environment environment;
  environment.audiences = audiences;
  return make_provisioner(document, environment);
}

Collection many(int count) {
  Collection out(audiences);
  for (int i = 0; i < count; ++i)
    out.add(make(jwk_document("p" + std::to_string(i), "k" + std::to_string(i))));
  return out;
}

TEST(Collection, PagesOfEverySize) {
  for (const int count : {0, 1, 19, 20, 21, 40, 100, 101}) {
    const Collection all = many(count);
    for (const int limit : {1, 19, 20, 21, 100, 101, 0, -1}) {
      const int size = limit <= 0 ? 20 : std::min(limit, 100);
      std::string cursor;
      int seen = 0;
      do {
        const auto page = all.page(cursor, limit);
        for (const Provisioner* item : page.items) EXPECT_EQ(item->name(), "p" + std::to_string(seen++));
        EXPECT_LE(static_cast<int>(page.items.size()), size);
        if (!page.next_cursor.empty()) {
          EXPECT_EQ(static_cast<int>(page.items.size()), size);
          EXPECT_FALSE(page.next_cursor.starts_with('0'));
        }
        cursor = page.next_cursor;
      } while (!cursor.empty());
      EXPECT_EQ(seen, count) << "limit " << limit;
    }
  }
}

TEST(Collection, CursorIsTheReferencesUid) {
  const Collection all = many(3);
  const auto page = all.page("", 1);
  Sha1Digest sum = sha1(as_bytes("p1:k1"));
  EXPECT_EQ(page.next_cursor, "1" + hex_encode(sum).substr(8));
  EXPECT_EQ(all.page(std::string(40, 'z'), 5).items.size(), 0u) << "behind the end";
  EXPECT_EQ(all.page("00000000", 5).items.size(), 3u);
  EXPECT_EQ(all.page("1", 5).items.size(), 3u) << "padded to the left: before all";
}

TEST(Collection, RefusesDuplicates) {
  const auto error_of = [](json::Object second) {
    Collection all(audiences);
    all.add(make(jwk_document("a", "1")));
    try {
      all.add(make(std::move(second)));
    } catch (const Error& e) {
      return std::to_string(e.status()) + " " + e.message();
    }
    return std::string();
  };
  EXPECT_EQ(error_of(jwk_document("a", "1")), "400 cannot add multiple provisioners with the same id");
  EXPECT_EQ(error_of(jwk_document("a", "2")), "400 cannot add multiple provisioners with the same name");
  EXPECT_EQ(error_of(jwk_document("b", "1")), "");
  EXPECT_EQ(error_of(jwk_document("b", "2")), "");
}

// Rows of a database have ids of their own; what finds the provisioner of a token must differ all the same.
TEST(Collection, RefusesTwoThatOneTokenWouldFind) {
  const auto cluster = [](const std::string& name, const std::string& id) {
    return make_provisioner(
        {{"type", "K8sSA"}, {"name", json::text(name)}, {"apiServer", "https://cluster.test"}}, {}, id);
  };
  Collection all(audiences);
  all.add(cluster("a", "id-1"));
  try {
    all.add(cluster("b", "id-2"));
    ADD_FAILURE();
  } catch (const Error& e) {
    EXPECT_EQ(e.message(), "cannot add multiple provisioners with the same token identifier");
    EXPECT_EQ(e.status(), 400);
  }
}

TEST(Collection, EncryptedKeys) {
  const Collection all = many(2);
  ASSERT_NE(all.encrypted_key("k1"), nullptr);
  EXPECT_EQ(*all.encrypted_key("k1"), "jwe-of-k1");
  EXPECT_EQ(all.encrypted_key("k2"), nullptr);
}

TEST(Collection, FindsTheProvisionerOfAToken) {
  Collection all(audiences);
  all.add(make(jwk_document("joe", "kid")));
  const auto add = [&](const char* type, const char* name, const char* member, const char* value) {
    all.add(make({{"type", type}, {"name", name}, {member, value}}));
  };
  add("X5C", "corp", "x", "");
  add("OIDC", "google", "clientID", "client-1");
  add("OIDC", "azure-oidc", "clientID", "client-2");
  add("Azure", "az", "tenantID", "tenant-1");
  add("K8sSA", "k8s", "x", "");

  struct Case {
    const char *header_kid, *claims, *found;
  };
  const Case cases[] = {
      {"kid", R"({"iss":"joe","aud":"https://ca.test/1.0/sign"})", "joe"},
      {"kid", R"({"iss":"joe","aud":"https://ca.test:9000/1.0/renew"})", "joe"},
      {"kid", R"({"iss":"joe","aud":["x","step-certificate-authority"]})", "joe"},
      {"kid", R"({"iss":"joe","aud":"https://[::1]:1/sign"})", "joe"},
      {"kid", R"({"iss":"joe","aud":"https://ca.test/1.0/sign/"})", ""},
      {"other", R"({"iss":"joe","aud":"https://ca.test/1.0/sign"})", ""},
      {"kid", R"({"iss":"jim","aud":"https://ca.test/1.0/sign"})", ""},
      {"kid", R"({"iss":"joe"})", ""},
      {"", R"({"iss":"x","aud":"https://ca.test/1.0/sign#x5c/corp"})", "corp"},
      {"", R"({"iss":"x","aud":"https://ca.test/1.0/sign#x5c%2Fcorp"})", "corp"},
      {"", R"({"iss":"x","aud":["https://other/#x5c/no","https://ca.test/1.0/sign#x5c/corp"]})", ""},
      {"", R"({"iss":"x","aud":"https://evil/1.0/sign#x5c/corp"})", ""},
      {"kid", R"({"iss":"joe","aud":["https://ca.test/sign","https://x/#f"]})", ""},
      {"", R"({"iss":"kubernetes/serviceaccount"})", "k8s"},
      {"", R"({"iss":"x","aud":"client-1"})", "google"},
      {"", R"({"iss":"x","aud":"other","azp":"client-1"})", "google"},
      {"", R"({"iss":"x","aud":"client-1","azp":"unknown"})", "google"},
      {"", R"({"iss":"x","aud":"https://management.azure.com/","tid":"tenant-1"})", "az"},
      {"", R"({"iss":"x","aud":"client-2","tid":"tenant-1","email":"a@b"})", "azure-oidc"},
      {"", R"({"iss":"x","aud":"client-2","tid":"tenant-1"})", "az"},
      {"", R"({"iss":"x","aud":"nobody"})", ""},
  };
  for (const Case& c : cases) {
    jose::Jwt token;
    if (*c.header_kid != '\0') token.jws.header["kid"] = c.header_kid;
    token.claims = value_or_throw(jose::Claims::from_json(value_or_throw(json::parse(c.claims))));
    const Provisioner* found = all.by_token(token);
    EXPECT_EQ(found == nullptr ? "" : found->name(), c.found) << c.claims;
  }
}

TEST(Provisioners, DocumentsAreNormalized) {
  const auto document = value_or_throw(json::parse(
      R"({"claims":{"defaultTLSCertDuration":"90m"},"NAME":"ac","Type":"acme","challenges":[],"forcecn":true,"extra":1})"));
  const auto made = make(document.as_object());
  EXPECT_EQ(
      json::write(made->document()),
      R"({"type":"acme","name":"ac","forceCN":true,"claims":{"defaultTLSCertDuration":"1h30m0s"},"extra":1,)"
      R"("state":"Uninitialized","stateReason":"not supported yet: provisioner type acme"})");
  EXPECT_EQ(made->token_key(), "acme/ac");
}

TEST(Provisioners, BrokenOnesAreDisabledWithTheReason) {
  json::Object good = jwk_document("a", "1");
  const auto reason = [&](const char* member, json::Value value) {
    json::Object document = good;
    document[member] = std::move(value);
    return make(document)->disabled_reason();
  };
  EXPECT_EQ(make(good)->disabled_reason(), "");
  EXPECT_EQ(reason("name", ""), "provisioner name cannot be empty");
  EXPECT_EQ(reason("key", nullptr), "provisioner key cannot be empty");
  EXPECT_EQ(make({{"type", "JWK"}})->disabled_reason(), "provisioner name cannot be empty");
  EXPECT_NE(reason("key", json::Object{{"kty", "oct"}, {"k", "AAAA"}}), "");
  EXPECT_EQ(reason("claims", json::Object{{"minTLSCertDuration", "0s"}}),
            "claims: MinTLSCertDuration must be greater than 0");
  EXPECT_EQ(make({{"type", "wat"}, {"name", "x"}}), nullptr);
  EXPECT_EQ(make({{"name", "x"}}), nullptr);
}

TEST(Provisioners, ListingsHoldNoSecretKeys) {
  const jose::Jwk key{PrivateKey::generate_ec(Curve::p256), {}, "kid", {}, {}, {}, {}, {}};
  const auto listed_key = [](json::Object key) {
    return json::write(
        *json::find(make({{"type", "JWK"}, {"name", "a"}, {"key", std::move(key)}})->document(), "key"));
  };
  EXPECT_EQ(listed_key(key.to_json()), json::write(key.to_public().to_json()));
  EXPECT_EQ(listed_key({{"kty", "oct"}, {"kid", "s"}, {"k", "c2VjcmV0"}}), R"({"kty":"oct","kid":"s"})");
  json::Object broken = key.to_json();
  broken["x"] = "AA";
  EXPECT_EQ(listed_key(broken), R"({"kty":"EC","kid":"kid"})");
}

// Disabled or not, and whether a member is there or not.
TEST(Provisioners, ListingsHoldNoSecretsOfScep) {
  const std::string hidden = "*** REDACTED ***", hidden_octets = "KioqIFJFREFDVEVEICoqKg==";
  for (const json::Object& more : {json::Object{}, json::Object{{"challenge", "s3cret"},
                                                                {"decrypterKey", "pkcs11:s3cret"},
                                                                {"decrypterKeyPassword", "s3cret"},
                                                                {"decrypterCertificate", "czNjcmV0"},
                                                                {"decrypterKeyPEM", "czNjcmV0"}}}) {
    json::Object document = more;
    document["type"] = "SCEP";
    document["name"] = "scep";
    const json::Object listed = make(document)->document();
    for (const char* name : {"challenge", "decrypterKey", "decrypterKeyPassword"})
      EXPECT_EQ(json::as_string(json::find(listed, name)), hidden) << name;
    for (const char* name : {"decrypterCertificate", "decrypterKeyPEM"})
      EXPECT_EQ(json::as_string(json::find(listed, name)), hidden_octets) << name;
    const std::string all = json::write(listed);
    EXPECT_EQ(all.find("s3cret"), std::string::npos);
    EXPECT_EQ(all.find("czNjcmV0"), std::string::npos);
  }
}

TEST(Provisioners, OnlySshpopHasNoOptions) {
  for (const char* name : {"JWK", "OIDC", "GCP", "AWS", "Azure", "ACME", "X5C", "K8sSA", "SCEP", "Nebula"})
    EXPECT_TRUE(has_options(parse_type(name).value())) << name;
  EXPECT_FALSE(has_options(Type::sshpop));
}

TEST(Provisioners, DisabledOnesRefuseEveryUse) {
  const auto made = make({{"type", "JWK"}, {"name", "a"}});
  EXPECT_EQ(made->token_key(), "a:");
  const auto expect_refusal = [](const auto& use) {
    try {
      use();
      ADD_FAILURE() << "allowed";
    } catch (const Error& e) {
      EXPECT_EQ(e.status(), 401);
      EXPECT_EQ(e.message(), "provisioner \"a\" is disabled due to an initialization error");
    }
  };
  const ParsedToken token;
  expect_refusal([&] { made->authorize_sign(token, Method::sign); });
  expect_refusal([&] { made->authorize_revoke(token); });
  expect_refusal([&] { made->token_id(token); });
}

TEST(Provisioners, OperationsThatATypeLacks) {
  class Bare final : public Provisioner {
   public:
    Bare() : Provisioner(Type::acme, "b", {}) {}
  };
  const Bare bare;
  const auto text_of = [](const auto& use) {
    try {
      use();
    } catch (const Error& e) {
      return std::to_string(e.status()) + " " + e.text();
    }
    return std::string();
  };
  EXPECT_EQ(text_of([&] { bare.authorize_sign({}, Method::sign); }),
            "401 provisioner.AuthorizeSign not implemented");
  EXPECT_EQ(text_of([&] { bare.authorize_revoke({}); }), "401 provisioner.AuthorizeRevoke not implemented");
}

TEST(TimeOrDuration, Forms) {
  const auto parsed = [](const char* text) { return TimeOrDuration::parse(text); };
  EXPECT_FALSE(parsed("")->is_set());
  EXPECT_FALSE(parsed("0")->is_set());
  EXPECT_EQ(parsed("0s")->to_string(), "");
  EXPECT_EQ(parsed("90m")->to_string(), "1h30m0s");
  EXPECT_EQ(parsed("-5m")->resolve(from_unix(1000)), from_unix(700));
  EXPECT_EQ(parsed("2024-01-02T03:04:05.5+01:00")->to_string(), "2024-01-02T02:04:05.5Z");
  EXPECT_EQ(parsed("tomorrow").error().text, "failed to parse \"tomorrow\"");
}

}  // namespace
}  // namespace newel::provisioner
