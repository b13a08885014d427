// A Nebula certificate in templates: each method and each old field once, for both versions.
#include "provisioner/nebula/certificate_value.h"

#include <gtest/gtest.h>

#include "data_files.h"
#include "template/certificate_template.h"

namespace newel::provisioner {
namespace {

std::string rendered(const std::string& file, const std::string& text) {
  templates::CertificateData data;
  data.authorization = nebula::certificate_value(
      value_or_throw(nebula::Certificate::parse_pem(test::data_file("nebula/" + file))));
  return templates::CertificateTemplateText::parse(text).render(templates::certificate_root(data));
}

struct Case {
  const char* text;
  const char* want;
};

TEST(NebulaCertificateValue, VersionOne) {
  const Case cases[] = {
      {"{{ .AuthorizationCrt.Name }}", "host.nebula.test"},
      {"{{ .AuthorizationCrt.Version }}", "1"},
      {"{{ if eq .AuthorizationCrt.Version 1 }}old{{ end }}", "old"},
      {"{{ .AuthorizationCrt.Networks }}", "[10.1.0.7/24]"},
      {"{{ range .AuthorizationCrt.Networks }}{{ .Addr }} {{ .Bits }} {{ .Masked }} {{ .Addr.Is4 }}{{ end }}",
       "10.1.0.7 24 10.1.0.0/24 true"},
      {"{{ toJson .AuthorizationCrt.Networks }}", R"(["10.1.0.7/24"])"},
      {"{{ toJson .AuthorizationCrt.UnsafeNetworks }}", "[]"},
      {"{{ .AuthorizationCrt.Groups | join \",\" }} {{ has \"web\" .AuthorizationCrt.Groups }}", "web true"},
      {"{{ .AuthorizationCrt.IsCA }}", "false"},
      {"{{ .AuthorizationCrt.NotAfter.Year }}", "2036"},
      {"{{ .AuthorizationCrt.NotBefore.Before .AuthorizationCrt.NotAfter }}", "true"},
      {"{{ .AuthorizationCrt.Expired .AuthorizationCrt.NotAfter }}", "false"},
      {"{{ .AuthorizationCrt.Expired (.AuthorizationCrt.NotAfter.AddDate 1 0 0) }}", "true"},
      {"{{ .AuthorizationCrt.Curve }}", "CURVE25519"},
      {"{{ len .AuthorizationCrt.PublicKey }} {{ len .AuthorizationCrt.Signature }}", "32 64"},
      {"{{ .AuthorizationCrt.Fingerprint }}",
       "d13f136881f4cdab1f4cc8344fd05a306b25a8eda3ba9c47ed909078fead6ce0"},
      {"{{ len .AuthorizationCrt.Issuer }}", "64"},
      {"{{ typeOf .AuthorizationCrt }}", "*cert.certificateV1"},
      {"{{ (fromJson (toJson .AuthorizationCrt)).details.name }}", "host.nebula.test"},
      {"{{ (fromJson .AuthorizationCrt.String).details.curve }}", "CURVE25519"},
      {"{{ (fromJson (printf \"%s\" .AuthorizationCrt)).fingerprint | trunc 8 }}", "d13f1368"},
      // What templates for Nebula before 1.10 wrote.
      {"{{ .AuthorizationCrt.Details.Name }} {{ .AuthorizationCrt.Details.Groups }}",
       "host.nebula.test [web]"},
      {"{{ range .AuthorizationCrt.Details.Ips }}{{ . }}{{ end }}", "10.1.0.7/24"},
      {"{{ .AuthorizationCrt.Details.NotAfter.Year }} {{ .AuthorizationCrt.Details.IsCA }}", "2036 false"},
  };
  for (const Case& one : cases) EXPECT_EQ(rendered("v1-25519-host.crt", one.text), one.want) << one.text;
}

TEST(NebulaCertificateValue, VersionTwo) {
  const Case cases[] = {
      {"{{ .AuthorizationCrt.Version }} {{ .AuthorizationCrt.Curve }}", "2 P256"},
      {"{{ typeOf .AuthorizationCrt }}", "*cert.certificateV2"},
      {"{{ .AuthorizationCrt.Networks }}", "[10.1.0.7/24 10.1.0.8/24]"},
      {"{{ toJson .AuthorizationCrt.UnsafeNetworks }}", "null"},
      {"{{ len .AuthorizationCrt.PublicKey }}", "65"},
      {"{{ (fromJson (toJson .AuthorizationCrt)).curve }}", "P256"},
      {"{{ hasKey (fromJson (toJson .AuthorizationCrt)).details \"publicKey\" }}", "false"},
  };
  for (const Case& one : cases) EXPECT_EQ(rendered("v2-p256-host.crt", one.text), one.want) << one.text;
}

// What the methods write is the certificate itself.
TEST(NebulaCertificateValue, GivesItselfBack) {
  for (const std::string file : {"v1-25519-host.crt", "v2-p256-host.crt"}) {
    EXPECT_EQ(rendered(file, R"({{ printf "%s" .AuthorizationCrt.MarshalPEM }})"),
              test::data_file("nebula/" + file));
  }
}

TEST(NebulaCertificateValue, HasNothingElse) {
  EXPECT_THROW(rendered("v1-25519-host.crt", "{{ .AuthorizationCrt.Nope }}"), templates::TemplateFailure);
  EXPECT_THROW(rendered("v1-25519-host.crt", "{{ .AuthorizationCrt.Details.Nope }}"),
               templates::TemplateFailure);
}

}  // namespace
}  // namespace newel::provisioner
