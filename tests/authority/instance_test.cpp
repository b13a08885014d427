// Cloud instances through the whole authority: names, the extension, and that a chance once used stays used.
#include "authority/test_ca.h"
#include "base/encoding.h"
#include "crypto/digest_signature.h"

namespace newel::authority {
namespace {

using testing::CaOptions;
using testing::day;
using testing::outcome_of;
using testing::TestCa;

class Instance : public ::testing::Test {
 protected:
  Instance() {
    x509::CertificateTemplate region;
    region.subject = x509::Name::from_common_name("region");
    region.not_before = testing::start - day;
    region.not_after = testing::start + day;
    region.public_key = region_.public_key();
    folder_.write("roots.pem", x509::issue_self_signed(region, region_).pem());
  }

  CaOptions options(const std::string& more = "") const {
    return {.patch = R"({"authority":{"provisioners":[{"type":"AWS","name":"aws","iidRoots":")" +
                     folder_.path("roots.pem") + "\"" + more + "}]}}"};
  }
  std::string token(TestCa& ca, const std::string& instance, const std::string& subject) const {
    const std::string document =
        R"({"accountId":"1","instanceId":")" + instance + R"(","privateIp":"10.0.0.1","region":"us-west-1"})";
    const Bytes signature = sign_digest(region_, {}, as_bytes(document));
    const std::int64_t now = unix_seconds(ca.clock().now());
    const json::Object claims{{"iss", "ec2.amazonaws.com"},
                              {"sub", subject},
                              {"aud", "https://ca.test/1.0/sign#aws/aws"},
                              {"iat", now},
                              {"nbf", now},
                              {"exp", now + 300},
                              {"amazon", json::Object{{"document", base64_encode(as_bytes(document))},
                                                      {"signature", base64_encode(signature)}}}};
    return jose::sign_compact_hmac({}, as_bytes(json::write(claims)), signature, "HS256");
  }
  static x509::CertificateRequest request(const std::string& name, const std::vector<std::string>& dns) {
    x509::RequestTemplate what;
    what.subject = x509::Name::from_common_name(name);
    what.names.dns = dns;
    return x509::create_request(what, PrivateKey::generate_ec(Curve::p256));
  }

  test::ScratchFolder folder_;
  PrivateKey region_ = PrivateKey::generate_rsa(2048);
};

TEST_F(Instance, OneCertificateEach) {
  TestCa ca(options());
  const auto issued = ca.sign(request("www.test", {"www.test"}), token(ca, "i-1", "www.test"));
  EXPECT_EQ(issued.chain.front().names().dns, std::vector<std::string>{"www.test"});
  EXPECT_EQ(issued.provisioner_credential, "1");
  EXPECT_EQ(ca.openssl_verify(issued.chain).status, 0);
  const auto again = [&](const std::string& instance) {
    return outcome_of([&] { ca.sign(request("www.test", {"www.test"}), token(ca, instance, "www.test")); });
  };
  EXPECT_EQ(again("i-1").text, "authority.Authorize: authority.authorizeSign: token already used");
  EXPECT_EQ(again("i-2").status, 0);
  // The record of a token goes when the token has expired; that of an instance stays.
  ca.clock().advance(400 * day);
  ca.store().prune();
  EXPECT_EQ(again("i-1").text, "authority.Authorize: authority.authorizeSign: token already used");
}

TEST_F(Instance, OnlyItsOwnNames) {
  TestCa ca(options(R"(,"disableCustomSANs":true)"));
  const std::string own = "ip-10-0-0-1.us-west-1.compute.internal";
  EXPECT_EQ(
      outcome_of([&] { ca.sign(request("i-1", {"www.test"}), token(ca, "i-1", "i-1")); }).message,
      "The request was forbidden by the certificate authority: certificate request contains unauthorized "
      "DNS names - got [www.test], allowed [" +
          own + "].");
  const auto issued = ca.sign(request("i-1", {}), token(ca, "i-1", "i-1"));
  EXPECT_EQ(issued.chain.front().names().dns, std::vector<std::string>{own});
  ASSERT_EQ(issued.chain.front().names().ips.size(), 1u);
  EXPECT_EQ(issued.chain.front().names().ips[0].to_string(), "10.0.0.1");
}

}  // namespace
}  // namespace newel::authority
