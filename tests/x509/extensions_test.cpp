#include "x509/extensions.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "x509/der_writer.h"
#include "x509/name.h"
#include "x509/oids.h"
#include "x509/openssl_judge.h"

namespace newel::x509 {
namespace {

Bytes hex(std::string_view text) { return *hex_decode(text); }

std::string openssl_text(const Extension& e) {
  return newel::testing::openssl_extension_text(e.oid.c_str(), e.critical, e.value);
}

TEST(KeyUsage, EveryCombination) {
  for (unsigned usage = 0; usage < 512; ++usage) {
    const Extension e = encode_key_usage(usage);
    EXPECT_TRUE(e.critical);
    ASSERT_EQ(*decode_key_usage(e.value), usage);
  }
  EXPECT_EQ(hex_encode(encode_key_usage(digital_signature).value), "03020780");
  EXPECT_EQ(hex_encode(encode_key_usage(cert_sign | crl_sign).value), "03020106");
  EXPECT_EQ(hex_encode(encode_key_usage(decipher_only).value), "0303070080");
  EXPECT_EQ(hex_encode(encode_key_usage(0).value), "030100");
  EXPECT_EQ(openssl_text(encode_key_usage(511)),
            "Digital Signature, Non Repudiation, Key Encipherment, Data Encipherment, Key Agreement, "
            "Certificate Sign, "
            "CRL Sign, Encipher Only, Decipher Only");
}

TEST(KeyUsage, RefusesBadBitStrings) {
  for (const char* bad :
       {"", "0300", "03020880", "0302078001", "030207c0", "030107", "04020780", "23020780"}) {
    EXPECT_FALSE(decode_key_usage(hex(bad))) << bad;
  }
}

TEST(ExtendedKeyUsage, RoundTrip) {
  const std::vector<std::string> list = {std::string(oids::server_auth), std::string(oids::client_auth),
                                         "1.2.3.4"};
  const Extension e = encode_extended_key_usage(list);
  EXPECT_FALSE(e.critical);
  EXPECT_EQ(*decode_extended_key_usage(e.value), list);
  EXPECT_EQ(openssl_text(e), "TLS Web Server Authentication, TLS Web Client Authentication, 1.2.3.4");
  for (const char* bad : {"", "300206", "3003060180", "30020500"})
    EXPECT_FALSE(decode_extended_key_usage(hex(bad))) << bad;
}

TEST(BasicConstraints, RoundTrip) {
  struct Case {
    BasicConstraints value;
    const char* hex;
    const char* text;
  };
  const Case cases[] = {{{true, 0}, "30060101ff020100", "CA:TRUE, pathlen:0"},
                        {{true, std::nullopt}, "30030101ff", "CA:TRUE"},
                        {{false, std::nullopt}, "3000", "CA:FALSE"},
                        {{true, 300}, "30070101ff0202012c", "CA:TRUE, pathlen:300"}};
  for (const Case& c : cases) {
    const Extension e = encode_basic_constraints(c.value);
    EXPECT_EQ(hex_encode(e.value), c.hex);
    EXPECT_EQ(openssl_text(e), c.text);
    const auto back = decode_basic_constraints(e.value);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->is_ca, c.value.is_ca);
    EXPECT_EQ(back->max_path_len, c.value.max_path_len);
  }
  for (const char* bad : {"", "3003010101", "30060101ff0201ff", "30090101ff0204ffffffff", "30050101ff0500",
                          "30060101ff02010000", "300a0101ff02050100000000"}) {
    EXPECT_FALSE(decode_basic_constraints(hex(bad))) << bad;
  }
}

TEST(KeyIdentifiers, RoundTrip) {
  const Bytes id = hex("0102030405060708");
  EXPECT_EQ(*decode_subject_key_id(encode_subject_key_id(id).value), id);
  EXPECT_EQ(*decode_authority_key_id(encode_authority_key_id(id).value), id);
  EXPECT_EQ(openssl_text(encode_subject_key_id(id)), "01:02:03:04:05:06:07:08");
  EXPECT_EQ(openssl_text(encode_authority_key_id(id)), "01:02:03:04:05:06:07:08");
  EXPECT_TRUE(decode_authority_key_id(hex("3000"))->empty());
  for (const char* bad : {"", "300280", "300380010100", "30028005", "0400"})
    EXPECT_FALSE(decode_authority_key_id(hex(bad))) << bad;
  for (const char* bad : {"", "0401", "040000", "3000"}) EXPECT_FALSE(decode_subject_key_id(hex(bad))) << bad;
}

SubjectAltNames every_kind() {
  SubjectAltNames names;
  names.dns = {"example.com", "*.example.com"};
  names.emails = {"jane@example.com"};
  names.ips = {*parse_ip("10.1.2.3"), *parse_ip("::1")};
  names.uris = {"https://example.com/path", "spiffe://a/b"};
  names.other_names = {{"1.3.6.1.4.1.311.20.2.3", hex("0c0161")}};
  names.directory_names = {Name::from_common_name("x").encode()};
  names.registered_ids = {"1.2.3"};
  return names;
}

TEST(SubjectAltName, RoundTripOfEveryKind) {
  const SubjectAltNames names = every_kind();
  const Extension e = encode_subject_alt_names(names, true);
  EXPECT_TRUE(e.critical);
  const auto back = decode_subject_alt_names(e.value);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(back->dns, names.dns);
  EXPECT_EQ(back->emails, names.emails);
  EXPECT_EQ(back->ips, names.ips);
  EXPECT_EQ(back->uris, names.uris);
  ASSERT_EQ(back->other_names.size(), 1u);
  EXPECT_EQ(back->other_names[0].type_id, names.other_names[0].type_id);
  EXPECT_EQ(back->other_names[0].value, names.other_names[0].value);
  EXPECT_EQ(back->directory_names, names.directory_names);
  EXPECT_EQ(back->registered_ids, names.registered_ids);
  EXPECT_FALSE(back->only_plain());
  EXPECT_EQ(openssl_text(e),
            "DNS:example.com, DNS:*.example.com, email:jane@example.com, IP Address:10.1.2.3, "
            "IP Address:0:0:0:0:0:0:0:1, URI:https://example.com/path, URI:spiffe://a/b, othername: UPN::a, "
            "DirName:/CN=x, Registered ID:1.2.3");
}

TEST(SubjectAltName, Refusals) {
  const std::pair<const char*, const char*> cases[] = {
      {"not a sequence", "0400"},
      {"trailing data", "300000"},
      {"IP of five octets", "300787050102030405"},
      {"not ASCII", "30038201ff"},
      {"universal tag", "30030c0161"},
      {"unknown kind", "30038b0161"},
      {"URI that is none", "300586033a2f2f"},
      {"otherName without value", "3005a00306012a"},
      {"directoryName with garbage", "3004a4020500"},
      {"constructed dNSName", "3005a203820161"},
  };
  for (const auto& [what, der] : cases) EXPECT_FALSE(decode_subject_alt_names(hex(der))) << what;
  EXPECT_EQ(decode_subject_alt_names(hex("300787050102030405")).error().text,
            "x509: cannot parse IP address of length 5");
  SubjectAltNames names;
  names.dns = {"zürich.ch"};
  EXPECT_THROW(encode_subject_alt_names(names, false), Error);
}

TEST(NameConstraintsExtension, RoundTrip) {
  NameConstraints constraints;
  constraints.critical = true;
  constraints.permitted_dns = {"example.com", ".corp"};
  constraints.permitted_ips = {*parse_cidr("10.0.0.0/8"), *parse_cidr("2001:db8::/32")};
  constraints.permitted_emails = {"example.com", "a@b.c"};
  constraints.permitted_uris = {".example.com"};
  constraints.excluded_dns = {"bad.example.com"};
  constraints.excluded_ips = {*parse_cidr("10.1.0.0/16")};
  const Extension e = encode_name_constraints(constraints);
  EXPECT_TRUE(e.critical);
  const auto back = decode_name_constraints(e.value, true);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(back->permitted_dns, constraints.permitted_dns);
  EXPECT_EQ(back->permitted_ips, constraints.permitted_ips);
  EXPECT_EQ(back->permitted_emails, constraints.permitted_emails);
  EXPECT_EQ(back->permitted_uris, constraints.permitted_uris);
  EXPECT_EQ(back->excluded_dns, constraints.excluded_dns);
  EXPECT_EQ(back->excluded_ips, constraints.excluded_ips);
  EXPECT_FALSE(back->has_unsupported);
  EXPECT_EQ(openssl_text(e),
            "Permitted:\n  DNS:example.com\n  DNS:.corp\n  IP:10.0.0.0/255.0.0.0\n"
            "  IP:2001:DB8:0:0:0:0:0:0/FFFF:FFFF:0:0:0:0:0:0\n  email:example.com\n  email:a@b.c\n  "
            "URI:.example.com\n"
            "Excluded:\n  DNS:bad.example.com\n  IP:10.1.0.0/255.255.0.0");
}

TEST(NameConstraintsExtension, Refusals) {
  const std::pair<const char*, const char*> cases[] = {
      {"3000", "x509: empty name constraints extension"},
      {"3002a000", "x509: empty name constraints extension"},
      {"3008a006300482022e2e", "x509: failed to parse dnsName constraint \"..\""},
      {"300ea00c300a87080a000000ff00ff00", "x509: IP constraint contained invalid mask ff00ff00"},
      {"3009a007300587030a0000", "x509: IP constraint contained value of length 3"},
      {"300ba0093007860531312e2e31", "x509: failed to parse URI constraint \"11..1\""},
      {"300da00b30098607312e312e312e31",
       "x509: failed to parse URI constraint \"1.1.1.1\": cannot be IP address"},
      {"3008a006300481024061", "x509: failed to parse rfc822Name constraint \"@a\""},
      {"3007a10530038201ff", "x509: invalid constraint value: not an IA5String"},
      {"30050201013000", "x509: invalid NameConstraints extension"},
  };
  for (const auto& [der, text] : cases) {
    const auto result = decode_name_constraints(hex(der), true);
    ASSERT_FALSE(result) << der;
    EXPECT_EQ(result.error().text, text) << der;
  }
  // A registered identifier we do not check, and a minimum we do not apply.
  const auto registered = decode_name_constraints(hex("3008a006300488022a03"), true);
  EXPECT_TRUE(registered->constrains_registered_ids);
  EXPECT_FALSE(registered->has_unsupported);
  EXPECT_EQ(decode_name_constraints(hex("3008a0063004a4023000"), true)->permitted_directories,
            std::vector<Bytes>{hex("3000")});
  EXPECT_TRUE(decode_name_constraints(hex("300aa0083006820161800101"), true)->has_unsupported);
}

TEST(AuthorityInfoAccess, RoundTrip) {
  const AuthorityInfoAccess access{{"http://ocsp.example.com", "http://o2"},
                                   {"http://ca.example.com/ca.crt"}};
  const Extension e = encode_authority_info_access(access);
  const auto back = decode_authority_info_access(e.value);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->ocsp, access.ocsp);
  EXPECT_EQ(back->issuers, access.issuers);
  EXPECT_EQ(openssl_text(e),
            "OCSP - URI:http://ocsp.example.com\nOCSP - URI:http://o2\nCA Issuers - "
            "URI:http://ca.example.com/ca.crt");
  for (const char* bad : {"", "30023000", "3005300306012a", "3007300506012a0500"}) {
    EXPECT_FALSE(decode_authority_info_access(hex(bad))) << bad;
  }
}

