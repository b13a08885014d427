// X5C: whose chain leads to a root may ask for certificates that end no later than its own.
#include "base/encoding.h"
#include "provisioner/token_bench.h"
#include "x509/builder.h"
#include "x509/oids.h"

namespace newel::provisioner {
namespace {

using testing::day;
using testing::hour;
using testing::parsed;
using testing::with;

struct Leaf {
  unsigned usage = x509::digital_signature;
  std::vector<std::string> extended{std::string(x509::oids::client_auth)};
  Time begin = testing::start - hour, end = testing::start + hour;
};

class X5c : public testing::TokenBench {
 protected:
  X5c() {
    root_ = authority("X5C Root", nullptr, root_key_);
    intermediate_ = authority("X5C Intermediate", root_issuer().get(), intermediate_key_);
  }

  static x509::CertificateTemplate basics(const std::string& name, const PrivateKey& key) {
    x509::CertificateTemplate out;
    out.subject = x509::Name::from_common_name(name);
    out.not_before = testing::start - day;
    out.not_after = testing::start + 30 * day;
    out.public_key = key.public_key();
    return out;
  }
  static std::optional<x509::Certificate> authority(const std::string& name, const x509::Issuer* issuer,
                                                    const std::shared_ptr<const PrivateKey>& key) {
    auto what = basics(name, *key);
    what.key_usage = x509::cert_sign;
    what.basic_constraints = x509::BasicConstraints{true, {}};
    return issuer == nullptr ? x509::issue_self_signed(what, *key) : x509::issue(what, *issuer);
  }
  std::shared_ptr<x509::Issuer> root_issuer() const {
    return std::make_shared<x509::Issuer>(*root_, root_key_);
  }

  x509::Certificate leaf(const Leaf& how = {}) const {
    auto what = basics("agent", leaf_key_);
    what.not_before = how.begin;
    what.not_after = how.end;
    what.key_usage = how.usage;
    what.extended_key_usage = how.extended;
    return x509::issue(what, x509::Issuer(*intermediate_, intermediate_key_));
  }

  json::Object document(json::Object changes = {}) const {
    return with({{"type", "X5C"}, {"name", "corp"}, {"roots", base64_encode(as_bytes(root_->pem()))}},
                std::move(changes));
  }

  struct Changes {
    json::Object claims{};
    json::Object header{};
    const PrivateKey* key = nullptr;
    std::string audience = "https://ca.test/1.0/sign#x5c/corp";
  };
  ParsedToken token(const std::vector<x509::Certificate>& chain, const Changes& changes) const {
    json::Array list;
    for (const auto& one : chain) list.emplace_back(base64_encode(one.der()));
    const auto header = with({{"x5c", list}, {"kid", "any"}}, changes.header);
    const auto payload = with(
        with(claims("corp", "www.test", changes.audience), {{"sans", json::Array{"www.test", "10.0.0.1"}}}),
        changes.claims);
    return parsed(
        jose::build_token(header, payload, changes.key != nullptr ? *changes.key : leaf_key_, "ES256"));
  }
  ParsedToken token(const Changes& changes) const { return token({leaf(), *intermediate_}, changes); }
  ParsedToken token() const { return token(Changes{}); }

