// Tokens that say what a machine is: instances of clouds, by what their metadata service answers; hosts with
// a certificate of their own.
#include <gtest/gtest.h>

#include <map>
#include <mutex>

#include "base/encoding.h"
#include "client/cloud_identity.h"
#include "client/token.h"
#include "crypto/digest.h"
#include "crypto/digest_signature.h"
#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"
#include "crypto/pem.h"
#include "data_files.h"
#include "jose/jwt.h"
#include "net/server.h"
#include "x509/builder.h"

namespace newel::client {
namespace {

/// The metadata services of three clouds, on loopback. What has no answer is a 404.
class Metadata : public ::testing::Test {
 protected:
  Metadata() {
    const std::string bound = server_.listen(
        {.name = "metadata",
         .address = "127.0.0.1:0",
         .handler = [this](const auto& request, const auto& respond) { respond(answer(*request)); }});
    for (const char* name : {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "NEWEL_AZURE_METADATA_URL"})
      ::setenv(name, ("http://" + bound).c_str(), 1);
    ::setenv("GCE_METADATA_HOST", bound.c_str(), 1);
  }
  ~Metadata() override {
    for (const char* name :
         {"AWS_EC2_METADATA_SERVICE_ENDPOINT", "NEWEL_AZURE_METADATA_URL", "GCE_METADATA_HOST"})
      ::unsetenv(name);
  }
  /// As if there were no metadata service at all.
  static void away() {
    ::setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1", 1);
    ::setenv("NEWEL_AZURE_METADATA_URL", "http://127.0.0.1:1", 1);
    ::setenv("GCE_METADATA_HOST", "127.0.0.1:1", 1);
  }
  template <class Action>
  static std::string error_of(Action action) {
    try {
      action();
      return "";
    } catch (const Error& e) {
      return e.text();
    }
  }

  std::map<std::string, std::pair<int, std::string>> answers_;  // by "METHOD path"
  std::vector<std::string> asked_;                              // "METHOD target [header value]"
  std::string last_;                                            // after this answer nobody is there any more

