// What `step crl inspect` prints, octet by octet where the reference's form is known.
#include "x509/crl_inspect.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "x509/crl_extensions.h"
#include "x509/der_writer.h"
#include "x509/fixtures.h"
#include "x509/inspect_names.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;

Extension extension(std::string_view oid, std::string_view hex, bool critical = false) {
  return {std::string(oid), critical, hex_decode(std::string(hex)).value()};
}

std::vector<std::string> described(const Extension& e) {
  CrlExtension d = describe_crl_extension(e);
  d.details.insert(d.details.begin(), d.header);
  return d.details;
}

std::string as_json(const Extension& e) {
  JsonText out;
  write_json_crl_extension(out, e);
  return json::write(json::parse(out.take()).value());
}

using Lines = std::vector<std::string>;

TEST(CrlExtensions, are_described_as_the_reference_does) {
  EXPECT_EQ(described(extension(oids::crl_number, "020107")), (Lines{"X509v3 CRL Number:", "7"}));
  EXPECT_EQ(described(extension(oids::authority_key_id, "3006800401020304")),
            (Lines{"X509v3 Authority Key Identifier:", "keyid:01:02:03:04"}));
  EXPECT_EQ(described(extension(oids::authority_key_id, "3000")),
            (Lines{"X509v3 Authority Key Identifier:", "keyid"}));
  EXPECT_EQ(described(extension("1.2.3", "0403666f6f")), (Lines{"1.2.3", "..foo"}));
  EXPECT_EQ(described(extension("1.2.3", "0403666f6f", true)), (Lines{"1.2.3 critical", "..foo"}));
  EXPECT_EQ(described(extension(oids::crl_reason, "0a0101")),
            (Lines{"X509v3 CRL Reason Code:", "Key Compromise"}));
  EXPECT_EQ(described(extension(oids::crl_reason, "0a0107")),
            (Lines{"X509v3 CRL Reason Code:", "ReasonCode(7): unknown"}));
  // invalidityDate and certificateIssuer have no form of their own.
  EXPECT_EQ(described(extension("2.5.29.24", "180f32303234303130323033303430355a")),
            (Lines{"2.5.29.24", "..20240102030405Z"}));
  EXPECT_EQ(described(extension("2.5.29.29", "3003820161", true)), (Lines{"2.5.29.29 critical", "0...a"}));
}

TEST(CrlExtensions, show_distribution_points) {
  const std::string uri = hex_encode(as_bytes("http://a"));
  EXPECT_EQ(described(extension(oids::issuing_distribution_point, "3011a00ca00a8608" + uri + "8101ff", true)),
            (Lines{"X509v3 Issuing Distribution Point: critical", "Full Name:", "    URI:http://a",
                   "Only User Certificates"}));
  EXPECT_EQ(described(extension(oids::issuing_distribution_point, "300d8201ff830206608401ff8501ff")),
            (Lines{"X509v3 Issuing Distribution Point:", "Only CA Certificates",
                   "Only Attribute Certificates", "Indirect CRL", "Reasons: 60"}));
  EXPECT_EQ(as_json(extension(oids::issuing_distribution_point, "300d8201ff830206608401ff8501ff", true)),
            R"({"critical":true,"issuing_distribution_point":{"full_names":null,"indirect_crl":true,)"
            R"("only_attribute_certificates":true,"only_ca_certificates":true,"only_some_reasons":"YA=="}})");
  // A directory name; and contents that are none.
  EXPECT_EQ(
      described(extension(oids::issuing_distribution_point, "3014a012a010a40e300c310a300806035504030c0161")),
      (Lines{"X509v3 Issuing Distribution Point:", "Full Name:", "    DirName:CN=a"}));
  EXPECT_EQ(described(extension(oids::issuing_distribution_point, "04024142")),
            (Lines{"X509v3 Issuing Distribution Point:", "..AB"}));
}

