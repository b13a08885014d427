#include "x509/certificate.h"

#include <gtest/gtest.h>

#include <functional>

#include "crypto/digest.h"
#include "crypto/pem.h"
#include "x509/der_writer.h"
#include "x509/extension_list.h"
#include "x509/fixtures.h"
#include "x509/openssl_judge.h"
#include "x509/signed_object.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;

/// The fields of a certificate as octets, so that a test can break any of them. What is written is not signed
/// by anybody: parsing does not look.
struct RawCertificate {
  Bytes version = {0xa0, 3, 2, 1, 2};
  Bytes serial = {2, 1, 5};
  Bytes algorithm = encode_signature_algorithm(SignatureAlgorithm::ecdsa_sha256);
  Bytes outer_algorithm = algorithm;
  Bytes issuer = Name::from_common_name("Issuer").encode();
  Bytes validity = *hex_decode("301e170d3234303130323033303430355a170d3235303130323033303430355a");
  Bytes subject = Name::from_common_name("Subject").encode();
  Bytes spki = to_bytes(key().spki());
  Bytes unique_ids;
  std::vector<Extension> extensions = {encode_key_usage(digital_signature)};
  Bytes raw_extensions;  ///< instead of the list when not empty: the whole [3]
  Bytes signature = {3, 2, 0, 1};
  Bytes behind_extensions, behind_signature, behind_all;

  static const PublicKey& key() {
    static const PublicKey one = new_key()->public_key();
    return one;
  }

  Bytes encode() const {
    DerWriter writer;
    writer.raw(behind_extensions);
    if (!raw_extensions.empty()) {
      writer.raw(raw_extensions);
    } else if (!extensions.empty()) {
      const auto mark = writer.mark();
      write_extension_list(writer, extensions);
      writer.close(context_constructed(3), mark);
    }
    for (const Bytes* field :
         {&unique_ids, &spki, &subject, &validity, &issuer, &algorithm, &serial, &version})
      writer.raw(*field);
    writer.close(Tag::sequence, 0);
    const Bytes tbs = writer.take();
    DerWriter outer;
    outer.raw(behind_signature);
    outer.raw(signature);
    outer.raw(outer_algorithm);
    outer.raw(tbs);
    outer.close(Tag::sequence, 0);
    Bytes out = outer.take();
    append(out, behind_all);
    return out;
  }
};

TEST(Certificate, TheRawFormItselfIsSound) {
  const auto certificate = Certificate::parse(RawCertificate().encode());
  ASSERT_TRUE(certificate) << certificate.error().text;
  EXPECT_EQ(certificate->serial().decimal(), "5");
  EXPECT_EQ(certificate->issuer().common_name(), "Issuer");
  EXPECT_EQ(format_rfc3339(certificate->not_after()), "2025-01-02T03:04:05Z");
  EXPECT_FALSE(certificate->is_self_issued());
  EXPECT_FALSE(certificate->is_ca());
}

