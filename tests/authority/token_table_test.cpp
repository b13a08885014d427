// Every type of token with every defect, on its whole way: gate, provisioner, use. One CA has two
// provisioners of each type, `a` and `b`, so that what one's keys sign can be shown to the other.
#include <gtest/gtest.h>

#include "authority/token_gate.h"
#include "base/encoding.h"
#include "base/text.h"
#include "crypto/digest_signature.h"
#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"
#include "crypto/pem.h"
#include "data_files.h"
#include "jose/jwt_builder.h"
#include "store/store.h"
#include "x509/builder.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

using provisioner::Collection;
using provisioner::Environment;

const Time start = from_unix(1'800'000'000);
constexpr Seconds hour{3600};

enum Defect {
  forged,          // signed by somebody else
  expired,         // by more than the minute that clocks may differ
  not_yet_valid,   // nbf
  from_future,     // iat
  wrong_audience,  // another CA's
  wrong_use,       // ours, for revoking
  crossed,         // signed by the keys of `a`, sent to `b`
  old,             // issued before this CA started
  nameless,        // no subject
  replayed,
  defects
};
const char* const defect_names[] = {"forged",         "expired",   "not yet valid", "from the future",
                                    "wrong audience", "wrong use", "crossed",       "old",
                                    "nameless",       "replayed"};

/// One token: whose keys sign it, whom it is for, and what its claims say otherwise.
struct Wish {
  char signer = 'a', receiver = 'a';
  bool forged = false;
  std::string host = "ca.test", path = "/1.0/sign";
  json::Object changes;
};

json::Object with(json::Object base, const json::Object& changes) {
  for (const auto& member : changes) base[member.key()] = member.value();
  return base;
}

class Keys {
 public:
  explicit Keys(bool rsa) : a_(make(rsa)), b_(make(rsa)), stranger_(make(rsa)) {}
  const PrivateKey& of(const Wish& wish) const { return wish.forged ? stranger_ : at(wish.signer); }
  const PrivateKey& at(char name) const { return name == 'a' ? a_ : b_; }

 private:
  static PrivateKey make(bool rsa) {
    return rsa ? PrivateKey::generate_rsa(2048) : PrivateKey::generate_ec(Curve::p256);
  }
  PrivateKey a_, b_, stranger_;
};

Bytes decoded(std::string_view text) { return value_or_throw(base64_decode(text, Base64::url_raw)); }

std::string jwks(const PrivateKey& key, const std::string& kid) {
  const jose::Jwk jwk{key.public_key(), {}, kid, {}, {}, {}, {}, {}};
  return json::write(json::Object{{"keys", json::Array{jwk.to_json()}}});
}

x509::Certificate self_signed(const PrivateKey& key, bool ca) {
  x509::CertificateTemplate what;
  what.subject = x509::Name::from_common_name(ca ? "root" : "region");
  what.not_before = start - hour;
  what.not_after = start + 1000 * hour;
  what.public_key = key.public_key();
  if (ca) {
    what.key_usage = x509::cert_sign;
    what.basic_constraints = x509::BasicConstraints{true, {}};
  }
  return x509::issue_self_signed(what, key);
}

class TokenTable : public ::testing::Test {
 protected:
  // How tokens of one type are made. `fragment`: of its audience.
  struct Type {
    std::string name;
    std::function<json::Object(char)> document;
    std::function<std::string(const Wish&)> token;
    std::array<const char*, defects> refusals;  ///< part of the log's text; "" is let in
  };

  json::Object claims(const Wish& wish, const std::string& issuer, const std::string& audience) const {
    const std::int64_t now = unix_seconds(clock_.now());
    return with({{"iss", issuer},
                 {"sub", "www.test"},
                 {"aud", audience},
                 {"iat", now},
                 {"nbf", now},
                 {"exp", now + 300},
                 {"jti", "one"}},
                wish.changes);
  }
  static std::string url(const Wish& wish, const std::string& fragment = "") {
    return "https://" + wish.host + wish.path + fragment;
  }

  Type jwk() {
    return {
        "JWK",
        [this](char name) {
          const jose::Jwk key{ec_.at(name).public_key(), {}, std::string(1, name), {}, {}, {}, {}, {}};
          return json::Object{{"type", "JWK"}, {"name", std::string(1, name)}, {"key", key.to_json()}};
        },
        [this](const Wish& wish) {
          const std::string name(1, wish.receiver);
          return jose::build_token(json::Object{{"kid", name}}, claims(wish, name, url(wish)), ec_.of(wish),
                                   "ES256");
        },
        {"jwk.authorizeToken; error parsing jwk claims: go-jose/go-jose: error in cryptographic primitive",
         "jwk.authorizeToken; invalid jwk claims: go-jose/go-jose/jwt: validation failed, token is expired "
         "(exp)",
         "jwk.authorizeToken; invalid jwk claims: go-jose/go-jose/jwt: validation failed, token not valid "
         "yet (nbf)",
         "jwk.authorizeToken; invalid jwk claims: go-jose/go-jose/jwt: validation field, token issued in the "
         "future "
         "(iat)",
         "provisioner not found or invalid audience (https://other.test/1.0/sign)",
         "jwk.authorizeToken; invalid jwk token audience claim (aud); want [",
         "error in cryptographic primitive", "token issued before the bootstrap of certificate authority",
         "jwk.authorizeToken; jwk token subject cannot be empty", "token already used"}};
  }

  Type x5c() {
    return {
        "X5C",
        [this](char name) {
          return json::Object{{"type", "X5C"},
                              {"name", std::string(1, name)},
                              {"roots", base64_encode(as_bytes(self_signed(ec_.at(name), true).pem()))}};
        },
        [this](const Wish& wish) {
          x509::CertificateTemplate what;
          what.subject = x509::Name::from_common_name("agent");
          what.not_before = start - hour;
          what.not_after = start + 1000 * hour;
          what.public_key = leaf_.at('a').public_key();
          what.key_usage = x509::digital_signature;
          what.extended_key_usage = {std::string(x509::oids::client_auth)};
          const auto root = std::make_shared<const PrivateKey>(ec_.at(wish.signer));
          const auto leaf = x509::issue(what, x509::Issuer(self_signed(*root, true), root));
          const std::string name(1, wish.receiver);
          return jose::build_token(json::Object{{"x5c", json::Array{json::text(base64_encode(leaf.der()))}}},
                                   claims(wish, name, url(wish, "#x5c/" + name)),
                                   leaf_.at(wish.forged ? 'b' : 'a'), "ES256");
        },
        {"x5c.authorizeToken; error parsing x5c claims: go-jose/go-jose: error in cryptographic primitive",
         "x5c.authorizeToken; invalid x5c claims: go-jose/go-jose/jwt: validation failed, token is expired "
         "(exp)",
         "x5c.authorizeToken; invalid x5c claims: go-jose/go-jose/jwt: validation failed, token not valid "
         "yet (nbf)",
         "x5c.authorizeToken; invalid x5c claims: go-jose/go-jose/jwt: validation field, token issued in the "
         "future "
         "(iat)",
         "provisioner not found or invalid audience (https://other.test/1.0/sign#x5c/a)",
         "x5c.authorizeToken; x5c token has invalid audience claim (aud); expected [",
         "x5c.authorizeToken; error verifying x5c certificate chain in token: ",
         "token issued before the bootstrap of certificate authority",
         "x5c.authorizeToken; x5c token subject cannot be empty", "token already used"}};
  }

  // The certificates of nebula-cert in the test data: two networks.
  static std::string network(char name) { return name == 'a' ? "v1-25519" : "v2-25519"; }
  static std::string nebula_file(const std::string& name) { return test::data_file("nebula/" + name); }

  Type nebula() {
    return {"Nebula",
            [](char name) {
              return json::Object{{"type", "Nebula"},
                                  {"name", std::string(1, name)},
                                  {"roots", base64_encode(as_bytes(nebula_file(network(name) + "-ca.crt")))}};
            },
            [this](const Wish& wish) {
              const std::string own = network(wish.signer), key_of = wish.forged ? network('b') : own;
              const std::string pem = nebula_file(own + "-host.crt");
              std::string_view rest = pem;
              const PrivateKey key =
                  read_private_key(nebula_file(key_of + "-host.key"), "key", fixed_password(Secret()));
              const std::string name(1, wish.receiver);
              json::Object payload = claims(wish, name, url(wish, "#nebula/" + name));
              if (wish.changes.if_contains("sub") == nullptr) payload["sub"] = "host.nebula.test";
              return jose::sign_compact_xeddsa({{"nebula", json::text(base64_encode(pem_next(rest)->der))}},
                                               as_bytes(json::write(payload)), key);
            },
            {"go-jose/go-jose: error in cryptographic primitive", "token is expired (exp)",
             "token not valid yet (nbf)", "token issued in the future (iat)",
             "provisioner not found or invalid audience (https://other.test/1.0/sign#nebula/a)",
             "token is not valid: invalid claims", "could not find ca for the certificate",
             "token issued before the bootstrap of certificate authority",
             "token is not valid: subject cannot be empty", "token already used"}};
  }

  Type oidc() {
    return {
        "OIDC",
        [this](char name) {
          const std::string base = "https://idp-" + std::string(1, name) + ".test";
          documents_[base + "/.well-known/openid-configuration"] = {
              200, R"({"issuer":")" + base + R"(","jwks_uri":")" + base + R"(/keys"})", ""};
          documents_[base + "/keys"] = {200, jwks(ec_.at(name), "k"), ""};
          return json::Object{{"type", "OIDC"},
                              {"name", std::string(1, name)},
                              {"clientID", "client-" + std::string(1, name)},
                              {"configurationEndpoint", json::text(base)}};
        },
        [this](const Wish& wish) {
          const std::string name(1, wish.receiver);
          json::Object payload = claims(wish, "https://idp-" + name + ".test", "client-" + name);
          payload["nonce"] = "nonce";
          payload["email"] = "jane@doe.test";
          if (wish.host != "ca.test") payload["aud"] = "client-c";
          return jose::build_token(json::Object{{"kid", "k"}}, payload, ec_.of(wish), "ES256");
        },
        {"oidc.AuthorizeToken; cannot validate oidc token",
         "oidc.AuthorizeToken: validatePayload: failed to validate oidc token payload: go-jose/go-jose/jwt: "
         "validation failed, token is expired (exp)",
         "validation failed, token not valid yet (nbf)", "validation field, token issued in the future (iat)",
         "provisioner not found or invalid audience (client-c)", "",
         "oidc.AuthorizeToken; cannot validate oidc token",
         "token issued before the bootstrap of certificate authority", "", "token already used"}};
  }

  // One provisioner only; its tokens may come back.
  Type k8ssa() {
    return {"K8sSA",
            [this](char) {
              return json::Object{
                  {"type", "K8sSA"},
                  {"name", "a"},
                  {"publicKeys", base64_encode(as_bytes(write_public_key(rsa_.at('a').public_key())))}};
            },
            [this](const Wish& wish) {
              json::Object payload = claims(wish, "https://kubernetes.default.svc", url(wish));
              payload["kubernetes.io"] = json::Object{{"serviceaccount", json::Object{{"name", "builder"}}}};
              if (wish.changes.if_contains("sub") == nullptr)
                payload["sub"] = "system:serviceaccount:default:builder";
              return jose::build_token(json::Object{{"kid", "k"}}, payload, rsa_.of(wish), "RS256");
            },
            {"k8ssa.authorizeToken; error validating k8sSA token and extracting claims",
             "k8ssa.authorizeToken; invalid k8sSA token claims: go-jose/go-jose/jwt: validation failed, "
             "token is expired "
             "(exp)",
             "k8ssa.authorizeToken; invalid k8sSA token claims: go-jose/go-jose/jwt: validation failed, "
             "token not valid "
             "yet (nbf)",
             "token issued in the future (iat)",
             "k8ssa.authorizeToken; k8sSA token has invalid audience claim (aud); got "
             "[https://other.test/1.0/sign]",
             "k8ssa.authorizeToken; k8sSA token has invalid audience claim (aud); got "
             "[https://ca.test/1.0/revoke]",
             "k8ssa.authorizeToken; error validating k8sSA token and extracting claims", "",
             "provisioner not found or invalid audience (https://ca.test/1.0/sign)", ""}};
  }

  Type aws() {
    return {"AWS",
            [this](char name) {
              const std::string file = std::string(1, name) + ".pem";
              folder_.write(file, self_signed(rsa_.at(name), false).pem());
              return json::Object{
                  {"type", "AWS"}, {"name", std::string(1, name)}, {"iidRoots", folder_.path(file)}};
            },
            [this](const Wish& wish) {
              const std::string document =
                  R"({"accountId":"1","instanceId":"i-1","privateIp":"10.0.0.1","region":"us-west-1"})";
              const Bytes signature = sign_digest(rsa_.of(wish), {}, as_bytes(document));
              json::Object payload =
                  claims(wish, "ec2.amazonaws.com", url(wish, "#aws/" + std::string(1, wish.receiver)));
              payload["amazon"] = json::Object{{"document", base64_encode(as_bytes(document))},
                                               {"signature", base64_encode(signature)}};
              return jose::sign_compact_hmac({}, as_bytes(json::write(payload)), signature, "HS256");
            },
            {"aws.authorizeToken; invalid aws token signature: error validating identity document signature",
             "aws.authorizeToken; invalid aws token: go-jose/go-jose/jwt: validation failed, token is "
             "expired (exp)",
             "aws.authorizeToken; invalid aws token: go-jose/go-jose/jwt: validation failed, token not valid "
             "yet (nbf)",
             "token issued in the future (iat)",
             "provisioner not found or invalid audience (https://other.test/1.0/sign#aws/a)",
             "aws.authorizeToken; invalid token - invalid audience claim (aud)",
             "aws.authorizeToken; invalid aws token signature: error validating identity document signature",
             "token issued before the bootstrap of certificate authority", "", "token already used"}};
  }

  // Google signs for everybody: what is for `a` is not for `b` because it says so.
  Type gcp() {
    return {"GCP",
            [this](char name) {
              documents_["https://www.googleapis.com/oauth2/v3/certs"] = {200, jwks(rsa_.at('a'), "g"), ""};
              return json::Object{{"type", "GCP"},
                                  {"name", std::string(1, name)},
                                  {"projectIDs", json::Array{json::text("project-" + std::string(1, name))}}};
            },
            [this](const Wish& wish) {
              json::Object payload = claims(wish, "https://accounts.google.com",
                                            url(wish, "#gcp/" + std::string(1, wish.receiver)));
              payload["google"] = json::Object{
                  {"compute_engine",
                   json::Object{{"instance_id", "42"},
                                {"instance_name", "web"},
                                {"instance_creation_timestamp", unix_seconds(clock_.now()) - 3600},
                                {"project_id", "project-" + std::string(1, wish.signer)},
                                {"zone", "us-central1-a"}}}};
              Wish google = wish;
              google.signer = 'a';
              return jose::build_token(json::Object{{"kid", "g"}}, payload, rsa_.of(google), "RS256");
            },
            {"gcp.authorizeToken; failed to validate gcp token payload - cannot find key for kid g",
             "gcp.authorizeToken; invalid gcp token payload: go-jose/go-jose/jwt: validation failed, token "
             "is expired "
             "(exp)",
             "gcp.authorizeToken; invalid gcp token payload: go-jose/go-jose/jwt: validation failed, token "
             "not valid yet "
             "(nbf)",
             "token issued in the future (iat)",
             "provisioner not found or invalid audience (https://other.test/1.0/sign#gcp/a)",
             "gcp.authorizeToken; invalid gcp token - invalid audience claim (aud)",
             "gcp.authorizeToken; invalid gcp token - invalid project id",
             "token issued before the bootstrap of certificate authority", "", "token already used"}};
  }

  Type azure() {
    return {
        "Azure",
        [this](char name) {
          const std::string tenant = "tenant-" + std::string(1, name);
          documents_["https://login.microsoftonline.com/" + tenant + "/.well-known/openid-configuration"] = {
              200,
              R"({"issuer":"https://sts.windows.net/)" + tenant + R"(/","jwks_uri":"https://keys-)" + tenant +
                  R"("})",
              ""};
          documents_["https://keys-" + tenant] = {200, jwks(rsa_.at(name), "z"), ""};
          return json::Object{
              {"type", "Azure"}, {"name", std::string(1, name)}, {"tenantID", json::text(tenant)}};
        },
        [this](const Wish& wish) {
          const std::string tenant = "tenant-" + std::string(1, wish.receiver);
          json::Object payload =
              claims(wish, "https://sts.windows.net/" + tenant + "/", "https://management.azure.com/");
          payload["tid"] = json::text(tenant);
          payload["oid"] = "object";
          payload["xms_mirid"] =
              "/subscriptions/s/resourcegroups/g/providers/Microsoft.Compute/virtualMachines/web";
          if (wish.host != "ca.test") payload["aud"] = "https://other.test";
          return jose::build_token(json::Object{{"kid", "z"}}, payload, rsa_.of(wish), "RS256");
        },
        {"azure.authorizeToken; cannot validate azure token",
         "azure.authorizeToken; failed to validate azure token payload: go-jose/go-jose/jwt: validation "
         "failed, "
         "token is expired (exp)",
         "validation failed, token not valid yet (nbf)", "validation field, token issued in the future (iat)",
         "validation failed, invalid audience claim (aud)", "",
         "azure.authorizeToken; cannot validate azure token",
         "token issued before the bootstrap of certificate authority", "", "token already used"}};
  }

  Environment environment() {
    Environment out;
    out.audiences = provisioner::Audiences::for_dns_names({"ca.test"});
    out.clock = &clock_;
    out.fetch = [this](const std::string& from) -> Expected<provisioner::Fetched> {
      const auto at = documents_.find(from);
      if (at == documents_.end()) return failure("dial tcp: connection refused");
      return at->second;
    };
    return out;
  }

  std::unique_ptr<Collection> collection(const Type& type) {
    auto out = std::make_unique<Collection>(environment().audiences);
    for (const char name : {'a', 'b'}) {
      if (name == 'b' && type.name == "K8sSA") continue;
      auto made = provisioner::make_provisioner(type.document(name), environment());
      EXPECT_EQ(made->disabled_reason(), "") << type.name;
      out->add(std::move(made));
    }
    return out;
  }

  /// What the whole way throws; "" when a certificate may be signed.
  std::string outcome(const Collection& provisioners, const std::string& token,
                      std::optional<Time> started = start - hour) {
    const TokenGate gate(provisioners, *store_, started);
    try {
      const AcceptedToken accepted = gate.accept(token);
      accepted.provisioner->authorize_sign(accepted.token, provisioner::Method::sign);
      store::Transaction transaction;
      gate.use(accepted, transaction);
      return store_->commit(std::move(transaction)).ok() ? "" : "token already used";
    } catch (const Error& e) {
      return std::to_string(e.status()) + " " + e.text();
    }
  }

  Wish wish_of(Defect defect) const {
    const std::int64_t now = unix_seconds(clock_.now());
    switch (defect) {
      case forged:
        return {.forged = true};
      case expired:
        return {.changes = {{"exp", now - 61}}};
      case not_yet_valid:
        return {.changes = {{"nbf", now + 61}}};
      case from_future:
        return {.changes = {{"iat", now + 61}}};
      case wrong_audience:
        return {.host = "other.test"};
      case wrong_use:
        return {.path = "/1.0/revoke"};
      case crossed:
        return {.receiver = 'b'};
      case old:
        return {.changes = {{"iat", now - 7200}}};
      case nameless:
        return {.changes = {{"sub", ""}}};
      default:
        return {};
    }
  }

  void check(const Type& type) {
    const auto provisioners = collection(type);
    for (int i = 0; i < defects; ++i) {
      const auto defect = static_cast<Defect>(i);
      // K8sSA has one provisioner: what is crossed there is signed by the keys of another cluster.
      Wish wish = wish_of(defect);
      if (defect == crossed && type.name == "K8sSA") wish = {.signer = 'b'};
      store_ = store::open_memory_store(clock_);
      const std::string token = type.token(wish);
      if (defect == replayed) {
        EXPECT_EQ(outcome(*provisioners, token), "") << type.name;
      }
      const std::string got = outcome(*provisioners, token),
                        want = type.refusals[static_cast<std::size_t>(i)];
      const std::string what = type.name + ", " + defect_names[i] + ": " + got;
      if (want.empty()) {
        EXPECT_EQ(got, "") << what;
        continue;
      }
      EXPECT_NE(got.find(want), std::string::npos) << what;
      EXPECT_TRUE(got.starts_with("401 ") || defect == replayed) << what;
      // A refused token leaves nothing behind: the good one of the same id still works.
      if (defect != replayed) {
        EXPECT_EQ(outcome(*provisioners, type.token({})), "") << what;
      }
    }
    // The minute that clocks may differ, and a CA that does not ask when a token was issued.
    store_ = store::open_memory_store(clock_);
    const std::int64_t now = unix_seconds(clock_.now());
    EXPECT_EQ(outcome(*provisioners,
                      type.token({.changes = {{"exp", now - 59}, {"nbf", now + 59}, {"iat", now + 59}}})),
              "")
        << type.name;
    store_ = store::open_memory_store(clock_);
    EXPECT_EQ(outcome(*provisioners, type.token(wish_of(old)), std::nullopt), "") << type.name;
  }

  /// `none` as the algorithm, and a public key taken for a secret.
  void check_algorithms(const Type& type) {
    const auto provisioners = collection(type);
    store_ = store::open_memory_store(clock_);
    const std::string token = type.token({});
    const auto header_end = token.find('.'), payload_end = token.rfind('.');
    auto header = value_or_throw(json::parse(as_text(decoded(token.substr(0, header_end))))).as_object();
    const std::string payload = token.substr(header_end + 1, payload_end - header_end - 1);
    header["alg"] = "none";
    const std::string unsigned_token = base64url(as_bytes(json::write(header))) + "." + payload + ".";
    EXPECT_NE(outcome(*provisioners, unsigned_token), "") << type.name;
    if (type.name == "AWS") return;
    const Bytes content = decoded(payload);
    header.erase("alg");
    for (const PrivateKey* key : {&ec_.at('a'), &rsa_.at('a'), &leaf_.at('a')}) {
      const std::string mac =
          jose::sign_compact_hmac(header, content, as_bytes(write_public_key(key->public_key())), "HS256");
      EXPECT_NE(outcome(*provisioners, mac), "") << type.name;
    }
  }

  std::vector<Type> types() { return {jwk(), x5c(), nebula(), oidc(), k8ssa(), aws(), gcp(), azure()}; }

  ManualClock clock_{start};
  std::unique_ptr<store::Store> store_;
  std::map<std::string, provisioner::Fetched> documents_;
  test::ScratchFolder folder_;
  // Made once: RSA keys take their time.
  static const Keys& shared(int which) {
    static const Keys keys[] = {Keys(false), Keys(false), Keys(true)};
    return keys[which];
  }
  const Keys &ec_ = shared(0), &leaf_ = shared(1), &rsa_ = shared(2);
};

