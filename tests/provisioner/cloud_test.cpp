// AWS, GCP and Azure: who an instance is, once for each of them, and what it may call itself.
#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/digest_signature.h"
#include "crypto/openssl_tool.h"
#include "net/server.h"
#include "provisioner/aws_certificates.h"
#include "provisioner/aws_document.h"
#include "provisioner/azure.h"
#include "provisioner/gcp.h"
#include "provisioner/token_bench.h"
#include "x509/builder.h"

namespace newel::provisioner {
namespace {

using testing::day;
using testing::hour;
using testing::parsed;
using testing::with;

// AWS ----------------------------------------------------------------------------------------------------

TEST(AwsCertificates, AllOfThemAreRead) {
  const auto keys = aws_document_keys("");
  EXPECT_EQ(keys.size(), aws_certificates().size());
  EXPECT_GE(keys.size(), 31u);
  for (const PublicKey& key : keys) EXPECT_EQ(key.type(), KeyType::rsa);
  EXPECT_FALSE(aws_document_is_signed(as_bytes("{}"), Bytes(128, 1), keys));
}

TEST(AwsDocument, Parsing) {
  const auto document = AwsDocument::parse(
      R"({"ACCOUNTID":"1","instanceId":"i-1","privateIp":"10.0.0.1","region":"us-west-1","pendingTime":"2027-01-15T07:00:00Z","billingProducts":null})");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->account_id, "1");
  EXPECT_EQ(document->dns_name(), "ip-10-0-0-1.us-west-1.compute.internal");
  EXPECT_EQ(document->pending_time, testing::start - hour);
  for (const char* bad :
       {"", "[]", "null", R"({"accountId":1})", R"({"pendingTime":"soon"})", R"({"pendingTime":7})"})
    EXPECT_FALSE(AwsDocument::parse(bad)) << bad;
  const std::pair<const char*, const char*> incomplete[] = {
      {"{}", "accountId"},
      {R"({"accountId":"1"})", "instanceId"},
      {R"({"accountId":"1","instanceId":"i"})", "privateIp"},
      {R"({"accountId":"1","instanceId":"i","privateIp":"1.2.3.4"})", "region"}};
  for (const auto& [text, field] : incomplete) {
    EXPECT_EQ(AwsDocument::parse(text)->check().error().text,
              "aws identity document " + std::string(field) + " cannot be empty");
  }
}

class Aws : public testing::TokenBench {
 protected:
  Aws() {
    x509::CertificateTemplate what;
    what.subject = x509::Name::from_common_name("region");
    what.not_before = testing::start - 300 * day;
    what.not_after = testing::start - 200 * day;  // their dates mean nothing
    what.public_key = region_.public_key();
    folder_.write("roots.pem", x509::issue_self_signed(what, region_).pem());
  }

  json::Object document(json::Object changes = {}) const {
    return with({{"type", "AWS"}, {"name", "cloud"}, {"iidRoots", folder_.path("roots.pem")}},
                std::move(changes));
  }
  json::Object identity(const json::Object& changes = {}) const {
    return with({{"accountId", "123456789012"},
                 {"instanceId", "i-0abc"},
                 {"privateIp", "10.0.0.1"},
                 {"region", "us-west-1"},
                 {"pendingTime", format_rfc3339(clock_.now() - hour)}},
                changes);
  }
  struct Changes {
    json::Object claims{};
    json::Object identity{};
    const PrivateKey* region = nullptr;
    std::string subject = "i-0abc";
    std::string audience = "https://ca.test/1.0/sign#aws/cloud";
    bool wrong_mac = false, raw_document = false;
  };
  ParsedToken token(const Changes& changes) const {
    const std::string text = changes.raw_document ? "nonsense" : json::write(identity(changes.identity));
    const Bytes signature =
        sign_digest(changes.region != nullptr ? *changes.region : region_, {}, as_bytes(text));
    const json::Object payload =
        with(with(claims("ec2.amazonaws.com", changes.subject, changes.audience),
                  {{"amazon", json::Object{{"document", base64_encode(as_bytes(text))},
                                           {"signature", base64_encode(signature)}}}}),
             changes.claims);
    const Bytes mac_key = changes.wrong_mac ? Bytes(256, 1) : signature;
    return parsed(
        jose::sign_compact_hmac({{"typ", "JWT"}}, as_bytes(json::write(payload)), mac_key, "HS256"));
  }

