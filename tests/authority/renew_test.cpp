// Renewing and re-keying, by certificate and by bearer token.
#include "authority/test_ca.h"
#include "base/encoding.h"

namespace newel::authority {
namespace {

using namespace testing;

class RenewTest : public ::testing::Test {
 protected:
  void make(CaOptions options = {}) {
    ca_ = std::make_unique<TestCa>(std::move(options));
    old_ = ca_->issue("host.test", key_).chain[0];
  }
  Outcome renewing() {
    return outcome_of([&] { ca_->renew(*old_); });
  }
  void revoke() {
    store::Transaction transaction;
    ca_->operator*().revoke_by_certificate({old_->serial().decimal()}, *old_, transaction);
    ASSERT_TRUE(ca_->commit(std::move(transaction)).ok());
  }
  /// A bearer token of the old certificate's key; `changes` as for TestCa::token().
  std::string renew_token(json::Object changes = {}, const Signer* key = nullptr) {
    json::Object header{
        {"x5cInsecure", json::Array{json::Value(base64_encode(old_->der())),
                                    json::Value(base64_encode((*ca_)->intermediates()[0].der()))}},
        {"kid", nullptr}};
    json::Object claims{{"iss", "step-ca-client/1.0"}};
    json::Object all{{"header", header}, {"claims", claims}};
    TestCa::merge(all, changes);
    return ca_->token("host.test", all, key != nullptr ? key : &key_, "renew");
  }
  Outcome authorizing(const std::string& token) {
    return outcome_of([&] {
      store::Transaction transaction;
      const auto certificate = (*ca_)->authorize_renew_token(token, transaction);
      EXPECT_EQ(certificate, *old_);
      throw_unless_committed(ca_->commit(std::move(transaction)), Operation::renew);
    });
  }