TEST_F(TokenTable, EveryTypeWithEveryDefect) {
  for (const Type& type : types()) check(type);
}

TEST_F(TokenTable, AlgorithmsCannotBeChosenByTheSender) {
  for (const Type& type : types()) check_algorithms(type);
}

// A token of one type is no token of another, whatever it is addressed to.
TEST_F(TokenTable, TypesDoNotMix) {
  const auto all = types();
  auto provisioners = std::make_unique<Collection>(environment().audiences);
  for (const Type& type : all) {
    auto document = type.document('a');
    document["name"] = json::text(type.name);
    provisioners->add(provisioner::make_provisioner(document, environment()));
  }
  int refused = 0;
  for (const Type& type : all) {
    for (const std::string aim : {"x5c/X5C", "nebula/Nebula", "aws/AWS", "gcp/GCP"}) {
      if (to_lower(type.name) == aim.substr(0, aim.find('/'))) continue;
      store_ = store::open_memory_store(clock_);
      const std::string token =
          type.token({.changes = {{"aud", json::text("https://ca.test/1.0/sign#" + aim)}}});
      const std::string got = outcome(*provisioners, token);
      EXPECT_TRUE(got.starts_with("401 ")) << type.name << " for " << aim << ": " << got;
      refused += got.empty() ? 0 : 1;
    }
  }
  EXPECT_EQ(refused, 28);
}

}  // namespace
}  // namespace newel::authority