TEST(Certificate, RefusesWhatIsNotStrict) {
  struct Case {
    const char* what;
    std::function<void(RawCertificate&)> change;
    const char* text;
  };
  const auto hex = [](const char* text) { return *hex_decode(text); };
  const Extension usage = encode_key_usage(digital_signature);
  const auto with = [](const char* oid, const char* value, bool critical = false) {
    return [=](RawCertificate& c) { c.extensions = {{oid, critical, *hex_decode(value)}}; };
  };
  const Case cases[] = {
      {"octets behind", [&](auto& c) { c.behind_all = {0}; }, "x509: trailing data"},
      {"a field behind the signature",
       [&](auto& c) {
         c.behind_signature = {5, 0};
       },
       "x509: malformed certificate"},
      {"a field behind the extensions",
       [&](auto& c) {
         c.behind_extensions = {5, 0};
       },
       "x509: malformed tbs certificate"},
      {"explicit version 1", [&](auto& c) { c.version = hex("a003020100"); }, "x509: invalid version"},
      {"version 4", [&](auto& c) { c.version = hex("a003020103"); }, "x509: invalid version"},
      {"version twice", [&](auto& c) { c.version = hex("a006020102020102"); }, "x509: malformed version"},
      {"extensions in version 1", [&](auto& c) { c.version = {}; }, "x509: malformed tbs certificate"},
      {"extensions in version 2", [&](auto& c) { c.version = hex("a003020101"); },
       "x509: malformed tbs certificate"},
      {"negative serial", [&](auto& c) { c.serial = hex("0201ff"); }, "x509: negative serial number"},
      {"serial not minimal", [&](auto& c) { c.serial = hex("02020005"); }, "x509: malformed serial number"},
      {"empty serial", [&](auto& c) { c.serial = hex("0200"); }, "x509: malformed serial number"},
      {"monstrous serial",
       [&](auto& c) {
         DerWriter writer;
         writer.positive_integer(Bytes(65, 1));
         c.serial = writer.take();
       },
       "x509: serial number is longer than 64 octets"},
      {"algorithms differ",
       [&](auto& c) { c.outer_algorithm = encode_signature_algorithm(SignatureAlgorithm::ecdsa_sha384); },
       "x509: inner and outer signature algorithm identifiers don't match"},
      {"algorithm without OID", [&](auto& c) { c.outer_algorithm = hex("3000"); },
       "x509: malformed algorithm identifier"},
      {"algorithm with two parameters",
       [&](auto& c) { c.algorithm = c.outer_algorithm = hex("300806022a0305000500"); },
       "x509: malformed algorithm identifier"},
      {"issuer no sequence",
       [&](auto& c) {
         c.issuer = {5, 0};
       },
       "x509: malformed issuer"},
      {"subject no sequence",
       [&](auto& c) {
         c.subject = {0x31, 0};
       },
       "x509: malformed subject"},
      {"empty RDN", [&](auto& c) { c.subject = hex("30023100"); }, "x509: invalid RDNSequence"},
      {"month 13",
       [&](auto& c) { c.validity = hex("301e170d3234313330323033303430355a170d3235303130323033303430355a"); },
       "x509: a time that does not exist: 241302030405Z"},
      {"time without zone",
       [&](auto& c) { c.validity = hex("301d170c323430313032303330343035170d3235303130323033303430355a"); },
       "x509: malformed UTCTime"},
      {"one time", [&](auto& c) { c.validity = hex("300f170d3234303130323033303430355a"); },
       "x509: truncated element"},
      {"three times",
       [&](auto& c) {
         c.validity =
             hex("302d170d3234303130323033303430355a170d3235303130323033303430355a170d32353031303230333034303"
                 "55a");
       },
       "x509: malformed validity"},
      {"key with unused bits", [&](auto& c) { c.spki = hex("300a300506032b6570030107"); },
       "x509: malformed spki"},
      {"key without algorithm", [&](auto& c) { c.spki = hex("300430000300"); }, "x509: malformed spki"},
      {"unique id with unused bits that are set", [&](auto& c) { c.unique_ids = hex("81020101"); },
       "x509: malformed issuerUniqueID"},
      {"subject id before issuer id", [&](auto& c) { c.unique_ids = hex("8202000181020001"); },
       "x509: malformed tbs certificate"},
      {"empty extension list", [&](auto& c) { c.raw_extensions = hex("a3023000"); },
       "x509: malformed extensions"},
      {"extensions no sequence", [&](auto& c) { c.raw_extensions = hex("a3023100"); },
       "x509: malformed extensions"},
      {"octets behind the extension list",
       [&](auto& c) { c.raw_extensions = hex("a30d3009300706022a030401050500"); },
       "x509: malformed extensions"},
      {"boolean that is neither",
       [&](auto& c) { c.raw_extensions = hex("a30e300c300a06022a03010101040105"); },
       "x509: malformed extension critical field"},
      {"extension value no octet string",
       [&](auto& c) { c.raw_extensions = hex("a30b3009300706022a03030105"); },
       "x509: malformed extension value field"},
      {"an extension twice",
       [&](auto& c) {
         c.extensions = {usage, usage};
       },
       "x509: certificate contains duplicate extension with OID \"2.5.29.15\""},
      {"signature with unused bits", [&](auto& c) { c.signature = hex("03020101"); },
       "x509: malformed signature"},
      {"signature no bit string", [&](auto& c) { c.signature = hex("04020001"); },
       "x509: malformed signature"},
      {"bad key usage", with("2.5.29.15", "0500"), "x509: invalid key usage"},
      {"bad extended usage", with("2.5.29.37", "300100"), "x509: invalid extended key usages"},
      {"bad constraints", with("2.5.29.19", "0500"), "x509: invalid basic constraints"},
      {"bad names", with("2.5.29.17", "0500"), "x509: invalid subject alternative names"},
      {"bad name constraints", with("2.5.29.30", "0500"), "x509: invalid NameConstraints extension"},
      {"bad subject key id", with("2.5.29.14", "0500"), "x509: invalid subject key identifier"},
      {"bad authority key id", with("2.5.29.35", "0500"), "x509: invalid authority key identifier"},
      {"bad access", with("1.3.6.1.5.5.7.1.1", "0500"), "x509: invalid authority info access"},
      {"bad distribution points", with("2.5.29.31", "0500"), "x509: invalid CRL distribution points"},
      {"bad policies", with("2.5.29.32", "0500"), "x509: invalid certificate policies"},
      {"critical subject key id", with("2.5.29.14", "040101", true),
       "x509: subject key identifier incorrectly marked critical"},
      {"critical authority key id", with("2.5.29.35", "3000", true),
       "x509: authority key identifier incorrectly marked critical"},
      {"critical access", with("1.3.6.1.5.5.7.1.1", "3000", true),
       "x509: authority info access incorrectly marked critical"},
  };
  for (const Case& c : cases) {
    RawCertificate raw;
    c.change(raw);
    const auto result = Certificate::parse(raw.encode());
    ASSERT_FALSE(result) << c.what;
    EXPECT_EQ(result.error().text, c.text) << c.what;
  }
}

