// Certificates by the provisioner's own template: what it sees, what it may decide, and what clients are told
// when it fails.
#include "authority/test_ca.h"
#include "base/encoding.h"

namespace newel::authority {
namespace {

using namespace testing;

CaOptions with_template(const std::string& text, const std::string& data = "{}") {
  CaOptions options;
  json::Object x509{{"template", text}, {"templateData", TestCa::parse(data)}};
  options.provisioner_patch = json::write(json::Object{{"options", json::Object{{"x509", std::move(x509)}}}});
  return options;
}

x509::CertificateRequest request_for(const std::string& name, const PrivateKey& key) {
  x509::RequestTemplate what;
  what.subject = x509::Name::from_common_name(name);
  what.names.dns = {name};
  return x509::create_request(what, key);
}

x509::Certificate issued_by(TestCa& ca, const json::Value& user = nullptr, const json::Object& changes = {}) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  provisioner::SignRequestOptions options;
  options.template_data = user;
  return ca.sign(request_for("host.test", key), ca.token("host.test", changes), options).chain.front();
}

TEST(OwnTemplate, SeesSubjectNamesTokenRequestAndUserData) {
  TestCa ca(with_template(R"({
    "subject": {"commonName": {{ toJson .Subject.CommonName }}, "organization": {{ toJson .Org }},
                "organizationalUnit": {{ toJson .Insecure.User.unit }}, "locality": {{ toJson .Token.jti }},
                "province": {{ toJson (index .Insecure.CR.DNSNames 0) }}},
    "sans": {{ toJson .SANs }}, "keyUsage": ["digitalSignature"], "extKeyUsage": ["clientAuth"]
  })",
                          R"({"Org": "Acme", "Insecure": {"User": {"unit": "forged"}}})"));
  const auto made =
      issued_by(ca, json::Object{{"unit", "Ops"}}, {{"claims", json::Object{{"jti", "token-1"}}}});
  const auto fields = x509::NameFields::from_name(made.subject());
  EXPECT_EQ(fields.common_name, "host.test");
  EXPECT_EQ(fields.organization, std::vector<std::string>{"Acme"});
  EXPECT_EQ(fields.organizational_unit, std::vector<std::string>{"Ops"});
  EXPECT_EQ(fields.locality, std::vector<std::string>{"token-1"});
  EXPECT_EQ(fields.province, std::vector<std::string>{"host.test"});
  EXPECT_EQ(made.names().dns, std::vector<std::string>{"host.test"});
  EXPECT_EQ(made.extended_key_usage(), std::vector<std::string>{std::string(x509::oids::client_auth)});
  EXPECT_NE(x509::find_extension(made.extensions(), x509::oids::step_provisioner), nullptr);
}

TEST(OwnTemplate, DataAloneGoesToTheDefaultDocument) {
  CaOptions options;
  options.provisioner_patch =
      R"({"options":{"x509":{"templateData":{"Subject":{"commonName":"from data","organization":"Acme"}}}}})";
  TestCa ca(options);
  const auto fields = x509::NameFields::from_name(issued_by(ca).subject());
  EXPECT_EQ(fields.common_name, "from data");
  EXPECT_EQ(fields.organization, std::vector<std::string>{"Acme"});
}

TEST(OwnTemplate, TextMayBeBase64OrAFile) {
  const std::string text = R"({"subject":"by template","dnsNames":"host.test"})";
  TestCa encoded(with_template(base64_encode(as_bytes(text))));
  EXPECT_EQ(issued_by(encoded).subject().common_name(), "by template");
  TestCa ca;
  ca.options().provisioner_patch = json::write(json::Object{
      {"options", json::Object{{"x509", json::Object{{"templateFile", ca.folder().path("leaf.tpl")}}}}}});
  ca.folder().write("leaf.tpl", text);
  ca.restart();
  EXPECT_EQ(issued_by(ca).subject().common_name(), "by template");
}

TEST(OwnTemplate, DecidesValidityAndWhetherItIsACa) {
  TestCa ca(with_template(
      R"({"subject":"Sub CA","notBefore":"2027-01-15T09:00:00Z","notAfter":"2027-01-15T10:00:00Z",
    "keyUsage":["certSign","crlSign"],"basicConstraints":{"isCA":true,"maxPathLen":0}})"));
  const auto made = issued_by(ca);
  EXPECT_EQ(format_rfc3339(made.not_before()), "2027-01-15T09:00:00Z");
  EXPECT_EQ(format_rfc3339(made.not_after()), "2027-01-15T10:00:00Z");
  EXPECT_TRUE(made.is_ca());
  EXPECT_EQ(made.basic_constraints()->max_path_len, 0);
}

TEST(OwnTemplate, CannotForgeTheProvisionerExtension) {
  TestCa ca(with_template(
      R"({"subject":"x","dnsNames":"host.test","extensions":[{"id":"1.3.6.1.4.1.37476.9000.64.1","value":"BQA="}]})"));
  const auto made = issued_by(ca);
  const auto* extension = x509::find_extension(made.extensions(), x509::oids::step_provisioner);
  ASSERT_NE(extension, nullptr);
  EXPECT_EQ(value_or_throw(x509::decode_step_provisioner(extension->value)).name, "joe");
}

