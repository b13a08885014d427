// OIDC: discovery, keys that change, who is let in and under which names.
#include "provisioner/oidc.h"

#include <gtest/gtest.h>

#include <map>

#include "jose/jwt_builder.h"

namespace newel::provisioner {
namespace {

const Time start = from_unix(1'800'000'000);

/// An identity provider without a network: documents by URL, and how often each was asked for.
class Provider {
 public:
  Provider() { publish({{"first", keys_.at("first")}}); }

  void publish(const std::map<std::string, PrivateKey>& keys, std::string cache_control = "max-age=7200") {
    json::Array list;
    for (const auto& [kid, key] : keys) {
      jose::Jwk jwk{key.public_key(), {}, kid, {}, {}, {}, {}, {}};
      list.push_back(jwk.to_json());
    }
    documents["https://idp.test/jwks"] = {200, json::write(json::Object{{"keys", list}}), cache_control};
  }

  Fetch fetch() {
    return [this](const std::string& url) -> Expected<Fetched> {
      ++asked[url];
      const auto at = documents.find(url);
      if (at == documents.end()) return failure("dial tcp: connection refused");
      return at->second;
    };
  }

  const PrivateKey& key(const std::string& kid) const { return keys_.at(kid); }

  std::map<std::string, Fetched> documents{
      {"https://idp.test/.well-known/openid-configuration",
       {200, R"({"issuer":"https://idp.test/{tenantid}","jwks_uri":"https://idp.test/jwks"})", ""}}};
  std::map<std::string, int> asked;

 private:
  std::map<std::string, PrivateKey> keys_{{"first", PrivateKey::generate_ec(Curve::p256)},
                                          {"second", PrivateKey::generate_ec(Curve::p256)}};
};

class Oidc : public ::testing::Test {
 protected:
  Environment environment() {
    Environment out;
    out.audiences = Audiences::for_dns_names({"ca.test"});
    out.clock = &clock_;
    out.fetch = provider_.fetch();
    return out;
  }

  static json::Object document(json::Object extra = {}) {
    json::Object out{{"type", "OIDC"},
                     {"name", "people"},
                     {"clientID", "client"},
                     {"clientSecret", ""},
                     {"configurationEndpoint", "https://idp.test"},
                     {"tenantID", "acme"}};
    for (const auto& member : extra) out[member.key()] = member.value();
    return out;
  }

  std::shared_ptr<const Provisioner> make(json::Object extra = {}) {
    return make_provisioner(document(std::move(extra)), environment());
  }

  json::Object claims(json::Object extra = {}) const {
    const std::int64_t now = unix_seconds(clock_.now());
    json::Object out{{"iss", "https://idp.test/acme"},
                     {"aud", "client"},
                     {"sub", "1234"},
                     {"iat", now},
                     {"exp", now + 300},
                     {"nonce", "n-1"},
                     {"email", "Jane@Doe.ORG"},
                     {"email_verified", true}};
    for (const auto& member : extra) {
      if (member.value().is_null()) {
        out.erase(member.key());
      } else {
        out[member.key()] = member.value();
      }
    }
    return out;
  }

  ParsedToken token(const json::Object& payload, const std::string& kid = "first", std::string name = "") {
    const std::string text = jose::sign_compact({{"kid", name.empty() ? kid : name}, {"typ", "JWT"}},
                                                as_bytes(json::write(payload)), provider_.key(kid), "ES256");
    return {text, value_or_throw(jose::Jwt::parse(text))};
  }

  std::string refusal(const Provisioner& provisioner, const ParsedToken& presented) {
    try {
      provisioner.authorize_sign(presented, Method::sign);
      return "";
    } catch (const Error& e) {
      EXPECT_EQ(e.status(), 401);
      return e.text();
    }
  }

  ManualClock clock_{start};
  Provider provider_;
};

TEST_F(Oidc, SetUpNeedsItsMembers) {
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {{{"name", ""}}, "name cannot be empty"},
      {{{"clientID", ""}}, "clientID cannot be empty"},
      {{{"configurationEndpoint", ""}}, "configurationEndpoint cannot be empty"},
      {{{"configurationEndpoint", "https://idp test"}},
       "error parsing https://idp test: parse \"https://idp test\": invalid character \" \" in host name"},
      {{{"listenAddress", "8080"}}, "error parsing listenAddress: address 8080: missing port in address"},
      {{{"configurationEndpoint", "https://gone.test"}},
       "failed to connect to https://gone.test/.well-known/openid-configuration: dial tcp: connection "
       "refused"},
      {{{"claims", json::Object{{"minTLSCertDuration", "-1h"}}}},
       "claims: MinTLSCertDuration must be greater than 0"},
  };
  for (const auto& [extra, want] : cases) EXPECT_EQ(make(extra)->disabled_reason(), want);
  EXPECT_EQ(make()->disabled_reason(), "");
  EXPECT_EQ(make()->token_key(), "client");
}

TEST_F(Oidc, DiscoveryMustNameIssuerAndKeys) {
  const std::string url = "https://idp.test/.well-known/openid-configuration";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"<html>", "error reading " + url + ": invalid character '<' looking for beginning of value"},
      {R"({"jwks_uri":"https://idp.test/jwks"})", "error parsing https://idp.test: issuer cannot be empty"},
      {R"({"issuer":"https://idp.test"})", "error parsing https://idp.test: jwks_uri cannot be empty"},
      {R"({"issuer":"https://idp.test","jwks_uri":"https://idp.test/none"})",
       "failed to connect to https://idp.test/none: dial tcp: connection refused"},
  };
  for (const auto& [body, want] : cases) {
    provider_.documents[url].body = body;
    EXPECT_EQ(make()->disabled_reason(), want);
  }
}

TEST_F(Oidc, EndpointGetsTheWellKnownPath) {
  EXPECT_EQ(discovery_url("https://a.test"), "https://a.test/.well-known/openid-configuration");
  EXPECT_EQ(discovery_url("https://a.test/x/"), "https://a.test/x/.well-known/openid-configuration");
  EXPECT_EQ(discovery_url("https://a.test/.well-known/openid-configuration?p=1"),
            "https://a.test/.well-known/openid-configuration?p=1");
}

TEST_F(Oidc, PeopleGetTheNamesTheProviderGave) {
  const auto provisioner = make();
  const SignOptions options = provisioner->authorize_sign(token(claims()), Method::sign);
  EXPECT_EQ(options.tmpl.fallback, DefaultTemplate::leaf);
  EXPECT_EQ(options.tmpl.common_name, "1234");
  EXPECT_EQ(options.tmpl.names, (std::vector<std::string>{"Jane@Doe.ORG", "https://idp.test/acme#1234"}));
  EXPECT_EQ(options.san_rule, SanRule::any);
  ASSERT_TRUE(options.extension);
  EXPECT_EQ(options.extension->credential_id, "client");
  EXPECT_EQ(provisioner->token_id(token(claims())).id, "n-1");
}

TEST_F(Oidc, EachDefectIsRefusedByName) {
  const std::string prefix = "oidc.AuthorizeSign: oidc.AuthorizeToken: validatePayload: ";
  const std::string payload = prefix + "failed to validate oidc token payload: ";
  const std::string jwt = payload + "go-jose/go-jose/jwt: validation failed, ";
  const std::int64_t now = unix_seconds(start);
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {{{"iss", "https://idp.test/other"}}, jwt + "invalid issuer claim (iss)"},
      {{{"aud", "somebody"}}, jwt + "invalid audience claim (aud)"},
      {{{"exp", now - 61}}, jwt + "token is expired (exp)"},
      {{{"nbf", now + 61}}, jwt + "token not valid yet (nbf)"},
      {{{"iat", now + 61}},
       payload + "go-jose/go-jose/jwt: validation field, token issued in the future (iat)"},
      {{{"azp", "somebody"}}, payload + "invalid azp"},
      {{{"email", "eve@elsewhere.test"}}, payload + "email \"eve@elsewhere.test\" is not allowed"},
      {{{"groups", json::Array{"sales"}}}, prefix + "oidc token payload validation failed: invalid group"},
      {{{"groups", nullptr}}, prefix + "oidc token payload validation failed: invalid group"},
      {{{"groups", "staff"}},
       "oidc.AuthorizeSign: oidc.AuthorizeToken; error parsing oidc token claims: json: cannot unmarshal "
       "string "
       "into Go struct field openIDPayload.groups of type []string"},
      {{{"email_verified", "true"}},
       "oidc.AuthorizeSign: oidc.AuthorizeToken; error parsing oidc token claims: json: cannot unmarshal "
       "string "
       "into Go struct field openIDPayload.email_verified of type bool"},
  };
  const auto provisioner = make({{"domains", json::Array{"DOE.org"}}, {"groups", json::Array{"staff"}}});
  const json::Object good{{"groups", json::Array{"staff"}}};
  EXPECT_EQ(refusal(*provisioner, token(claims(good))), "");
  EXPECT_EQ(refusal(*provisioner, token(claims({{"groups", json::Array{"staff"}}, {"email", nullptr}}))), "");
  for (const auto& [defect, want] : cases) {
    json::Object payload_members = good;
    for (const auto& member : defect) payload_members[member.key()] = member.value();
    EXPECT_EQ(refusal(*provisioner, token(claims(payload_members))), want);
  }
}

TEST_F(Oidc, OnlyTheProvidersKeysCount) {
  const auto provisioner = make();
  const std::string want = "oidc.AuthorizeSign: oidc.AuthorizeToken; cannot validate oidc token";
  EXPECT_EQ(refusal(*provisioner, token(claims(), "second")), want);
  EXPECT_EQ(refusal(*provisioner, token(claims(), "second", "first")), want);
}

TEST_F(Oidc, AdministratorsByMailAndByGroup) {
  const auto provisioner =
      make({{"admins", json::Array{"root@doe.ORG", "wheel"}}, {"domains", json::Array{"elsewhere.test"}}});
  const auto fallback = [&](json::Object extra) {
    return provisioner->authorize_sign(token(claims(std::move(extra))), Method::sign).tmpl.fallback;
  };
  EXPECT_EQ(fallback({{"email", "root@DOE.org"}}), DefaultTemplate::admin_leaf);
  EXPECT_EQ(fallback({{"groups", json::Array{"wheel"}}}), DefaultTemplate::admin_leaf);
  EXPECT_EQ(fallback({{"email", nullptr}}), DefaultTemplate::leaf);
  EXPECT_NE(refusal(*provisioner, token(claims({{"email", "Root@doe.org"}}))), "");
  EXPECT_NO_THROW(provisioner->authorize_revoke(token(claims({{"email", "root@doe.org"}}))));
  try {
    provisioner->authorize_revoke(token(claims({{"email", nullptr}})));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.text(), "oidc.AuthorizeRevoke; cannot revoke with non-admin oidc token");
  }
}

TEST_F(Oidc, SubjectsAreEscapedInTheirUri) {
  const auto provisioner = make();
  const auto names = [&](json::Object extra) {
    return provisioner->authorize_sign(token(claims(std::move(extra))), Method::sign).tmpl.names;
  };
  EXPECT_EQ(names({{"sub", "a b#ü/?"}, {"email", nullptr}}),
            (std::vector<std::string>{"https://idp.test/acme#a%20b%23%C3%BC/?"}));
}

TEST_F(Oidc, KeysMayChangeAtAnyTime) {
  const auto provisioner = make();
  const int before = provider_.asked["https://idp.test/jwks"];
  provider_.publish({{"second", provider_.key("second")}});
  clock_.advance(std::chrono::seconds(11));
  EXPECT_TRUE(provisioner->may_wait(token(claims(), "second")));
  EXPECT_FALSE(provisioner->may_wait(token(claims(), "first")));
  EXPECT_EQ(refusal(*provisioner, token(claims(), "second")), "");
  EXPECT_EQ(provider_.asked["https://idp.test/jwks"], before + 1);
  // Keys that nobody knows cost one look in ten seconds, however many tokens name them.
  for (int i = 0; i < 100; ++i) refusal(*provisioner, token(claims(), "first", "k" + std::to_string(i)));
  EXPECT_EQ(provider_.asked["https://idp.test/jwks"], before + 1);
}

TEST_F(Oidc, OldKeysStayWhileTheProviderIsAway) {
  const auto provisioner = make();
  provider_.documents.clear();
  clock_.advance(std::chrono::hours(3));
  EXPECT_EQ(refusal(*provisioner, token(claims())), "");
}

TEST(KeySource, GrowsOldAsTheProviderSays) {
  EXPECT_EQ(max_age_of("public, max-age=60"), std::chrono::seconds(60));
  EXPECT_EQ(max_age_of("Max-Age=0"), Duration(0));
  EXPECT_EQ(max_age_of(""), std::chrono::hours(12));
  EXPECT_EQ(max_age_of("max-age=x, s-maxage=5"), std::chrono::hours(12));
  EXPECT_EQ(max_age_of("max-age=99999999999999999999"), std::chrono::seconds(31'536'000));
}

TEST(KeySource, IsFetchedAgainBesideTheRequests) {
  Provider provider;
  ManualClock clock(start);
  std::vector<std::function<void()>> beside;
  const auto keys = KeySource::open(
      "https://idp.test/jwks", provider.fetch(), [&](auto task) { beside.push_back(std::move(task)); },
      clock);
  clock.advance(std::chrono::hours(3));
  EXPECT_FALSE(keys->may_wait("first"));
  EXPECT_EQ(keys->find("first").size(), 1u);
  EXPECT_EQ(keys->find("first").size(), 1u);
  ASSERT_EQ(beside.size(), 1u);
  EXPECT_EQ(provider.asked["https://idp.test/jwks"], 1);
  beside.front()();
  EXPECT_EQ(provider.asked["https://idp.test/jwks"], 2);
}

TEST(Email, OnlyTheDomainIsFolded) {
  EXPECT_EQ(sanitize_email("NaMe@NaMe@X.CoM"), "NaMe@NaMe@x.com");
  EXPECT_EQ(sanitize_email("Plain"), "Plain");
}

}  // namespace
}  // namespace newel::provisioner
