// Every certificate and request of tests/data/x509/inspect against its expected text, short and JSON forms.
// The files ec_root, rsa_intermediate and ed25519_leaf carry fixed numbers; the others were made with OpenSSL
// to hold what those lack (certificate.cnf beside them), and their forms compared with the reference's.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/json.h"
#include "base/json_syntax.h"
#include "x509/fixtures.h"
#include "x509/inspect_json.h"
#include "x509/inspect_short.h"
#include "x509/inspect_text.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;

const std::string folder = std::string(NEWEL_TEST_DATA) + "/x509/inspect/";

std::vector<std::string> inputs(const std::string& extension) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == extension) out.push_back(entry.path().filename());
  }
  std::sort(out.begin(), out.end());
  return out;
}

template <class Parsed>
void expect_forms(const std::string& file, const Parsed& parsed) {
  EXPECT_EQ(inspect_text(parsed), test_data("inspect/" + file + ".text")) << file;
  EXPECT_EQ(inspect_short(parsed), test_data("inspect/" + file + ".short")) << file;
  EXPECT_EQ(inspect_json(parsed), test_data("inspect/" + file + ".json")) << file;
  // Only its syntax: an RSA modulus is a number no double can hold.
  EXPECT_EQ(json::syntax_error(inspect_json(parsed)), "") << file;
}

TEST(Inspect, Certificates) {
  const auto files = inputs(".crt");
  EXPECT_GE(files.size(), 10u);
  for (const std::string& file : files) expect_forms(file, load_certificates(folder + file)[0]);
}

TEST(Inspect, Requests) {
  const auto files = inputs(".csr");
  EXPECT_GE(files.size(), 4u);
  for (const std::string& file : files)
    expect_forms(file, *CertificateRequest::parse_pem(test_data("inspect/" + file)));
}

TEST(InspectJson, SeveralCertificatesAreAnArray) {
  const auto root = load_certificates(folder + "ec_root.crt")[0];
  EXPECT_EQ(inspect_json(std::vector<Certificate>{root}), inspect_json(root));
  const auto both = json::parse(inspect_json(std::vector<Certificate>{root, root}));
  ASSERT_TRUE(both);
  EXPECT_EQ(both->as_array().size(), 2u);
}

/// The text lines of one extension in a certificate.
std::string extension_text(const char* oid, const char* value_hex, bool critical = false) {
  CertificateTemplate what = ca_template("x");
  what.only_extra = true;
  what.extra = {{oid, critical, *hex_decode(value_hex)}};
  const std::string text = inspect_text(Authority::root(what).certificate);
  const std::string begin = "        X509v3 extensions:\n";
  const auto from = text.find(begin) + begin.size();
  return text.substr(from, text.rfind("\n    Signature Algorithm") + 1 - from);
}

TEST(InspectText, SpecialExtensions) {
  struct Case {
    const char* oid;
    const char* value;
    const char* text;
  };
  const char* provisioner = "1.3.6.1.4.1.37476.9000.64.1";
  const Case cases[] = {
      {provisioner, "300b020106040461636d650400",
       "            X509v3 Step Provisioner:\n                Type: ACME\n                Name: acme\n"},
      {provisioner, "301302012a040161040162300813016b1301761301", nullptr},
      {provisioner, "301302012a04016104016230080c016b0c01760c01", nullptr},
      {provisioner, "301402012a04016104016230090c016b0c01760c016c",
       "            X509v3 Step Provisioner:\n                Type: 42 (unknown)\n                Name: a\n"
       "                CredentialID: b\n                k: v\n                l: -\n"},
      {"1.3.6.1.4.1.37476.9000.64.2", "300d0c03666f6f0c0362617230010c", nullptr},
      {"1.3.6.1.4.1.37476.9000.64.2", "300a0c03666f6f0c03626172",
       "            X509v3 Step Registration Authority:\n                Type: foo\n                "
       "CertificateID: bar\n"},
      {"1.3.6.1.4.1.37476.9000.64.3", "30080201010c03616263",
       "            X509v3 Step Managed Endpoint:\n                Kind: Device\n                EndpointID: "
       "abc\n"},
      {"1.3.6.1.4.1.37476.9000.64.4", "30050c03616263",
       "            X509v3 Step Managed Device:\n                DeviceID: abc\n"},
      {"2.16.840.1.113730.1.13", "16026869", "            Netscape Comment:\n                hi\n"},
      {"2.16.840.1.113730.1.13", "0500", nullptr},
      {"1.3.6.1.4.1.41482.3.3", "050403",
       "            X509v3 YubiKey Firmware Version:\n                5.4.3\n"},
      {"1.3.6.1.4.1.41482.3.7", "0203010000",
       "            X509v3 YubiKey Serial Number:\n                65536\n"},
      {"1.3.6.1.4.1.41482.3.8", "0201",
       "            X509v3 YubiKey Policy:\n                PIN policy: once per session\n"
       "                Touch policy: never\n"},
      {"1.3.6.1.4.1.41482.3.9", "51",
       "            X509v3 YubiKey Formfactor:\n                USB-A Keychain (FIPS)\n"},
      {"1.3.6.1.4.1.41482.3.9", "09",
       "            X509v3 YubiKey Formfactor:\n                unknown (0x09)\n"},
      {"1.3.6.1.4.1.41482.3.10", "0500",
       "            X509v3 YubiKey Certification:\n                FIPS Certified\n"},
      {"1.3.6.1.4.1.57264.1.1", "68747470", "            Sigstore OIDC Issuer:\n                http\n"},
      {"1.2.3.4.5", "0c03666f6f", "            1.2.3.4.5:\n                ..foo\n"},
      {"2.5.29.99", "0500", "Unknown extension 2.5.29.99\n"},
      {"2.5.29.9", "3019301706056781050210310e300c0c03322e300201000202008a",
       "            X509v3 Subject Directory Attributes:\n"
       "                TPM Specification: Family: 2.0, Level: 0, Revision: 138\n"},
  };
  for (const Case& c : cases) {
    if (c.text == nullptr) {
      try {
        extension_text(c.oid, c.value);
        ADD_FAILURE() << c.oid << " " << c.value;
      } catch (const Error& e) {
        EXPECT_EQ(e.text(), "certinfo: Error parsing OID \"" + std::string(c.oid) + "\"");
      }
    } else {
      EXPECT_EQ(extension_text(c.oid, c.value), c.text) << c.oid;
    }
  }
  EXPECT_EQ(extension_text("1.2.3.4.5", "61", true), "            1.2.3.4.5: critical\n                a\n");
}

TEST(InspectText, Timestamps) {
  // One timestamp: version 0, log id of 32 times 01, 2024-01-02T03:04:05.678Z, no extensions, SHA-256 with
  // ECDSA, "aabb".
  std::string log_id;
  for (int i = 0; i < 32; ++i) log_id += "01";
  const std::string sct = "00" + log_id + "0000018cc820db2e" + "0000" + "0403" + "0002aabb";
  const std::string tls = "0033" + std::string("0031") + sct;
  EXPECT_EQ(extension_text("1.3.6.1.4.1.11129.2.4.2", ("0435" + tls).c_str()),
            "            RFC6962 Certificate Transparency SCT:\n                SCT [0]:\n"
            "                    Version: V1 (0x0)\n"
            "                    LogID: AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"
            "                    Timestamp: Jan 2 03:04:05.678 2024 UTC\n"
            "                    Signature Algorithm: SHA256-ECDSA\n                      aa:bb\n");
}

}  // namespace
}  // namespace newel::x509