TEST(CrlDistributionPoints, RoundTrip) {
  const std::vector<std::string> urls = {"http://a/crl", "http://b/crl"};
  const Extension e = encode_crl_distribution_points(urls);
  EXPECT_EQ(*decode_crl_distribution_points(e.value), urls);
  EXPECT_EQ(openssl_text(e), "Full Name:\n  URI:http://a/crl\nFull Name:\n  URI:http://b/crl");
  EXPECT_TRUE(decode_crl_distribution_points(hex("30133011a00fa10d300b06035504030c0478797a77"))
                  ->empty());  // relative name
  for (const char* bad : {"", "30020500", "30043002a000", "30063004a002a200"}) {
    EXPECT_FALSE(decode_crl_distribution_points(hex(bad))) << bad;
  }
}

TEST(CertificatePolicies, RoundTrip) {
  const std::vector<std::string> policies = {"2.23.140.1.2.1", "1.2.3"};
  const Extension e = encode_certificate_policies(policies);
  EXPECT_EQ(*decode_certificate_policies(e.value), policies);
  EXPECT_EQ(openssl_text(e), "Policy: 2.23.140.1.2.1\nPolicy: 1.2.3");
  for (const char* bad : {"", "30023000", "3005300306012a00", "3007300506012a0500"}) {
    EXPECT_FALSE(decode_certificate_policies(hex(bad))) << bad;
  }
}