 private:
  net::Response answer(const net::Request& request) {
    const std::lock_guard lock(mutex_);
    std::string line = request.method + " " + request.target;
    for (const char* name : {"X-aws-ec2-metadata-token-ttl-seconds", "X-aws-ec2-metadata-token",
                             "Metadata-Flavor", "Metadata"}) {
      if (const auto* value = net::find_header(request.headers, name)) line += " " + *value;
    }
    asked_.push_back(line);
    const auto at = answers_.find(request.method + " " + request.path);
    if (at == answers_.end()) return {404, {}, "none"};
    if (at->first == last_) away();
    return {at->second.first, {}, at->second.second};
  }
  std::mutex mutex_;
  net::Server server_{{.io_threads = 1, .worker_threads = 1}};
};

// AWS ----------------------------------------------------------------------------------------------------

constexpr const char* identity =
    R"({"accountId":"1","instanceId":"i-1","privateIp":"10.0.0.1","region":"us-west-1"})";
constexpr const char* document_path = "GET /latest/dynamic/instance-identity/document";
constexpr const char* signature_path = "GET /latest/dynamic/instance-identity/signature";

class Aws : public Metadata {
 protected:
  Aws() {
    x509::CertificateTemplate region;
    region.subject = x509::Name::from_common_name("region");
    region.not_before = from_unix(1'700'000'000);
    region.not_after = from_unix(1'900'000'000);
    region.public_key = key_.public_key();
    folder_.write("roots.pem", x509::issue_self_signed(region, key_).pem());
    signature_ = sign_digest(key_, {}, as_bytes(std::string_view(identity)));
    answers_ = {{"PUT /latest/api/token", {200, "session"}},
                {document_path, {200, identity}},
                {signature_path, {200, base64_encode(signature_) + "\n"}}};
  }
  std::string token(json::Object changes = {}) {
    json::Object document{
        {"type", "AWS"}, {"name", "my cloud"}, {"iidRoots", json::text(folder_.path("roots.pem"))}};
    for (const auto& member : changes) document[member.key()] = member.value();
    return aws_identity_token(document, "www.test", "https://ca.test/1.0/sign", clock_);
  }
  static std::string reason(const std::string& why) {
    return "error retrieving identity document:\n  Are you in an AWS VM?\n  Is the metadata service "
           "enabled?\n  Are you "
           "using the proper metadata service version?: " +
           why;
  }

  ManualClock clock_{from_unix(1'800'000'000)};
  test::ScratchFolder folder_;
  PrivateKey key_ = PrivateKey::generate_rsa(2048);
  Bytes signature_;
};

TEST_F(Aws, TheDocumentIsTheTokensKey) {
  const auto jwt = value_or_throw(jose::Jwt::parse(token()));
  EXPECT_EQ(json::write(jwt.jws.header), R"({"alg":"HS256","typ":"JWT"})");
  EXPECT_TRUE(jwt.jws.verify_hmac(signature_));
  const json::Object& claims = jwt.claims.all;
  EXPECT_EQ(claims.at("aud").as_string(), "https://ca.test/1.0/sign#aws/my%20cloud");
  EXPECT_EQ(claims.at("iss").as_string(), "ec2.amazonaws.com");
  EXPECT_EQ(claims.at("sub").as_string(), "www.test");
  EXPECT_EQ(claims.at("jti").as_string(), sha256_hex(as_bytes(std::string_view("aws/my cloud.i-1"))));
  EXPECT_EQ(claims.at("exp").as_int64() - claims.at("iat").as_int64(), 300);
  EXPECT_TRUE(claims.at("sans").is_null());
  EXPECT_EQ(instance_names(claims),
            (std::vector<std::string>{"10.0.0.1", "ip-10-0-0-1.us-west-1.compute.internal"}));
  EXPECT_EQ(asked_[0], "PUT /latest/api/token 30");
  EXPECT_EQ(asked_[1], "GET /latest/dynamic/instance-identity/document session");
}

TEST_F(Aws, TheFirstVersionThatAnswersCounts) {
  answers_.erase("PUT /latest/api/token");
  EXPECT_NE(token(), "");
  EXPECT_EQ(asked_.back(), "GET /latest/dynamic/instance-identity/signature") << "version 1 has no session";
  EXPECT_EQ(error_of([&] {
              token({{"imdsVersions", json::Array{"v2"}}});
            }),
            reason("request for API token returned non-successful status code 404"));
  EXPECT_EQ(error_of([&] {
              token({{"imdsVersions", json::Array{"v3"}}});
            }),
            reason("v3: not a supported AWS Instance Metadata Service version"));
}

TEST_F(Aws, WhatIsNoDocument) {
  answers_[document_path] = {500, ""};
  EXPECT_EQ(error_of([&] { token(); }),
            reason("request for metadata returned non-successful status code 500"));
  answers_[document_path] = {200, "<html>"};
  EXPECT_TRUE(error_of([&] { token(); }).starts_with("error unmarshaling identity document: "));
  answers_[document_path] = {200, R"({"accountId":"2","instanceId":"i-1"})"};
  EXPECT_EQ(error_of([&] { token(); }), "error validating identity document signature");
  EXPECT_EQ(error_of([&] {
              token({{"iidRoots", "/not/on/this/machine.pem"}});
            }),
            "")
      << "then only the CA can tell";
  answers_[signature_path] = {200, "%"};
  EXPECT_TRUE(error_of([&] { token(); }).starts_with("error decoding identity document signature: "));
  away();
  EXPECT_EQ(error_of([&] { token(); }), reason("dial tcp 127.0.0.1:1: connect: connection refused"));
}

// GCP ----------------------------------------------------------------------------------------------------

constexpr const char* gcp_path = "GET /computeMetadata/v1/instance/service-accounts/default/identity";

TEST_F(Metadata, GcpTokensAreForOneProvisioner) {
  answers_[gcp_path] = {200, "token\n"};
  const json::Object document{{"name", "my cloud"}};
  EXPECT_EQ(gcp_identity_token(document, "https://ca.test/1.0/sign"), "token");
  EXPECT_EQ(
      asked_.back(),
      "GET "
      "/computeMetadata/v1/instance/service-accounts/default/identity?audience=https%3A%2F%2Fca.test%2F1.0%"
      "2Fsign%23gcp%2Fmy%2520cloud&format=full&licenses=FALSE Google");
  answers_[gcp_path] = {403, "no \x1b[31m"};
  const std::string refused = error_of([&] { gcp_identity_token(document, "https://ca.test/1.0/sign"); });
  EXPECT_TRUE(refused.starts_with("error on identity request: status=403, response=no ")) << refused;
  EXPECT_EQ(refused.find('\x1b'), std::string::npos);
  away();
  EXPECT_EQ(error_of([&] { gcp_identity_token(document, "https://ca.test/1.0/sign"); }),
            "error doing identity request, are you in a GCP VM?: dial tcp 127.0.0.1:1: connect: connection "
            "refused");
  EXPECT_EQ(
      instance_names(
          value_or_throw(
              json::parse(
                  R"({"google":{"compute_engine":{"instance_name":"web","project_id":"p","zone":"z"}}})"))
              .as_object()),
      (std::vector<std::string>{"web.c.p.internal", "web.z.c.p.internal"}));
}

// Azure --------------------------------------------------------------------------------------------------

constexpr const char* environment_path = "GET /metadata/instance/compute/azEnvironment";
constexpr const char* token_path = "GET /metadata/identity/oauth2/token";

TEST_F(Metadata, AzureTokensAreForTheResourceOfTheirCloud) {
  answers_[token_path] = {200, R"({"access_token":"token","expires_in":"3600"})"};
  const std::pair<const char*, const char*> clouds[] = {
      {"AzurePublicCloud", "management.azure.com"},
      {"AzureUSGovernmentCloud", "management.usgovcloudapi.net"},
      {"AzureChinaCloud", "management.chinacloudapi.cn"},
      {"AzureGermanCloud", "management.microsoftazure.de"},
      {"AzureMoon", "management.azure.com"}};
  for (const auto& [cloud, host] : clouds) {
    answers_[environment_path] = {200, cloud};
    EXPECT_EQ(azure_identity_token(), "token");
    EXPECT_EQ(asked_.back(),
              "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2F" +
                  std::string(host) + "%2F true");
  }
  EXPECT_EQ(
      instance_names({{"xms_mirid",
                       "/subscriptions/s/resourcegroups/g/providers/Microsoft.Compute/virtualMachines/web"}}),
      std::vector<std::string>{"web"});
}

TEST_F(Metadata, AzureMachinesWithoutAnIdentity) {
  EXPECT_EQ(error_of(azure_identity_token), "error getting azure environment: status=404, response=none");
  answers_[environment_path] = {200, "AzurePublicCloud"};
  answers_[token_path] = {400, R"({"error":"Identity not found"})"};
  EXPECT_EQ(error_of(azure_identity_token),
            R"(error getting identity token: status=400, response={"error":"Identity not found"})");
  for (const char* none : {"", "<html>", "[]"}) {
    answers_[token_path] = {200, none};
    EXPECT_TRUE(error_of(azure_identity_token).starts_with("error unmarshaling identity token response: "))
        << none;
  }
  last_ = environment_path;
  EXPECT_EQ(error_of(azure_identity_token),
            "error getting identity token, are you in a Azure VM?: dial tcp 127.0.0.1:1: connect: connection "
            "refused");
  away();
  EXPECT_EQ(error_of(azure_identity_token),
            "error getting azure environment: error getting azure instance environment, are you in a Azure "
            "VM?: dial tcp "
            "127.0.0.1:1: connect: connection refused");
}

// Tokens under a certificate -------------------------------------------------------------------------------

TokenRequest request_under(const std::string& audience) {
  TokenRequest out;
  out.kid = "kid";
  out.issuer = "corp";
  out.subject = "www.test";
  out.audience = audience;
  out.validity = TokenValidity::starting(from_unix(1'800'000'000));
  return out;
}

TEST(CertifiedTokens, X5cCarriesTheChain) {
  struct Kind {
    PrivateKey key;
    const char* algorithm;
  };
  const Kind kinds[] = {{PrivateKey::generate_ec(Curve::p256), "ES256"},
                        {PrivateKey::generate_ec(Curve::p521), "ES512"},
                        {PrivateKey::generate_rsa(2048), "RS256"},
                        {PrivateKey::generate_ed25519(), "EdDSA"}};
  for (const Kind& kind : kinds) {
    TokenRequest request = request_under("https://ca.test/1.0/sign#x5c/corp");
    request.chain = {{1, 2, 3}, {4}};
    const auto jwt = value_or_throw(jose::Jwt::parse(make_token(request, kind.key)));
    EXPECT_EQ(json::write(jwt.jws.header), R"({"alg":")" + std::string(kind.algorithm) +
                                               R"(","kid":"kid","typ":"JWT","x5c":["AQID","BA=="]})");
    EXPECT_TRUE(jwt.jws.verify(kind.key.public_key())) << kind.algorithm;
    request.chain_is_insecure = true;
    const auto insecure = value_or_throw(jose::Jwt::parse(make_token(request, kind.key)));
    EXPECT_EQ(json::find(insecure.jws.header, "x5c"), nullptr);
    EXPECT_NE(json::find(insecure.jws.header, "x5cInsecure"), nullptr);
  }
}

TEST(CertifiedTokens, NebulaCarriesTheCertificate) {
  for (const std::string set : {"v1-25519", "v1-p256", "v2-25519", "v2-p256"}) {
    const PrivateKey key =
        read_private_key(test::data_file("nebula/" + set + "-host.key"), "key", fixed_password(Secret()));
    TokenRequest request = request_under("https://ca.test/1.0/sign#nebula/mesh");
    const std::string pem = test::data_file("nebula/" + set + "-host.crt");
    std::string_view rest = pem;
    request.nebula_certificate = pem_next(rest)->der;
    const auto jwt = value_or_throw(jose::Jwt::parse(make_token(request, key)));
    EXPECT_EQ(json::as_string(json::find(jwt.jws.header, "nebula")),
              base64_encode(request.nebula_certificate));
    EXPECT_EQ(json::as_string(json::find(jwt.jws.header, "alg")), set.ends_with("p256") ? "ES256" : "XEdDSA");
    EXPECT_TRUE(jwt.jws.verify(key.public_key())) << set;
  }
}

}  // namespace
}  // namespace newel::client