  test::ScratchFolder folder_;
  PrivateKey region_ = PrivateKey::generate_rsa(2048), other_ = PrivateKey::generate_rsa(2048);
};

TEST_F(Aws, SetUp) {
  folder_.write("empty.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
  folder_.write("bad.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {{}, ""},
      {{{"iidRoots", nullptr}}, ""},
      {{{"name", ""}}, "provisioner name cannot be empty"},
      {{{"instanceAge", "-1s"}}, "provisioner instanceAge cannot be negative"},
      {{{"instanceAge", "soon"}}, "error parsing soon as duration: time: invalid duration \"soon\""},
      {{{"iidRoots", "/none"}}, "error reading /none: open /none failed: no such file or directory"},
      {{{"iidRoots", folder_.path("empty.pem")}}, "error parsing AWS IID certificate: no certificates found"},
      {{{"imdsVersions", json::Array{"v1", "v3"}}},
       "v3: not a supported AWS Instance Metadata Service version"},
  };
  for (const auto& [changes, reason] : cases) EXPECT_EQ(make(document(changes))->disabled_reason(), reason);
  EXPECT_TRUE(make(document({{"iidRoots", folder_.path("bad.pem")}}))
                  ->disabled_reason()
                  .starts_with("error parsing AWS IID certificate: "));
  EXPECT_EQ(json::write(make(document({{"iidRoots", nullptr}, {"instanceAge", "90m"}}))->document()),
            R"({"type":"AWS","name":"cloud","accounts":null,"disableCustomSANs":false,)"
            R"("disableTrustOnFirstUse":false,"imdsVersions":["v2","v1"],"instanceAge":"1h30m0s"})");
}

TEST_F(Aws, AnInstanceIsLetInOnce) {
  const auto provisioner = make(document());
  const auto options = provisioner->authorize_sign(token({}), Method::sign);
  EXPECT_EQ(options.san_rule, SanRule::any);
  EXPECT_EQ(options.common_names, std::vector<std::string>{"i-0abc"});
  EXPECT_EQ(options.authorization_principal, "i-0abc");
  EXPECT_EQ(options.extension->credential_id, "123456789012");
  EXPECT_EQ(options.extension->key_values, (std::vector<std::string>{"InstanceID", "i-0abc"}));
  const auto id = provisioner->token_id(token({}));
  EXPECT_EQ(id.id, sha256_hex(as_bytes("aws/cloud.i-0abc")));
  EXPECT_TRUE(id.outlives_token);
  const auto often = make(document({{"disableTrustOnFirstUse", true}}));
  const auto presented = token({});
  EXPECT_EQ(often->token_id(presented).id, sha256_hex(as_bytes(presented.raw)));
  EXPECT_FALSE(often->token_id(presented).outlives_token);
}

TEST_F(Aws, OnlyItsOwnNames) {
  const auto provisioner = make(document({{"disableCustomSANs", true}}));
  const std::string name = "ip-10-0-0-1.us-west-1.compute.internal";
  for (const std::string& subject : {std::string("i-0abc"), std::string("10.0.0.1"), name}) {
    const auto options = provisioner->authorize_sign(token({.subject = subject}), Method::sign);
    EXPECT_EQ(options.san_rule, SanRule::instance);
    EXPECT_EQ(options.sans, (std::vector<std::string>{name, "10.0.0.1"}));
    EXPECT_EQ(options.tmpl.names, options.sans);
  }
  EXPECT_EQ(refusal(*provisioner, token({.subject = "www.test"})),
            "401 aws.AuthorizeSign: aws.authorizeToken; invalid token - invalid subject claim (sub)");
}

TEST_F(Aws, EveryDefectIsRefused) {
  const auto provisioner = make(document({{"accounts", json::Array{"123456789012"}}, {"instanceAge", "1h"}}));
  EXPECT_EQ(refusal(*provisioner, token({})), "") << "an hour is not too old";
  const auto now = unix_seconds(clock_.now());
  const std::string at = "401 aws.AuthorizeSign: aws.authorizeToken; ";
  const std::vector<std::pair<Changes, std::string>> cases = {
      {{.wrong_mac = true}, "error verifying claims: go-jose/go-jose: error in cryptographic primitive"},
      {{.claims = {{"amazon", 1}}},
       "error unmarshaling claims: json: cannot unmarshal number into Go struct field awsPayload.amazon of "
       "type "
       "provisioner.awsAmazonPayload"},
      {{.region = &other_}, "invalid aws token signature: error validating identity document signature"},
      {{.identity = {{"accountId", ""}}}, "aws identity document accountId cannot be empty"},
      {{.identity = {{"instanceId", nullptr}}}, "aws identity document instanceId cannot be empty"},
      {{.identity = {{"privateIp", ""}}}, "aws identity document privateIp cannot be empty"},
      {{.identity = {{"region", ""}}}, "aws identity document region cannot be empty"},
      {{.claims = {{"iss", "other"}}},
       "invalid aws token: go-jose/go-jose/jwt: validation failed, invalid issuer claim (iss)"},
      {{.claims = {{"exp", now - 61}}},
       "invalid aws token: go-jose/go-jose/jwt: validation failed, token is expired (exp)"},
      {{.audience = "https://ca.test/1.0/sign#aws/other"}, "invalid token - invalid audience claim (aud)"},
      {{.audience = "https://ca.test/1.0/revoke#aws/cloud"}, "invalid token - invalid audience claim (aud)"},
      {{.identity = {{"accountId", "999"}}}, "invalid aws identity document - accountId is not valid"},
      {{.identity = {{"pendingTime", format_rfc3339(clock_.now() - hour - Seconds(1))}}},
       "aws identity document pendingTime is too old"},
      {{.identity = {{"pendingTime", nullptr}}}, "aws identity document pendingTime is too old"},
  };
  for (const auto& [changes, text] : cases) EXPECT_EQ(refusal(*provisioner, token(changes)), at + text);
  const auto error = refusal(*provisioner, token({.raw_document = true}));
  EXPECT_TRUE(error.starts_with(at + "error unmarshaling aws identity document: ")) << error;
  // A token without evidence is made with the empty key.
  EXPECT_EQ(
      refusal(*provisioner, parsed(jose::sign_compact_hmac({}, as_bytes(R"({"iss":"x"})"), {}, "HS256"))),
      at + "invalid aws token signature: error validating identity document signature");
  EXPECT_EQ(error_of([&] { provisioner->authorize_revoke(token({})); }),
            "401 provisioner.AuthorizeRevoke not implemented");
}

// GCP ----------------------------------------------------------------------------------------------------

json::Object key_set(const PrivateKey& key, const std::string& kid) {
  const jose::Jwk jwk{key.public_key(), {}, kid, {}, {}, {}, {}, {}};
  return {{"keys", json::Array{jwk.to_json()}}};
}

class Gcp : public testing::TokenBench {
 protected:
  Gcp() {
    documents_["https://www.googleapis.com/oauth2/v3/certs"] = {200, json::write(key_set(key_, "g1")), ""};
  }

  json::Object document(json::Object changes = {}) const {
    return with({{"type", "GCP"}, {"name", "cloud"}}, std::move(changes));
  }
  struct Changes {
    json::Object claims{};
    json::Object engine{};
    const PrivateKey* key = nullptr;
    std::string kid = "g1";
    std::string audience = "https://ca.test/1.0/sign#gcp/cloud";
  };
  ParsedToken token(const Changes& changes) const {
    const json::Object engine = with({{"instance_id", "42"},
                                      {"instance_name", "web"},
                                      {"instance_creation_timestamp", unix_seconds(clock_.now()) - 3600},
                                      {"project_id", "shop"},
                                      {"project_number", 7},
                                      {"zone", "us-central1-a"}},
                                     changes.engine);
    const json::Object payload =
        with(with(claims("https://accounts.google.com", "1234567890", changes.audience),
                  {{"email", "web@shop.iam.gserviceaccount.com"},
                   {"google", json::Object{{"compute_engine", engine}}}}),
             changes.claims);
    return parsed(jose::build_token(json::Object{{"kid", changes.kid}}, payload,
                                    changes.key != nullptr ? *changes.key : key_, "RS256"));
  }
  PrivateKey key_ = PrivateKey::generate_rsa(2048), other_ = PrivateKey::generate_rsa(2048);
};

TEST_F(Gcp, SetUp) {
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {{}, ""},
      {{{"name", ""}}, "provisioner name cannot be empty"},
      {{{"instanceAge", "-1s"}}, "provisioner instanceAge cannot be negative"},
      {{{"projectIDs", json::Array{"a"}}, {"organizationID", "1"}},
       "provisioner cannot have both `projectIDs` and `organizationID` set"},
  };
  for (const auto& [changes, reason] : cases) EXPECT_EQ(make(document(changes))->disabled_reason(), reason);
  EXPECT_EQ(json::write(make(document())->document()),
            R"({"type":"GCP","name":"cloud","disableCustomSANs":false,"disableTrustOnFirstUse":false,)"
            R"("disableSSHCAUser":true,"disableSSHCAHost":false,"instanceAge":"0s"})");
  documents_.clear();
  EXPECT_EQ(make(document())->disabled_reason(),
            "failed to connect to https://www.googleapis.com/oauth2/v3/certs: dial tcp: connection refused");
}

TEST_F(Gcp, InstancesAreLetIn) {
  const auto provisioner =
      make(document({{"serviceAccounts", json::Array{"web@shop.iam.gserviceaccount.com"}},
                     {"projectIDs", json::Array{"shop"}},
                     {"instanceAge", "1h"}}));
  const auto options = provisioner->authorize_sign(token({}), Method::sign);
  EXPECT_TRUE(options.common_names.empty());
  EXPECT_EQ(options.san_rule, SanRule::any);
  EXPECT_EQ(options.authorization_principal, "42");
  EXPECT_EQ(options.extension->credential_id, "1234567890");
  EXPECT_EQ(options.extension->key_values,
            (std::vector<std::string>{"InstanceID", "42", "InstanceName", "web"}));
  EXPECT_EQ(provisioner->token_id(token({})).id, sha256_hex(as_bytes("gcp/cloud.42")));
  const auto strict = make(document({{"disableCustomSANs", true}}));
  const auto narrow = strict->authorize_sign(token({}), Method::sign);
  const std::vector<std::string> names{"web.c.shop.internal", "web.us-central1-a.c.shop.internal"};
  EXPECT_EQ(narrow.sans, names);
  EXPECT_EQ(narrow.common_names, (std::vector<std::string>{"web", "42", names[0], names[1]}));
}

TEST_F(Gcp, EveryDefectIsRefused) {
  const auto provisioner = make(document({{"serviceAccounts", json::Array{"1234567890"}},
                                          {"projectIDs", json::Array{"shop"}},
                                          {"instanceAge", "1h"}}));
  const auto now = unix_seconds(clock_.now());
  const std::string at = "401 gcp.AuthorizeSign: gcp.authorizeToken; ";
  const std::vector<std::pair<Changes, std::string>> cases = {
      {{.kid = "g2"}, "failed to validate gcp token payload - cannot find key for kid g2"},
      {{.key = &other_}, "failed to validate gcp token payload - cannot find key for kid g1"},
      {{.claims = {{"iss", "other"}}},
       "invalid gcp token payload: go-jose/go-jose/jwt: validation failed, invalid issuer claim (iss)"},
      {{.claims = {{"exp", now - 61}}},
       "invalid gcp token payload: go-jose/go-jose/jwt: validation failed, token is expired (exp)"},
      {{.audience = "https://ca.test/1.0/sign#gcp/other"},
       "invalid gcp token - invalid audience claim (aud)"},
      {{.claims = {{"sub", "1"}, {"email", "other@x"}}}, "invalid gcp token - invalid subject claim"},
      {{.engine = {{"project_id", "other"}}}, "invalid gcp token - invalid project id"},
      {{.engine = {{"instance_creation_timestamp", now - 3601}}},
       "token google.compute_engine.instance_creation_timestamp is too old"},
      {{.engine = {{"instance_creation_timestamp", nullptr}}},
       "token google.compute_engine.instance_creation_timestamp is too old"},
      {{.engine = {{"instance_id", ""}}}, "gcp token google.compute_engine.instance_id cannot be empty"},
      {{.engine = {{"instance_name", nullptr}}},
       "gcp token google.compute_engine.instance_name cannot be empty"},
      {{.engine = {{"zone", ""}}}, "gcp token google.compute_engine.zone cannot be empty"},
  };
  for (const auto& [changes, text] : cases) EXPECT_EQ(refusal(*provisioner, token(changes)), at + text);
}

// Google's APIs on this machine: a metadata server that gives tokens, and projects with their ancestry.
TEST_F(Gcp, ProjectsOfAnOrganization) {
  std::string ancestry = R"({"ancestor":[{"resourceId":{"type":"project","id":"shop"}},)"
                         R"({"resourceId":{"type":"folder","id":"5"}},)"
                         R"({"resourceId":{"type":"organization","id":"77"}}]})";
  int asked = 0;
  net::Server server(net::ServerOptions{.io_threads = 1, .worker_threads = 1});
  const std::string address =
      server.listen({"google", "127.0.0.1:0", nullptr, [&](auto request, net::Respond respond) {
                       if (request->path.ends_with("/token"))
                         return respond({200, {}, R"({"access_token":"t","expires_in":3600})"});
                       ++asked;
                       const std::string* authorization = net::find_header(request->headers, "Authorization");
                       const bool known = authorization != nullptr && *authorization == "Bearer t" &&
                                          request->path == "/v1/projects/shop:getAncestry";
                       respond({known ? 200 : 403, {}, ancestry});
                     }});
  ::unsetenv("GOOGLE_APPLICATION_CREDENTIALS");
  ::setenv("GCE_METADATA_HOST", address.c_str(), 1);
  ::setenv("NEWEL_GCP_PROJECTS_URL", ("http://" + address).c_str(), 1);
  const auto ours = make(document({{"organizationID", "77"}})),
             theirs = make(document({{"organizationID", "78"}}));
  EXPECT_TRUE(ours->may_wait(token({})));
  EXPECT_EQ(refusal(*ours, token({})), "");
  EXPECT_EQ(refusal(*ours, token({})), "");
  EXPECT_EQ(asked, 1) << "the answer is kept";
  EXPECT_EQ(refusal(*theirs, token({})),
            "401 gcp.AuthorizeSign: gcp.authorizeToken; invalid gcp token - project does not belong to "
            "organization");
  EXPECT_EQ(refusal(*ours, token({.engine = {{"project_id", "shop/../x"}}})),
            "401 gcp.AuthorizeSign: gcp.authorizeToken; invalid gcp token - project does not belong to "
            "organization");
  clock_.advance(std::chrono::minutes(11));
  ancestry = "{}";
  EXPECT_EQ(refusal(*ours, token({})),
            "500 gcp.AuthorizeSign: gcp.authorizeToken; getAncestry response malformed");
  EXPECT_TRUE(refusal(*ours, token({.engine = {{"project_id", "unknown"}}}))
                  .starts_with("500 gcp.AuthorizeSign: gcp.authorizeToken: "));
  ::unsetenv("GCE_METADATA_HOST");
  ::unsetenv("NEWEL_GCP_PROJECTS_URL");
}

// Azure --------------------------------------------------------------------------------------------------

TEST(AzureResource, Parsing) {
  const auto machine = AzureResource::parse(
      "/subscriptions/sub/resourcegroups/grp/providers/Microsoft.Compute/virtualMachines/web");
  ASSERT_TRUE(machine);
  EXPECT_EQ(machine->subscription, "sub");
  EXPECT_EQ(machine->group, "grp");
  EXPECT_EQ(machine->name, "web");
  EXPECT_TRUE(AzureResource::parse(
      "/SUBSCRIPTIONS/s/resourceGroups/g/providers/microsoft.managedidentity/USERASSIGNEDIDENTITIES/i"));
  for (const char* bad :
       {"", "/", "/subscriptions//resourceGroups/g/providers/Microsoft.Compute/virtualMachines/n",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/n/x",
        "x/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/n",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/userAssignedIdentities/n",
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/n"})
    EXPECT_FALSE(AzureResource::parse(bad)) << bad;
}

class Azure : public testing::TokenBench {
 protected:
  Azure() {
    documents_["https://login.microsoftonline.com/tenant-1/.well-known/openid-configuration"] = {
        200, R"({"issuer":"https://sts.windows.net/tenant-1/","jwks_uri":"https://login.test/keys"})", ""};
    documents_["https://login.test/keys"] = {200, json::write(key_set(key_, "a1")), ""};
  }
  json::Object document(json::Object changes = {}) const {
    return with({{"type", "Azure"}, {"name", "cloud"}, {"tenantID", "tenant-1"}}, std::move(changes));
  }
  ParsedToken token(const json::Object& changes = {}, const PrivateKey* key = nullptr) const {
    const json::Object payload = with(
        with(claims("https://sts.windows.net/tenant-1/", "subject", "https://management.azure.com/"),
             {{"tid", "tenant-1"},
              {"oid", "object-1"},
              {"xms_mirid",
               "/subscriptions/sub/resourcegroups/grp/providers/Microsoft.Compute/virtualMachines/web"}}),
        changes);
    return parsed(
        jose::build_token(json::Object{{"kid", "a1"}}, payload, key != nullptr ? *key : key_, "RS256"));
  }
  PrivateKey key_ = PrivateKey::generate_rsa(2048), other_ = PrivateKey::generate_rsa(2048);
};

TEST_F(Azure, SetUp) {
  EXPECT_EQ(make(document())->disabled_reason(), "");
  EXPECT_EQ(make(document())->id(), "tenant-1");
  EXPECT_EQ(make(document({{"tenantID", ""}}))->disabled_reason(), "provisioner tenantId cannot be empty");
  EXPECT_EQ(
      make(document({{"tenantID", "tenant-2"}}))->disabled_reason(),
      "failed to connect to https://login.microsoftonline.com/tenant-2/.well-known/openid-configuration: "
      "dial tcp: connection refused");
  EXPECT_EQ(json::write(make(document({{"tenantID", nullptr}, {"tenantid", "tenant-1"}}))->document()),
            R"({"type":"Azure","name":"cloud","tenantID":"tenant-1","resourceGroups":null,)"
            R"("subscriptionIDs":null,"objectIDs":null,"audience":"https://management.azure.com/",)"
            R"("disableCustomSANs":false,"disableTrustOnFirstUse":false})");
}

TEST_F(Azure, MachinesAreLetIn) {
  const auto provisioner = make(document({{"resourceGroups", json::Array{"grp"}},
                                          {"subscriptionIDs", json::Array{"sub"}},
                                          {"objectIDs", json::Array{"object-1"}}}));
  const auto options = provisioner->authorize_sign(token(), Method::sign);
  EXPECT_EQ(options.authorization_principal, "object-1");
  EXPECT_EQ(options.extension->credential_id, "tenant-1");
  EXPECT_TRUE(options.common_names.empty());
  const auto id = provisioner->token_id(token());
  EXPECT_EQ(id.id, sha256_hex(as_bytes(token().jwt.claims.text("xms_mirid"))));
  EXPECT_TRUE(id.outlives_token);
  EXPECT_EQ(make(document({{"disableTrustOnFirstUse", true}}))->token_id(token()).kind,
            TokenId::Kind::reuse_allowed);
  const auto narrow = make(document({{"disableCustomSANs", true}}))->authorize_sign(token(), Method::sign);
  EXPECT_EQ(narrow.sans, std::vector<std::string>{"web"});
  EXPECT_EQ(narrow.common_names, std::vector<std::string>{"web"});
}

TEST_F(Azure, EveryDefectIsRefused) {
  const auto provisioner = make(document({{"resourceGroups", json::Array{"grp"}},
                                          {"subscriptionIDs", json::Array{"sub"}},
                                          {"objectIDs", json::Array{"object-1"}}}));
  const auto now = unix_seconds(clock_.now());
  const std::string at = "401 azure.AuthorizeSign: azure.authorizeToken; ";
  EXPECT_EQ(refusal(*provisioner, token({}, &other_)), at + "cannot validate azure token");
  const auto machine = [](const std::string& subscription, const std::string& group) {
    return "/subscriptions/" + subscription + "/resourceGroups/" + group +
           "/providers/Microsoft.Compute/virtualMachines/web";
  };
  const std::string filter = "401 azure.AuthorizeSign; azure token validation failed - invalid ";
  const std::vector<std::pair<json::Object, std::string>> cases = {
      {{{"ver", 1}}, at + "cannot validate azure token"},
      {{{"aud", "https://other/"}},
       at + "failed to validate azure token payload: go-jose/go-jose/jwt: validation failed, invalid "
            "audience claim "
            "(aud)"},
      {{{"iss", "https://sts.windows.net/other/"}},
       at + "failed to validate azure token payload: go-jose/go-jose/jwt: validation failed, invalid issuer "
            "claim "
            "(iss)"},
      {{{"exp", now - 61}},
       at +
           "failed to validate azure token payload: go-jose/go-jose/jwt: validation failed, token is expired "
           "(exp)"},
      {{{"tid", "tenant-2"}}, at + "azure token validation failed - invalid tenant id claim (tid)"},
      {{{"xms_mirid", "/x"}}, at + "error parsing xms_mirid claim - /x"},
      {{{"xms_mirid", machine("sub", "GRP")}}, filter + "resource group"},
      {{{"xms_mirid", machine("other", "grp")}}, filter + "subscription id"},
      {{{"oid", "object-2"}}, filter + "identity object id"},
  };
  for (const auto& [changes, text] : cases) EXPECT_EQ(refusal(*provisioner, token(changes)), text);
}

}  // namespace
}  // namespace newel::provisioner
