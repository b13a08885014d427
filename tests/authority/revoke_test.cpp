// Revocation, and the CRL that tells of it.
#include "authority/test_ca.h"

#include "crypto/pem.h"
#include "x509/crl.h"

namespace newel::authority {
namespace {

using namespace testing;

constexpr const char* crl_on = R"({"crl":{"enabled":true,"generateOnRevoke":true}})";

class RevokeTest : public ::testing::Test {
 protected:
  void make(CaOptions options = {}) {
    ca_ = std::make_unique<TestCa>(std::move(options));
    leaf_ = ca_->issue("host.test", key_).chain[0];
    serial_ = leaf_->serial().decimal();
  }
  Outcome by_token(const RevokeRequest& request, const std::string& token) {
    return outcome_of([&] {
      store::Transaction transaction;
      const std::string decimal = (*ca_)->revoke_by_token(request, token, transaction);
      throw_unless_committed(ca_->commit(std::move(transaction)), Operation::revoke, decimal);
    });
  }
  Outcome by_token(const RevokeRequest& request) {
    return by_token(request, ca_->token(serial_, {}, nullptr, "revoke"));
  }
  Outcome by_certificate(const RevokeRequest& request) {
    return outcome_of([&] {
      store::Transaction transaction;
      const std::string decimal = (*ca_)->revoke_by_certificate(request, *leaf_, transaction);
      throw_unless_committed(ca_->commit(std::move(transaction)), Operation::revoke, decimal);
    });
  }