TEST(CrlExtensions, are_written_as_json) {
  EXPECT_EQ(as_json(extension(oids::crl_number, "020107")), R"({"crl_number":"7"})");
  EXPECT_EQ(as_json(extension(oids::crl_number, "0500")), R"({"crl_number":"BQA="})");
  EXPECT_EQ(as_json(extension(oids::authority_key_id, "3006800401020304", true)),
            R"({"authority_key_id":"3006800401020304","critical":true})");
  EXPECT_EQ(as_json(extension(oids::crl_number, "020107", true)), R"({"critical":true,"crl_number":"7"})");
  EXPECT_EQ(as_json(extension("1.2.3", "0500", true)), R"({"1.2.3":"BQA=","critical":true})");
  EXPECT_EQ(as_json(extension(oids::crl_reason, "0a0106")), R"({"crl_reason_code":"Certificate Hold"})");
}

RevocationList list_of(const Issuer& issuer, std::vector<RevokedEntry> entries) {
  CrlTemplate what;
  what.number = {7};
  what.this_update = now;
  what.next_update = now + 10 * day;
  what.entries = std::move(entries);
  what.distribution_point = "http://ca.example.com/1.0/crl";
  return RevocationList::parse(create_crl(what, issuer)).value();
}

TEST(CrlText, has_the_layout_of_the_reference) {
  const Authority root = Authority::root(ca_template("Root"));
  const RevocationList list =
      list_of(root.issuer(), {{Serial{{0xc8, 0x01}}, now, 1, {}}, {Serial{{5}}, now, 0, {}}});
  const std::string key_id = colon_hex(root.certificate.subject_key_id(), true);
  const std::string text = crl_text(list, {true, {}});
  EXPECT_TRUE(
      text.starts_with("Certificate Revocation List (CRL):\n"
                       "    Data:\n"
                       "        Valid: true\n"
                       "        Version: 2 (0x1)\n"
                       "    Signature algorithm: ECDSA-SHA256\n"
                       "        Issuer: CN=Root\n"
                       "        Last Update: 2024-01-02 03:04:05 +0000 UTC\n"
                       "        Next Update: 2024-01-12 03:04:05 +0000 UTC\n"
                       "        CRL Extensions:\n"
                       "            X509v3 Authority Key Identifier:\n"
                       "                keyid:" +
                       key_id +
                       "\n"
                       "            X509v3 CRL Number:\n"
                       "                7\n"
                       "            X509v3 Issuing Distribution Point: critical\n"
                       "                Full Name:\n"
                       "                    URI:http://ca.example.com/1.0/crl\n"
                       "        Revoked Certificates:\n"
                       "            Serial Number: 51201 (0xC801)\n"
                       "                Revocation Date: 2024-01-02 03:04:05 +0000 UTC\n"
                       "                CRL Entry Extensions:\n"
                       "                    X509v3 CRL Reason Code:\n"
                       "                        Key Compromise\n"
                       "            Serial Number: 5 (0x05)\n"
                       "                Revocation Date: 2024-01-02 03:04:05 +0000 UTC\n"
                       "    Signature Algorithm: ECDSA-SHA256\n"
                       "        30:"))
      << text;
  EXPECT_NE(
      crl_text(list, {false, "CRL has expired"}).find("Valid: false\n        Reason: CRL has expired\n"),
      std::string::npos);
}

TEST(CrlText, says_when_nothing_is_revoked) {
  const Authority root = Authority::root(ca_template("Root"));
  EXPECT_NE(crl_text(list_of(root.issuer(), {}), {}).find("        No Revoked Certificates.\n    Signature"),
            std::string::npos);
}

TEST(CrlCheck, gives_the_reason) {
  const Authority root = Authority::root(ca_template("Root")), other = Authority::root(ca_template("Other"));
  const RevocationList list = list_of(root.issuer(), {});
  EXPECT_TRUE(check_crl(list, root.certificate, now).valid);
  EXPECT_EQ(check_crl(list, other.certificate, now).reason, "Signature does not match");
  EXPECT_EQ(check_crl(list, root.certificate, now + 11 * day).reason, "CRL has expired");
  EXPECT_EQ(check_crl_against(list, {other.certificate}, now).reason, "No CA certificate matches");
  EXPECT_TRUE(check_crl_against(list, {other.certificate, root.certificate}, now).valid);

  CertificateTemplate brief = ca_template("Brief");
  brief.not_after = now + day;
  const Authority soon = Authority::root(brief);
  EXPECT_EQ(check_crl(list_of(soon.issuer(), {}), soon.certificate, now + 2 * day).reason,
            "CA certificate has expired");
}

}  // namespace
}  // namespace newel::x509