TEST(Certificate, AcceptsTheOddButSound) {
  struct Case {
    const char* what;
    std::function<void(RawCertificate&)> change;
  };
  const Case cases[] = {
      {"no extensions", [](auto& c) { c.extensions.clear(); }},
      {"version 1", [](auto& c) { c.version = {}, c.extensions.clear(); }},
      {"explicit FALSE", [](auto& c) { c.raw_extensions = *hex_decode("a30e300c300a06022a03010100040105"); }},
      {"unique ids", [](auto& c) { c.unique_ids = *hex_decode("8102000182020002"); }},
      {"an algorithm nobody knows",
       [](auto& c) { c.algorithm = c.outer_algorithm = *hex_decode("300406022a03"); }},
      {"a key nobody knows", [](auto& c) { c.spki = *hex_decode("3009300406022a03030100"); }},
      {"empty names",
       [](auto& c) {
         c.subject = c.issuer = {0x30, 0};
       }},
      {"serial of 21 octets",
       [](auto& c) {
         DerWriter writer;
         writer.positive_integer(Bytes(21, 0xff));
         c.serial = writer.take();
       }},
      {"GeneralizedTime before 2050",
       [](auto& c) {
         c.validity = *hex_decode("3020180f32303234303130323033303430355a170d3235303130323033303430355a");
       }},
  };
  for (const Case& c : cases) {
    RawCertificate raw;
    c.change(raw);
    const Bytes der = raw.encode();
    const auto result = Certificate::parse(der);
    ASSERT_TRUE(result) << c.what << ": " << result.error().text;
    EXPECT_TRUE(newel::testing::openssl_certificate(der)) << c.what;
  }
  RawCertificate raw;
  raw.spki = *hex_decode("3009300406022a03030100");
  EXPECT_FALSE(Certificate::parse(raw.encode())->public_key());
  raw.unique_ids = *hex_decode("8102000182020002");
  EXPECT_EQ(hex_encode(Certificate::parse(raw.encode())->subject_unique_id()), "02");
}

TEST(Certificate, EveryTruncationIsRefused) {
  const Bytes der = RawCertificate().encode();
  for (std::size_t n = 0; n < der.size(); ++n) EXPECT_FALSE(Certificate::parse(ByteView(der).first(n))) << n;
}