  std::shared_ptr<const PrivateKey> root_key_ =
      std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  std::shared_ptr<const PrivateKey> intermediate_key_ =
      std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  PrivateKey leaf_key_ = PrivateKey::generate_ec(Curve::p256),
             other_key_ = PrivateKey::generate_ec(Curve::p256);
  std::optional<x509::Certificate> root_, intermediate_;
};

TEST_F(X5c, SetUpNeedsItsMembers) {
  const std::string pem_without_certificates = "nothing here",
                    broken_pem = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {{{"name", ""}}, "provisioner name cannot be empty"},
      {{{"roots", nullptr}}, "provisioner root(s) cannot be empty"},
      {{{"roots", ""}}, "provisioner root(s) cannot be empty"},
      {{{"roots", 5}},
       "error unmarshaling provisioner: json: cannot unmarshal number into Go struct field .roots of type "
       "[]uint8"},
      {{{"roots", base64_encode(as_bytes(pem_without_certificates))}},
       "no x509 certificates found in roots attribute for provisioner 'corp'"},
      {{{"roots", base64_encode(as_bytes(broken_pem))}},
       "error parsing x509 certificate from PEM block: x509: malformed tbs certificate"},
      {{{"claims", json::Object{{"minTLSCertDuration", "48h"}}}},
       "claims: MaxCertDuration cannot be less than MinCertDuration: MaxCertDuration - 24h0m0s, "
       "MinCertDuration - 48h0m0s"},
  };
  for (const auto& [changes, reason] : cases) EXPECT_EQ(make(document(changes))->disabled_reason(), reason);
  const auto good = make(document());
  EXPECT_EQ(good->disabled_reason(), "");
  EXPECT_EQ(good->id(), "x5c/corp");
}

TEST_F(X5c, AGoodTokenGivesItsOptions) {
  const auto provisioner = make(document());
  const auto leaf_certificate = leaf();
  const auto options = provisioner->authorize_sign(
      token({leaf_certificate, *intermediate_}, {.claims = {{"cnf", json::Object{{"x5rt#S256", "abc"}}}}}),
      Method::sign);
  EXPECT_EQ(options.tmpl.common_name, "www.test");
  EXPECT_EQ(options.sans, (std::vector<std::string>{"www.test", "10.0.0.1"}));
  EXPECT_EQ(options.san_rule, SanRule::exact);
  EXPECT_EQ(options.common_names, std::vector<std::string>{"www.test"});
  EXPECT_EQ(options.csr_fingerprint, "abc");
  EXPECT_EQ(options.authorization_principal, "agent");
  ASSERT_TRUE(options.authorization_certificate);
  EXPECT_TRUE(*options.authorization_certificate == leaf_certificate);
  ASSERT_TRUE(options.window);
  EXPECT_EQ(options.window->end, leaf_certificate.not_after());
  ASSERT_TRUE(options.extension);
  EXPECT_EQ(options.extension->type, 7);
  EXPECT_EQ(options.extension->credential_id, "");
  // Without sans the subject is the name.
  EXPECT_EQ(provisioner->authorize_sign(token({.claims = {{"sans", nullptr}}}), Method::sign).sans,
            std::vector<std::string>{"www.test"});
  EXPECT_EQ(provisioner->token_id(token()).id, "jti-1");
}

TEST_F(X5c, EveryDefectOfATokenIsRefused) {
  const auto provisioner = make(document());
  const std::string at = "401 x5c.AuthorizeSign: x5c.authorizeToken; ";
  const auto now = unix_seconds(clock_.now());
  const std::string primitive = "error parsing x5c claims: go-jose/go-jose: error in cryptographic primitive";
  const std::vector<std::pair<Changes, std::string>> cases = {
      {{.header = {{"x5c", nullptr}}},
       "error verifying x5c certificate chain in token: go-jose/go-jose: no x5c header present in message"},
      {{.header = {{"x5c", json::Array{}}}},
       "error verifying x5c certificate chain in token: go-jose/go-jose: no x5c header present in message"},
      {{.key = &other_key_}, primitive},
      {{.claims = {{"iss", "other"}}},
       "invalid x5c claims: go-jose/go-jose/jwt: validation failed, invalid issuer claim (iss)"},
      {{.claims = {{"exp", now - 61}}},
       "invalid x5c claims: go-jose/go-jose/jwt: validation failed, token is expired (exp)"},
      {{.claims = {{"nbf", now + 61}}},
       "invalid x5c claims: go-jose/go-jose/jwt: validation failed, token not valid yet (nbf)"},
      {{.claims = {{"iat", now + 61}}},
       "invalid x5c claims: go-jose/go-jose/jwt: validation field, token issued in the future (iat)"},
      {{.claims = {{"sub", ""}}}, "x5c token subject cannot be empty"},
      {{.claims = {{"sans", "www.test"}}},
       "error parsing x5c claims: json: cannot unmarshal string into Go struct field jwtPayload.sans of type "
       "[]string"},
  };
  for (const auto& [changes, text] : cases) EXPECT_EQ(refusal(*provisioner, token(changes)), at + text);
  for (const char* audience :
       {"https://ca.test/1.0/sign", "https://ca.test/1.0/sign#x5c/other",
        "https://ca.test/1.0/revoke#x5c/corp", "https://other.test/1.0/sign#x5c/corp"}) {
    const auto error = refusal(*provisioner, token({.audience = audience}));
    EXPECT_NE(error.find("x5c token has invalid audience claim (aud); expected ["), std::string::npos)
        << error;
    EXPECT_TRUE(error.ends_with("but got [" + std::string(audience) + "]")) << error;
  }
  // Absent times are not errors, and ports do not count.
  EXPECT_EQ(refusal(*provisioner, token({.claims = {{"exp", nullptr}, {"nbf", nullptr}, {"iat", nullptr}}})),
            "");
  EXPECT_EQ(refusal(*provisioner, token({.audience = "https://ca.test:9000/1.0/sign#x5c/corp"})), "");
}

TEST_F(X5c, EveryDefectOfAChainIsRefused) {
  const auto provisioner = make(document());
  const auto refused = [&](const std::vector<x509::Certificate>& chain) {
    return refusal(*provisioner, token(chain, {}));
  };
  const std::string chain_error =
      "401 x5c.AuthorizeSign: x5c.authorizeToken; error verifying x5c certificate chain in token: ";
  EXPECT_EQ(refused({leaf()}), chain_error + "x509: certificate signed by unknown authority");
  EXPECT_EQ(
      refused({leaf({.begin = testing::start - 2 * hour, .end = testing::start - hour}), *intermediate_})
          .substr(0, chain_error.size() + 50),
      chain_error + "x509: certificate has expired or is not yet valid:");
  EXPECT_EQ(refused({leaf({.extended = {std::string(x509::oids::server_auth)}}), *intermediate_}),
            chain_error + "x509: certificate specifies an incompatible key usage");
  EXPECT_EQ(
      refused({leaf({.usage = x509::key_encipherment}), *intermediate_}),
      "401 x5c.AuthorizeSign: x5c.authorizeToken; certificate used to sign x5c token cannot be used for "
      "digital signature");
  EXPECT_EQ(refused({leaf({.extended = {}}), *intermediate_}), "");
  const auto own_root = x509::issue_self_signed(basics("self", leaf_key_), leaf_key_);
  EXPECT_EQ(refused({own_root}), chain_error + "x509: certificate signed by unknown authority");
  EXPECT_NE(refused(std::vector<x509::Certificate>(17, leaf())), "");
}

TEST_F(X5c, Revoking) {
  const auto provisioner = make(document());
  const Changes revoke{.audience = "https://ca.test/1.0/revoke#x5c/corp"};
  EXPECT_EQ(error_of([&] { provisioner->authorize_revoke(token(revoke)); }), "");
  EXPECT_NE(error_of([&] { provisioner->authorize_revoke(token()); }), "");
}

TEST_F(X5c, ItIsListedWithItsRoots) {
  const auto listed = make(document({{"name", "corp"}, {"claims", json::Object{}}}))->document();
  EXPECT_EQ(json::write(listed), R"({"type":"X5C","name":"corp","roots":")" +
                                     base64_encode(as_bytes(root_->pem())) + R"(","claims":{}})");
}

}  // namespace
}  // namespace newel::provisioner