TEST(StepProvisioner, KnownVectors) {
  const std::pair<StepProvisioner, const char*> cases[] = {
      {{1, "name", "credentialID", {}}, "301702010104046e616d65040c63726564656e7469616c4944"},
      {{1, "name", "credentialID", {"foo", "bar"}},
       "302302010104046e616d65040c63726564656e7469616c4944300a1303666f6f1303626172"},
      {{1, "joe", "kid", {}}, "300d02010104036a6f6504036b6964"},
      {{6, "acme", "", {}}, "300b020106040461636d650400"},
  };
  for (const auto& [value, der] : cases) {
    const Extension e = encode_step_provisioner(value);
    EXPECT_EQ(hex_encode(e.value), der);
    EXPECT_FALSE(e.critical);
    EXPECT_EQ(e.oid, "1.3.6.1.4.1.37476.9000.64.1");
    const auto back = decode_step_provisioner(e.value);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->type, value.type);
    EXPECT_EQ(back->name, value.name);
    EXPECT_EQ(back->credential_id, value.credential_id);
    EXPECT_EQ(back->key_values, value.key_values);
  }
  const Extension utf8 = encode_step_provisioner({3, "gcp", "x", {"InstanceName", "zürich"}});
  EXPECT_EQ(decode_step_provisioner(utf8.value)->key_values[1], "zürich");
  for (const char* bad : {"", "3000", "3008020101040161040000", "300902010104016104000500"}) {
    EXPECT_FALSE(decode_step_provisioner(hex(bad))) << bad;
  }
}

TEST(ObjectIdentifiersInExtensions, AreCheckedWhenWritten) {
  EXPECT_THROW(encode_extended_key_usage({"1"}), Error);
  EXPECT_THROW(encode_certificate_policies({"x"}), Error);
}

}  // namespace
}  // namespace newel::x509
