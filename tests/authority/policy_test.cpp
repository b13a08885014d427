// Name policies of the authority and of a provisioner, at the moment of signing.
#include "authority/name_policy.h"
#include "authority/test_ca.h"

namespace newel::authority {
namespace {

using namespace testing;

constexpr const char* only_local =
    R"({"policy": {"x509": {"allow": {"dns": ["*.local"]}, "deny": {"dns": ["bad.local"]}}}})";

CaOptions authority_policy(const std::string& policy) {
  CaOptions out;
  out.patch = R"({"authority": )" + policy + "}";
  return out;
}
CaOptions provisioner_policy(const std::string& policy) {
  CaOptions out;
  out.provisioner_patch = policy;
  return out;
}

Outcome sign(TestCa& ca, const x509::RequestTemplate& request, const json::Array& sans) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  return outcome_of([&] {
    ca.sign(x509::create_request(request, key),
            ca.token(request.subject.common_name(), {{"claims", json::Object{{"sans", sans}}}}));
  });
}
Outcome sign(TestCa& ca, const std::string& name) {
  x509::RequestTemplate request;
  request.subject = x509::Name::from_common_name(name);
  request.names.dns = {name};
  return sign(ca, request, {json::Value(boost::json::string(name))});
}

TEST(NamePolicy, OfTheAuthorityAllowsAndDenies) {
  TestCa ca(authority_policy(only_local));
  EXPECT_EQ(sign(ca, "host.local").status, 0);
  const Outcome denied = sign(ca, "bad.local");
  EXPECT_EQ(denied.status, 403);
  EXPECT_EQ(denied.message,
            "The request was forbidden by the certificate authority: dns name \"bad.local\" not allowed");
  EXPECT_NE(denied.text.find("by the authority's policy: deny rule dns \"bad.local\""), std::string::npos)
      << denied.text;
  EXPECT_EQ(sign(ca, "host.example.com").status, 403);
  EXPECT_EQ(sign(ca, "*.local").message,
            "The request was forbidden by the certificate authority: dns name \"*.local\" not allowed");
}

TEST(NamePolicy, NamesThatCannotBeJudged) {
  TestCa ca(authority_policy(only_local));
  const Outcome broken = sign(ca, "host_name.local");
  EXPECT_EQ(broken.status, 500);
  EXPECT_EQ(broken.message, "error creating certificate");
  TestCa other(provisioner_policy(only_local));
  const Outcome forbidden = sign(other, "host_name.local");
  EXPECT_EQ(forbidden.status, 403);
  EXPECT_EQ(forbidden.message,
            "The request was forbidden by the certificate authority: error validating certificate.");
}

TEST(NamePolicy, OfAProvisionerAllowsAndDenies) {
  TestCa ca(provisioner_policy(only_local));
  EXPECT_EQ(sign(ca, "host.local").status, 0);
  const Outcome denied = sign(ca, "host.example.com");
  EXPECT_EQ(denied.status, 403);
  EXPECT_EQ(
      denied.message,
      "The request was forbidden by the certificate authority: dns name \"host.example.com\" not allowed");
  EXPECT_NE(denied.text.find("by the policy of provisioner \"joe\": no allow rule for dns names matches"),
            std::string::npos)
      << denied.text;
}

TEST(NamePolicy, CommonNameAndEveryKindOfNameAreChecked) {
  TestCa ca(authority_policy(only_local));
  x509::RequestTemplate request;
  request.subject = x509::Name::from_common_name("host.local");
  request.names.dns = {"host.local"};
  request.names.emails = {"mail@host.local"};
  EXPECT_EQ(sign(ca, request, {"host.local", "mail@host.local"}).message,
            "The request was forbidden by the certificate authority: email name \"mail@host.local\" not "
            "allowed");
  x509::RequestTemplate named;
  named.subject = x509::Name::from_common_name("Some Body");
  named.names.dns = {"host.local"};
  EXPECT_EQ(sign(ca, named, {"host.local"}).status, 500) << "no domain, and no cn rule allows it";
  ca.options() =
      authority_policy(R"({"policy": {"x509": {"allow": {"dns": ["*.local"], "cn": ["Some Body"]}}}})");
  ca.restart();
  EXPECT_EQ(sign(ca, named, {"host.local"}).status, 0);
}

TEST(NamePolicy, RenewalsAreNotSubjectToIt) {
  TestCa ca;
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const auto old = ca.issue("host.example.com", key).chain.front();
  ca.options() = authority_policy(only_local);
  ca.restart();
  EXPECT_EQ(outcome_of([&] { ca.renew(old); }).status, 0);
}

TEST(NamePolicy, TokenStaysUsableAfterARefusal) {
  TestCa ca(authority_policy(only_local));
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  x509::RequestTemplate request;
  request.subject = x509::Name::from_common_name("a.example.com");
  request.names.dns = {"a.example.com"};
  const std::string token = ca.token("a.example.com");
  const auto csr = x509::create_request(request, key);
  EXPECT_EQ(outcome_of([&] { ca.sign(csr, token); }).status, 403);
  ca.options().patch = "{}";
  ca.restart();
  EXPECT_EQ(outcome_of([&] { ca.sign(csr, token); }).status, 0);
}

TEST(NamePolicy, BrokenRulesOfAProvisionerDisableIt) {
  TestCa ca(provisioner_policy(R"({"policy": {"x509": {"allow": {"dns": ["a_b"]}}}})"));
  const auto all = ca->provisioners().all();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_NE(all.front()->disabled_reason().find("policy.x509.allow.dns: cannot parse permitted domain"),
            std::string::npos)
      << all.front()->disabled_reason();
  EXPECT_EQ(sign(ca, "host.local").status, 401);
}

TEST(NamePolicy, IsNotListed) {
  TestCa ca(provisioner_policy(only_local));
  EXPECT_EQ(json::find_ci(ca->provisioners().all().front()->document(), "policy"), nullptr);
}

// A template may copy the extension of the request, which replaces the names.
TEST(NamePolicy, NamesInAHandMadeExtensionCount) {
  x509::CertificateTemplate certificate;
  certificate.subject = x509::Name::from_common_name("cn.local");
  certificate.names.dns = {"a.local"};
  x509::SubjectAltNames hidden;
  hidden.dns = {"b.local"};
  hidden.uris = {"https://c.local"};
  certificate.extra.push_back(x509::encode_subject_alt_names(hidden, false));
  const policy::Names names = names_of(certificate);
  EXPECT_EQ(names.dns, (std::vector<std::string>{"a.local", "b.local"}));
  EXPECT_EQ(names.uris, std::vector<std::string>{"https://c.local"});
  EXPECT_EQ(names.common_name, "cn.local");
  certificate.extra.front().value = {1, 2, 3};
  EXPECT_THROW(names_of(certificate), Error);
}

}  // namespace
}  // namespace newel::authority