TEST(Certificate, WhateverIsAcceptedOpensslAcceptsToo) {
  const Bytes der = RawCertificate().encode();
  int accepted = 0;
  for (std::size_t at = 0; at < der.size(); ++at) {
    for (int change : {1, 2, 0x20, 0x80, 0xff}) {
      Bytes mutated = der;
      mutated[at] = static_cast<Byte>(mutated[at] ^ change);
      if (!Certificate::parse(mutated)) continue;
      ++accepted;
      EXPECT_TRUE(newel::testing::openssl_certificate(mutated))
          << "octet " << at << " ^ " << change << " in " << hex_encode(der);
    }
  }
  EXPECT_GT(accepted, 100);
}

TEST(Certificate, CriticalExtensionsThatPathsCannotHonour) {
  const auto unhandled = [](std::vector<Extension> extensions) {
    RawCertificate raw;
    raw.extensions = std::move(extensions);
    return Certificate::parse(raw.encode())->has_unhandled_critical_extension();
  };
  SubjectAltNames only_other;
  only_other.registered_ids = {"1.2.3"};
  EXPECT_TRUE(unhandled({{"1.2.3", true, {5, 0}}}));
  EXPECT_FALSE(unhandled({{"1.2.3", false, {5, 0}}}));
  EXPECT_TRUE(unhandled({encode_subject_alt_names(only_other, true)}));
  EXPECT_FALSE(unhandled({encode_subject_alt_names(only_other, false)}));
  EXPECT_FALSE(unhandled({{"2.5.29.30", true, *hex_decode("3008a0063004a4023000")}})) << "directory names";
  EXPECT_FALSE(unhandled({{"2.5.29.30", true, *hex_decode("3008a006300488022a03")}})) << "registered ids";
  EXPECT_TRUE(unhandled({{"2.5.29.30", true, *hex_decode("300ba009300788022a03810101")}})) << "a maximum";
  EXPECT_FALSE(unhandled({{"2.5.29.36", true, *hex_decode("3003800100")}})) << "policy constraints";
  EXPECT_FALSE(unhandled({{"2.5.29.54", true, *hex_decode("020100")}})) << "inhibit any policy";
  EXPECT_FALSE(unhandled({encode_key_usage(cert_sign), encode_basic_constraints({true, {}})}));
}

TEST(Certificate, FingerprintAndPem) {
  const auto certificate = *Certificate::parse(RawCertificate().encode());
  EXPECT_EQ(certificate.fingerprint(), sha256_hex(certificate.der()));
  const std::string pem = certificate.pem() + certificate.pem();
  const auto list =
      parse_certificates_pem("some text\n" + pem + pem_encode("PUBLIC KEY", certificate.spki()));
  ASSERT_TRUE(list);
  EXPECT_EQ(list->size(), 2u);
  EXPECT_EQ((*list)[0], certificate);
  EXPECT_EQ(certificates_to_pem(*list), pem);
  EXPECT_TRUE(parse_certificates_pem("nothing")->empty());
  EXPECT_FALSE(parse_certificates_pem(pem_encode("CERTIFICATE", certificate.spki())));
}

TEST(LoadCertificates, FilesOfBothForms) {
  const auto certificate = *Certificate::parse(RawCertificate().encode());
  const std::string path = ::testing::TempDir() + "newel-x509-load";
  const auto load = [&](std::string_view content) {
    write_file(path, content, 0600);
    return load_certificates(path);
  };
  EXPECT_EQ(load(certificate.pem() + certificate.pem()).size(), 2u);
  EXPECT_EQ(load(as_text(certificate.der()))[0], certificate);
  EXPECT_THROW(load("junk"), Error);
  EXPECT_THROW(load(pem_encode("PUBLIC KEY", certificate.spki())), Error);
  EXPECT_THROW(load_certificates("/does/not/exist"), Error);
  try {
    load("junk");
  } catch (const Error& e) {
    EXPECT_NE(e.text().find(path), std::string::npos) << e.text();
  }
}

}  // namespace
}  // namespace newel::x509