TEST(OwnTemplate, NamesOfEveryKindAreWritten) {
  TestCa ca(with_template(R"({"subject":"x","sans":[
    {"type":"dns","value":"host.test"},{"type":"ip","value":"10.0.0.1"},{"type":"email","value":"a@b.test"},
    {"type":"uri","value":"spiffe://td/x"},{"type":"registeredID","value":"1.2.3.4"},
    {"type":"dn","asn1Value":{"commonName":"dir","organization":"Acme"}},
    {"type":"permanentIdentifier","value":"serial-1"},{"type":"userPrincipalName","value":"a@b.test"},
    {"type":"hardwareModuleName","asn1Value":{"type":"1.2.3.4","serialNumber":"MTIz"}},
    {"type":"1.2.3.5","value":"utf8:text"}]})"));
  const auto made = issued_by(ca);
  const std::string shown = ca.openssl_text(made);
  for (const char* part : {"DNS:host.test", "IP Address:10.0.0.1", "email:a@b.test", "URI:spiffe://td/x",
                           "Registered ID:1.2.3.4", "DirName:", "othername: "}) {
    EXPECT_NE(shown.find(part), std::string::npos) << part << "\n" << shown;
  }
  EXPECT_EQ(made.names().other_names.size(), 4u);
}

TEST(OwnTemplate, NameConstraintsHoldForNamesItWritesItself) {
  CaOptions options = with_template(
      R"({"subject":"x","sans":[{"type":"dns","value":"evil.test"},{"type":"permanentIdentifier","value":"s"}]})");
  options.constraints.emplace().permitted_dns = {"host.test"};
  TestCa ca(options);
  EXPECT_EQ(outcome_of([&] { issued_by(ca); }).status, 403);
}

struct Failing {
  const char* text;
  int status;
  const char* message;
  const char* log;
};

TEST(OwnTemplate, Failures) {
  const std::string internal = default_message(500);
  const Failing cases[] = {
      {R"({{ fail "no such device" }})", 400, "The request could not be completed: no such device.",
       "no such device"},
      {"{} {{ index .SANs 9 }}", 500, nullptr, "error executing template: template: template:1:6: executing"},
      {"{", 500, "error applying certificate template", "error unmarshaling certificate: unexpected EOF"},
      {R"({"keyUsage":"x"})", 500, "error applying certificate template", "unsupported keyUsage x"},
      {R"({"subject":"x","sans":[{"type":"nope","value":"x"}]})", 500, nullptr, "unsupported SAN type nope"},
      {R"({"subject":"x","serialNumber":-1})", 500, nullptr, "x509: serial number must be positive"},
      {R"({"subject":"x","signatureAlgorithm":"SHA256-RSA"})", 500, nullptr,
       "does not match private key type"},
      {R"({"subject":"x","extensions":[{"id":"2.5.29.15","value":"AAAA"}]})", 500, nullptr,
       "invalid key usage"},
      // What is too large, and what would never end.
      {R"({"subject":"{{ repeat 20000000 "x" }}"})", 500, nullptr, "more than 16777216 bytes"},
      {R"({{ define "again" }}{{ template "again" . }}{{ end }}{{ template "again" . }})", 500, nullptr,
       "exceeded maximum template depth"},
  };
  for (const Failing& one : cases) {
    SCOPED_TRACE(one.text);
    TestCa ca(with_template(one.text));
    const Outcome got = outcome_of([&] { issued_by(ca); });
    EXPECT_EQ(got.status, one.status) << got.text;
    EXPECT_EQ(got.message, one.message == nullptr ? internal : one.message);
    EXPECT_NE(got.text.find(one.log), std::string::npos) << got.text;
  }
}

TEST(OwnTemplate, ABrokenOneIsSaidAtTheStart) {
  TestCa ca;
  const std::string file = ca.folder().path("broken.tpl");
  ca.folder().write("broken.tpl", "{\n  \"subject\": {{ nofunc }}\n}");
  ca.options().provisioner_patch =
      json::write(json::Object{{"options", json::Object{{"x509", json::Object{{"templateFile", file}}}}}});
  ca.restart();
  ASSERT_EQ(ca.log_lines.size(), 1u);
  EXPECT_EQ(ca.log_lines[0],
            "WARNING: provisioner \"joe\" cannot issue certificates, its template is broken: " + file +
                ", line 2: error parsing template: template: template:2: function \"nofunc\" not "
                "defined");
  const Outcome got = outcome_of([&] { issued_by(ca); });
  EXPECT_EQ(got.status, 500);
  EXPECT_EQ(got.message, default_message(500));
  ca.log_lines.clear();
  ca.options().provisioner_patch = R"({"options":{"x509":{"templateFile":"/nonexistent/leaf.tpl"}}})";
  ca.restart();
  ASSERT_EQ(ca.log_lines.size(), 1u);
  EXPECT_NE(ca.log_lines[0].find("error reading /nonexistent/leaf.tpl"), std::string::npos);
}

TEST(OwnTemplate, SettingsThatAreNone) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"template":"%%%"})", "error decoding template: illegal base64 data at input byte 0"},
      {R"({"templateData":[1]})", "error unmarshaling template data: "},
      {R"({"templateData":"text"})", "error unmarshaling template data: "}};
  for (const auto& [settings, want] : cases) {
    CaOptions options;
    options.provisioner_patch = R"({"options":{"x509":)" + std::string(settings) + "}}";
    TestCa ca(options);
    const Outcome got = outcome_of([&] { issued_by(ca); });
    EXPECT_EQ(got.status, 500) << settings;
    EXPECT_NE(got.text.find(want), std::string::npos) << got.text;
    EXPECT_FALSE(ca.log_lines.empty()) << "it is said at the start";
  }
}

}  // namespace
}  // namespace newel::authority