  PrivateKey key_ = PrivateKey::generate_ec(Curve::p256);
  std::unique_ptr<TestCa> ca_;
  std::optional<x509::Certificate> old_;
};

TEST_F(RenewTest, CopiesEverythingButTimesAndSerial) {
  make();
  ca_->clock().advance(std::chrono::hours(16));
  const auto renewed = ca_->renew(*old_);
  const x509::Certificate& leaf = renewed.chain[0];
  EXPECT_EQ(ca_->openssl_verify(renewed.chain).status, 0);
  EXPECT_EQ(leaf.subject().raw, old_->subject().raw);
  EXPECT_TRUE(equal(leaf.spki(), old_->spki()));
  EXPECT_NE(leaf.serial(), old_->serial());
  EXPECT_EQ(leaf.not_before(), start + std::chrono::hours(16) - std::chrono::minutes(1));
  EXPECT_EQ(leaf.not_after() - leaf.not_before(), old_->not_after() - old_->not_before());
  std::vector<std::string> oids, old_oids{std::string(x509::oids::authority_key_id)};
  for (const auto& e : leaf.extensions()) oids.push_back(e.oid);
  for (const auto& e : old_->extensions()) {
    if (e.oid != x509::oids::authority_key_id) old_oids.push_back(e.oid);
    const auto* copy = x509::find_extension(leaf.extensions(), e.oid);
    ASSERT_NE(copy, nullptr) << e.oid;
    EXPECT_EQ(copy->value, e.value);
    EXPECT_EQ(copy->critical, e.critical);
  }
  EXPECT_EQ(oids, old_oids) << "the generated one first, then the old ones in their order";
  const auto row = ca_->store().find_certificate(leaf.serial().magnitude);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->provisioner_id, "joe:kid-1");
  EXPECT_EQ(ca_->observer.events.back(), "1 joe ok");
  EXPECT_EQ(renewing().status, 0) << "the old one stays renewable";
}

TEST_F(RenewTest, RekeyTakesTheNewKey) {
  make();
  const PrivateKey fresh = PrivateKey::generate_ec(Curve::p384);
  store::Transaction transaction;
  const auto issued = (*ca_)->rekey(*old_, fresh.public_key(), transaction);
  const x509::Certificate& leaf = issued.chain[0];
  EXPECT_EQ(ca_->openssl_verify(issued.chain).status, 0);
  EXPECT_TRUE(equal(leaf.spki(), fresh.public_key().spki()));
  EXPECT_EQ(leaf.subject_key_id(), fresh.public_key().key_id());
  EXPECT_EQ(leaf.extensions()[0].oid, x509::oids::subject_key_id);
  EXPECT_EQ(leaf.extensions()[1].oid, x509::oids::authority_key_id);
  EXPECT_EQ(leaf.names().dns, old_->names().dns);
  EXPECT_EQ(ca_->observer.events.back(), "2 joe ok");
}

TEST_F(RenewTest, Refusals) {
  struct Case {
    const char* name;
    const char* claims;
    Duration later;
    int status;
    const char *message, *text;
  };
  const std::string unauthorized = default_message(401);
  const Case cases[] = {
      {"valid", "{}", Duration(0), 0, "", ""},
      {"at its very end", "{}", day, 0, "", ""},
      {"expired", "{}", day + Seconds(1), 401,
       "The request lacked necessary authorization to be completed: certificate expired on 2027-01-16 "
       "08:00:00 +0000 UTC",
       ""},
      {"expired, allowed", R"({"allowRenewalAfterExpiry":true})", day + Seconds(1), 0, "", ""},
      {"not yet valid", "{}", -Seconds(3600), 401, unauthorized.c_str(),
       "certificate is not yet valid 2027-01-15T07:00:00Z vs 2027-01-15T07:59:00Z"},
      {"disabled", R"({"disableRenewal":true})", Duration(0), 401, unauthorized.c_str(),
       "renew is disabled for provisioner 'joe'"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    make({.provisioner_patch = "{\"claims\":" + std::string(c.claims) + "}"});
    ca_->clock().advance(c.later);
    const Outcome got = renewing();
    EXPECT_EQ(got.status, c.status) << got.text;
    if (c.status != 0) {
      EXPECT_EQ(got.message, c.message);
    }
    EXPECT_NE(got.text.find(c.text), std::string::npos) << got.text;
  }
}

TEST_F(RenewTest, RevokedOnesAreRefused) {
  make();
  revoke();
  const Outcome got = renewing();
  EXPECT_EQ(got.status, 401);
  EXPECT_NE(got.text.find("certificate has been revoked"), std::string::npos);
  EXPECT_EQ(ca_->observer.events.back(), "1  failed");
}

TEST_F(RenewTest, WhoStandsBehindACertificate) {
  make();
  // The id of the provisioner changes with its key; the extension still names it.
  ca_->options().provisioner_patch = R"({"key":{"kid":"kid-2"}})";
  ca_->restart();
  EXPECT_EQ(renewing().status, 0);
  ca_->options().provisioner_patch = R"({"name":"jim"})";
  ca_->restart();
  const Outcome gone = renewing();
  EXPECT_EQ(gone.status, 401);
  EXPECT_NE(gone.text.find("authority.authorizeRenew: provisioner not found"), std::string::npos);
  ca_->options().provisioner_patch = R"({"claims":{"minTLSCertDuration":"0s"}})";
  ca_->restart();
  EXPECT_EQ(renewing().message, "provisioner \"joe\" is disabled due to an initialization error");
}

TEST_F(RenewTest, WithoutExtensionAndRowAnythingIsRenewed) {
  make({.database = false,
        .provisioner_patch = R"({"claims":{"disableSmallstepExtensions":true,"disableRenewal":true}})"});
  EXPECT_EQ(renewing().status, 0);
  const Outcome token = authorizing(renew_token());
  EXPECT_EQ(token.status, 401) << "but not by token";
  EXPECT_EQ(token.message, default_message(401));
}

TEST_F(RenewTest, ShorterThanTheBackdate) {
  make({.provisioner_patch = R"({"claims":{"minTLSCertDuration":"10s","defaultTLSCertDuration":"30s"}})"});
  ca_->options().patch = R"({"authority":{"backdate":"5m"}})";
  ca_->restart();
  EXPECT_EQ(renewing().status, 0) << "it was backdated itself: 90 s of life";
  ca_->options().patch = R"({"authority":{"backdate":"0s"}})";
  ca_->restart();
  EXPECT_EQ(renewing().status, 0);
}

TEST_F(RenewTest, BearerTokens) {
  struct Case {
    const char *name, *changes;
    int status;
    const char* why;  ///< behind "error validating renew token"
  };
  const Case cases[] = {
      {"good", "{}", 0, ""},
      {"issuer is the provisioner", R"({"claims":{"iss":"joe"}})", 0, ""},
      {"no jti", R"({"claims":{"jti":null}})", 0, ""},
      {"other issuer", R"({"claims":{"iss":"jim"}})", 401, ": invalid issuer claim (iss)"},
      {"other subject", R"({"claims":{"sub":"x"}})", 401, ": invalid subject claim (sub)"},
      {"other audience", R"({"claims":{"aud":"https://ca.test/1.0/sign"}})", 401,
       ": invalid audience claim (aud)"},
      {"expired", R"({"claims":{"exp":1799999900}})", 401, ": token is expired (exp)"},
      {"not yet valid", R"({"claims":{"nbf":1800000100}})", 401, ": token not valid yet (nbf)"},
      {"issued in the future", R"({"claims":{"iat":1800000100}})", 401, ": token issued in the future (iat)"},
      {"no chain", R"({"header":{"x5cInsecure":null}})", 401, ""},
      {"empty chain", R"({"header":{"x5cInsecure":[]}})", 401, ""},
      {"chain of a wrong kind", R"({"header":{"x5cInsecure":[1]}})", 401, ""},
      {"chain that is not base64", R"({"header":{"x5cInsecure":["%"]}})", 401, ""},
      {"chain that is not a certificate", R"({"header":{"x5cInsecure":["AAAA"]}})", 401, ""},
  };
  make();
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Outcome got = authorizing(renew_token(TestCa::parse(c.changes)));
    EXPECT_EQ(got.status, c.status) << got.text;
    EXPECT_EQ(c.status == 0 ? "" : got.message,
              c.status == 0 ? "" : std::string("error validating renew token") + c.why);
  }
}

TEST_F(RenewTest, BearerTokenOfAnExpiredCertificate) {
  make({.provisioner_patch = R"({"claims":{"allowRenewalAfterExpiry":true}})"});
  ca_->clock().advance(day + day);
  EXPECT_EQ(authorizing(renew_token()).status, 0);
  EXPECT_EQ(renewing().status, 0);
}

TEST_F(RenewTest, BearerTokensWorkOnceAndOnlyWithTheCertificatesKey) {
  make();
  const std::string token = renew_token();
  EXPECT_EQ(authorizing(token).status, 0);
  const Outcome again = authorizing(token);
  EXPECT_EQ(again.status, 401);
  EXPECT_NE(again.text.find("token already used"), std::string::npos);
  const PrivateKey foreign = PrivateKey::generate_ec(Curve::p256);
  const Outcome forged = authorizing(renew_token({}, &foreign));
  EXPECT_EQ(forged.status, 401);
  EXPECT_EQ(forged.message, "error validating renew token");
  EXPECT_EQ(authorizing("x.y.z").status, 401);
}

// One that the CA signed, but that no provisioner gave: nobody can say whether it may be renewed.
TEST_F(RenewTest, BearerTokenOfNoProvisioner) {
  make();
  x509::CertificateTemplate what;
  what.subject = x509::Name::from_common_name("host.test");
  what.not_before = start - day;
  what.not_after = start + day;
  what.public_key = key_.public_key();
  what.key_usage = x509::digital_signature;
  what.extended_key_usage = {std::string(x509::oids::client_auth)};
  old_ = x509::issue(what, x509::Issuer((*ca_)->intermediates()[0], ca_->intermediate_key()));
  const Outcome got = authorizing(renew_token());
  EXPECT_EQ(got.status, 401);
  EXPECT_EQ(got.text, "error validating renew token: cannot get provisioner from certificate");
}

TEST_F(RenewTest, BearerTokenOfAForeignCa) {
  make();
  const auto ours = *old_;
  TestCa other;
  const auto foreign = other.issue("host.test", key_);
  old_ = foreign.chain[0];
  json::Object chain{
      {"header",
       json::Object{{"x5cInsecure", json::Array{json::Value(base64_encode(foreign.chain[0].der())),
                                                json::Value(base64_encode(foreign.chain[1].der()))}}}}};
  const Outcome got = authorizing(renew_token(chain));
  EXPECT_EQ(got.status, 401);
  EXPECT_NE(got.text.find("x509: certificate signed by unknown authority"), std::string::npos) << got.text;
}

}  // namespace
}  // namespace newel::authority