  PrivateKey key_ = PrivateKey::generate_ec(Curve::p256);
  std::unique_ptr<TestCa> ca_;
  std::optional<x509::Certificate> leaf_;
  std::string serial_;
};

TEST_F(RevokeTest, ByToken) {
  make();
  ASSERT_EQ(by_token({serial_, "stolen", 1}).status, 0);
  const auto row = ca_->store().find_revocation(leaf_->serial().magnitude);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->provisioner_id, "joe:kid-1");
  EXPECT_EQ(row->reason, "stolen");
  EXPECT_EQ(row->reason_code, 1);
  EXPECT_EQ(row->revoked_at, start);
  EXPECT_EQ(row->expires_at, leaf_->not_after()) << "known from the stored certificate";
  EXPECT_EQ(row->token_id, "jti-2");
  EXPECT_FALSE(row->mtls);
  EXPECT_EQ(ca_->observer.events.back(), "3 joe ok");
  const Outcome again = by_token({serial_});
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(again.message, "The request could not be completed: certificate with serial number '" + serial_ +
                               "' is already revoked.");
}

TEST_F(RevokeTest, ByCertificate) {
  make();
  ASSERT_EQ(by_certificate({serial_}).status, 0);
  const auto row = ca_->store().find_revocation(leaf_->serial().magnitude);
  ASSERT_TRUE(row);
  EXPECT_TRUE(row->mtls);
  EXPECT_EQ(row->token_id, "");
  EXPECT_EQ(row->provisioner_id, "joe:kid-1");
  EXPECT_EQ(by_certificate({serial_}).status, 400);
  const Outcome other = by_certificate({"7"});
  EXPECT_EQ(other.status, 403);
  EXPECT_EQ(other.message,
            "The request was forbidden by the certificate authority: request serial number \"7\" and "
            "certificate serial number \"" +
                serial_ + "\" do not match.");
}

TEST_F(RevokeTest, SerialForms) {
  struct Case {
    const char *serial, *normalized;  ///< "" when it is refused
  };
  const Case cases[] = {{"255", "255"}, {"0255", "255"}, {"0xff", "255"}, {"0x00ff", "255"}, {"0", "0"},
                        {"0o17", ""},   {"0b1", ""},     {"1_000", ""},   {"-5", ""},        {"+5", ""},
                        {"0x", ""},     {"ff", ""},      {" 5", ""},      {"5.0", ""}};
  for (const Case& c : cases) {
    make();
    const Outcome got =
        by_token({c.serial}, ca_->token(c.normalized[0] != '\0' ? c.normalized : "x", {}, nullptr, "revoke"));
    EXPECT_EQ(got.status, c.normalized[0] != '\0' ? 0 : 400) << c.serial << ": " << got.text;
    if (got.status == 0) continue;
    EXPECT_EQ(got.message, "The request could not be completed: '" + std::string(c.serial) +
                               "' is not a valid serial number - use a base 10 representation or a base 16 "
                               "representation with '0x' prefix.");
  }
}

TEST_F(RevokeTest, Refusals) {
  make();
  const auto expect = [](const Outcome& got, int status, const std::string& message) {
    EXPECT_EQ(got.status, status) << got.text;
    EXPECT_EQ(got.message, message);
  };
  const std::string prefix = "The request could not be completed: ";
  expect(by_token({""}), 400, prefix + "missing serial.");
  expect(by_token({serial_, "", 11}), 400, prefix + "reasonCode out of bounds.");
  expect(by_token({serial_, "", -1}), 400, prefix + "reasonCode out of bounds.");
  expect(by_token({serial_, "", 0, false}), 501, default_message(501));
  expect(by_token({serial_}, ca_->token("7", {}, nullptr, "revoke")), 403,
         "The request was forbidden by the certificate authority: request serial number \"" + serial_ +
             "\" and token subject \"7\" do not match.");
  expect(by_token({serial_}, ca_->token(serial_, {}, nullptr, "sign")), 401, default_message(401));
  const PrivateKey foreign = PrivateKey::generate_ec(Curve::p256);
  expect(by_token({serial_}, ca_->token(serial_, {}, &foreign, "revoke")), 401, default_message(401));
  EXPECT_FALSE(ca_->store().is_revoked(leaf_->serial().magnitude));
  const std::string token = ca_->token(serial_, {}, nullptr, "revoke");
  EXPECT_EQ(by_token({serial_}, token).status, 0);
  expect(by_token({serial_}, token), 401, default_message(401));
}

TEST_F(RevokeTest, NeedsADatabase) {
  make({.database = false});
  EXPECT_EQ(by_token({serial_}).status, 501);
  EXPECT_EQ(by_certificate({serial_}).status, 501);
}

TEST_F(RevokeTest, Crl) {
  make({.patch = R"({"crl":{"enabled":true,"generateOnRevoke":true,"idpURL":"https://ca.test/1.0/crl"}})"});
  EXPECT_EQ((*ca_)->regenerate_crl().number, "0");
  ASSERT_EQ(by_token({serial_, "stolen", 1}).status, 0);
  ca_->clock().advance(std::chrono::minutes(1));
  ASSERT_EQ(by_token({"77"}, ca_->token("77", {}, nullptr, "revoke")).status, 0);
  const auto record = (*ca_)->regenerate_crl();
  EXPECT_EQ(record.number, "1");
  EXPECT_EQ(record.this_update, start + std::chrono::minutes(1));
  EXPECT_EQ(record.next_update, record.this_update + day);
  EXPECT_EQ(ca_->store().latest_crl()->der, record.der);

  ca_->folder().write("list.crl", as_text(record.der));
  const auto text =
      test::run_openssl("crl -inform DER -noout -text -in " + ca_->folder().path("list.crl")).output;
  for (const std::string& line :
       {std::string("Version 2 (0x1)"), std::string("Issuer: CN = Test Intermediate CA"),
        std::string("X509v3 CRL Number: \n                1\n"),
        std::string("X509v3 Issuing Distribution Point: critical\n                Full Name:\n               "
                    "   URI:https://ca.test/1.0/crl\n"),
        std::string("Key Compromise"), std::string("Serial Number: 4D"),
        std::string("X509v3 Authority Key Identifier")}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  }
  const auto judged =
      test::run_openssl("crl -inform DER -noout -verify -CAfile " + ca_->folder().path("int.crt") + " -in " +
                        ca_->folder().path("list.crl"));
  EXPECT_NE(judged.output.find("verify OK"), std::string::npos) << judged.output;
}

// The way of docs/operations.md, with certificates as they come out of the default template.
TEST_F(RevokeTest, OpensslJudgesByTheCrl) {
  make({.patch = crl_on});
  const auto chain = ca_->issue("other.test", key_).chain;
  const auto judged = [&](const std::vector<x509::Certificate>& what) {
    ca_->folder().write("list.pem", pem_encode("X509 CRL", (*ca_)->regenerate_crl().der));
    return ca_->openssl_verify(what, "-crl_check -CRLfile " + ca_->folder().path("list.pem")).output;
  };
  EXPECT_NE(judged(chain).find("leaf.pem: OK"), std::string::npos) << judged(chain);
  ASSERT_EQ(by_token({serial_, "stolen", 1}).status, 0);
  EXPECT_NE(judged({*leaf_, chain[1]}).find("certificate revoked"), std::string::npos);
  EXPECT_NE(judged(chain).find("leaf.pem: OK"), std::string::npos) << judged(chain);
}

TEST_F(RevokeTest, CrlDropsWhatHasExpired) {
  make({.patch = crl_on});
  ASSERT_EQ(by_token({serial_}).status, 0);
  ASSERT_EQ(by_token({"77"}, ca_->token("77", {}, nullptr, "revoke")).status, 0);
  const auto entries = [&] {
    return value_or_throw(x509::RevocationList::parse((*ca_)->regenerate_crl().der)).entries().size();
  };
  EXPECT_EQ(entries(), 2u);
  ca_->clock().set(leaf_->not_after() + std::chrono::minutes(59));
  EXPECT_EQ(entries(), 2u);
  ca_->clock().advance(std::chrono::minutes(2));
  EXPECT_EQ(entries(), 1u) << "the one whose end nobody knows stays";
  EXPECT_EQ(ca_->store().latest_crl()->number, "2");
}

TEST_F(RevokeTest, CrlNumbersAreDrawnAgainWhenAnotherNodeWasFaster) {
  make({.patch = crl_on});
  store::Transaction ours, theirs;
  (*ca_)->generate_crl(ours);
  (*ca_)->generate_crl(theirs);
  ASSERT_TRUE(ca_->commit(std::move(theirs)).ok());
  EXPECT_EQ(ca_->commit(std::move(ours)).outcome, store::Outcome::conflict);
  EXPECT_EQ((*ca_)->regenerate_crl().number, "1");
}

TEST_F(RevokeTest, CrlNeedsAnIntermediateThatMaySignIt) {
  make({.intermediate_usage = x509::cert_sign, .patch = crl_on});
  EXPECT_NE(outcome_of([&] { (*ca_)->regenerate_crl(); }).text.find("crlSign"), std::string::npos);
}

}  // namespace
}  // namespace newel::authority
