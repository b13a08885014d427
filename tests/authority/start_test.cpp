// What must stop the start, with a line that says what to do; and what the running authority knows.
#include "authority/test_ca.h"

namespace newel::authority {
namespace {

using namespace testing;

std::string start_error(TestCa& ca) {
  return outcome_of([&] { ca.restart(); }).text;
}
bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Start, UnreadableAndWrongFiles) {
  TestCa ca;
  const auto& folder = ca.folder();
  const auto with = [&](const std::string& member, const std::string& file) {
    ca.options().patch = "{\"" + member + "\":\"" + file + "\"}";
    return start_error(ca);
  };
  const std::string none = folder.path("none");
  for (const char* member : {"root", "crt", "key"}) {
    EXPECT_TRUE(contains(with(member, none), none)) << member;
    EXPECT_TRUE(contains(with(member, none), "no such file or directory")) << member;
  }
  const std::string junk = folder.write("junk", "hello\n");
  for (const char* member : {"root", "crt", "key"}) EXPECT_TRUE(contains(with(member, junk), junk)) << member;
  const std::string other =
      folder.write("other.key", write_private_key(PrivateKey::generate_ec(Curve::p256)));
  EXPECT_EQ(with("key", other), "the key " + other + " is not the key of the first certificate in " +
                                    folder.path("int.crt") + ": put the matching pair into key and crt");
  ca.options().patch = "{}";
  EXPECT_EQ(start_error(ca), "");
}

TEST(Start, AnExpiredIntermediateIsRefused) {
  TestCa ca({.intermediate_life = 10 * day});
  ca.clock().advance(10 * day);
  EXPECT_EQ(start_error(ca), "") << "valid to its last second";
  ca.clock().advance(Seconds(1));
  EXPECT_EQ(start_error(ca), "intermediate certificate " + ca.folder().path("int.crt") +
                                 " expired on 2027-01-25 08:00:00 +0000 UTC: sign a new one for the key " +
                                 ca.folder().path("int.key") +
                                 " with your root, replace the file by it, and start again");
}

TEST(Start, AnIntermediateOfTheFutureIsRefused) {
  TestCa ca;
  ca.clock().set(start - 2 * day);
  EXPECT_EQ(
      start_error(ca),
      "intermediate certificate " + ca.folder().path("int.crt") +
          " is not valid before 2027-01-14 08:00:00 +0000 UTC: check the clock of this machine, or sign "
          "one that is valid now");
}

TEST(Start, AReloadHandsOnTheStart) {
  TestCa ca;
  const std::string token = ca.token("host.test");
  auto dependencies = ca.dependencies();
  dependencies.started = ca->started();
  ca.clock().advance(Seconds(10));
  const Authority reloaded(ca.config(), ca.passwords(), dependencies);
  EXPECT_EQ(reloaded.started(), start);
  x509::RequestTemplate what;
  what.subject = x509::Name::from_common_name("host.test");
  const auto request = x509::create_request(what, PrivateKey::generate_ec(Curve::p256));
  store::Transaction transaction;
  EXPECT_EQ(reloaded.sign(request, token, {}, transaction).chain.size(), 2u);
}

TEST(Start, Passwords) {
  TestCa ca({.key_password = "secret"});
  const std::string file = ca.folder().path("int.key");
  const auto start_with = [&](std::optional<std::string> given, const std::string& member,
                              const char* typed) {
    ca.passwords() = {};
    if (given) ca.passwords().intermediate = Secret(*given);
    if (typed != nullptr) {
      ca.passwords().prompt = [typed](const std::string&) { return Secret(typed); };
    }
    ca.options().patch = member.empty() ? "{}" : "{\"password\":\"" + member + "\"}";
    return start_error(ca);
  };
  const std::string wrong = "error decrypting " + file + ": x509: decryption password incorrect";
  EXPECT_EQ(start_with("secret", "", nullptr), "");
  EXPECT_EQ(start_with("secret", "wrong", "wrong"), "") << "the file wins";
  EXPECT_EQ(start_with({}, "secret", "wrong"), "");
  EXPECT_EQ(start_with({}, "", "secret"), "");
  EXPECT_EQ(start_with("", "wrong", "secret"), "") << "an empty file hides ca.json's and asks";
  EXPECT_EQ(start_with("wrong", "secret", "secret"), wrong) << "no second chance";
  EXPECT_EQ(start_with({}, "", "wrong"), wrong);
  EXPECT_TRUE(contains(start_with({}, "", nullptr), "--password-file"));
}

TEST(Start, WrongConfigurations) {
  TestCa ca;
  const std::pair<const char*, const char*> cases[] = {
      {R"({"address":""})", "address cannot be empty"},
      {R"({"authority":{"claims":{"minTLSCertDuration":"0s"}}})",
       "error generating provisioner config: claims: MinTLSCertDuration must be greater than 0"},
      {R"({"authority":{"provisioners":[{"type":"ACME","name":"a"},{"type":"ACME","name":"a"}]}})",
       "cannot add multiple provisioners with the same id"},
      {R"({"authority":{"provisioners":[{"type":"ACME","name":"a"},{"type":"SSHPOP","name":"a"}]}})",
       "cannot add multiple provisioners with the same name"},
  };
  for (const auto& [patch, error] : cases) {
    ca.options().patch = patch;
    EXPECT_EQ(start_error(ca), error);
  }
  TestCa memory({.database = false});
  memory.options().patch = R"({"crl":{"enabled":true}})";
  EXPECT_EQ(start_error(memory), "CRL Generation requested, but database does not support CRL generation");
}

TEST(Start, TypesToComeAreListedAndDisabled) {
  TestCa ca(
      {.patch =
           R"({"authority":{"provisioners":[{"type":"ACME","name":"acme"},{"type":"SSHPOP","name":"sshpop"},{"type":"x","name":"y"}]}})"});
  EXPECT_EQ(
      ca.log_lines,
      (std::vector<std::string>{
          "failed to initialize ACME provisioner \"acme\": not supported yet: provisioner type ACME",
          "failed to initialize SSHPOP provisioner \"sshpop\": not supported yet: provisioner type SSHPOP"}));
  EXPECT_EQ(ca->provisioners().size(), 2u);
}

TEST(Start, Warnings) {
  TestCa other, ca({.intermediate_usage = x509::digital_signature});
  EXPECT_EQ(ca.log_lines.size(), 1u);
  EXPECT_TRUE(contains(ca.log_lines[0], "not allowed to sign certificates"));
  ca.log_lines.clear();
  ca.options().patch = "{\"root\":[\"" + other.folder().path("root.crt") + "\"]}";
  ca.restart();
  EXPECT_TRUE(contains(ca.log_lines.back(), "no root certificate has signed the intermediate"));
}

TEST(Start, RootsAndFederation) {
  TestCa other, ca;
  ca.options().patch = "{\"federatedRoots\":[\"" + other.folder().path("root.crt") + "\"]}";
  ca.restart();
  ASSERT_EQ(ca->roots().size(), 1u);
  ASSERT_EQ(ca->federated_roots().size(), 1u);
  EXPECT_NE(ca->root(ca->roots()[0].fingerprint()), nullptr);
  EXPECT_NE(ca->root(ca->federated_roots()[0].fingerprint()), nullptr);
  EXPECT_EQ(ca->root(ca->intermediates()[0].fingerprint()), nullptr);
  EXPECT_EQ(ca->root(""), nullptr);
}

TEST(TlsIdentity, IsForTheDnsNames) {
  TestCa ca({.patch = R"({"dnsNames":["ca.test","[::1]","127.0.0.1"],"commonName":"My CA"})"});
  const auto identity = ca->issue_tls_identity();
  const auto judged = ca.openssl_verify(identity.chain, "-purpose sslserver -verify_hostname ca.test");
  EXPECT_EQ(judged.status, 0) << judged.output;
  const std::string text = ca.openssl_text(identity.chain[0]);
  for (const char* line :
       {"Subject: CN = My CA", "DNS:ca.test, IP Address:0:0:0:0:0:0:0:1, IP Address:127.0.0.1",
        "Not Before: Jan 15 07:59:00 2027 GMT", "Not After : Jan 16 08:00:00 2027 GMT"}) {
    EXPECT_TRUE(contains(text, line)) << line << "\n" << text;
  }
  EXPECT_FALSE(contains(text, "37476"));
  EXPECT_TRUE(equal(identity.key->public_key().spki(), identity.chain[0].spki()));
  EXPECT_FALSE(ca.store().find_certificate(identity.chain[0].serial().magnitude)) << "it is not stored";
  EXPECT_FALSE(equal(ca->issue_tls_identity().chain[0].spki(), identity.chain[0].spki()))
      << "a new key every time";
}

TEST(TlsIdentity, ObeysNameConstraints) {
  x509::NameConstraints constraints;
  constraints.permitted_dns = {"other.test"};
  TestCa ca({.constraints = constraints});
  EXPECT_EQ(outcome_of([&] { ca->issue_tls_identity(); }).message,
            "DNS name \"ca.test\" is not permitted by any constraint");
}

}  // namespace
}  // namespace newel::authority
