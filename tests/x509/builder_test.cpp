#include "x509/builder.h"

#include <gtest/gtest.h>

#include "x509/fixtures.h"
#include "x509/openssl_judge.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;
using newel::testing::openssl_certificate;
using newel::testing::Owned;

/// Verifies with OpenSSL's own parser and verifier.
bool openssl_verifies(const Certificate& certificate, const Certificate& issuer) {
  const auto child = openssl_certificate(certificate.der());
  const auto parent = openssl_certificate(issuer.der());
  return child && parent && X509_verify(child.get(), X509_get0_pubkey(parent.get())) == 1 &&
         X509_check_issued(parent.get(), child.get()) == X509_V_OK;
}

std::vector<std::string> extension_oids(const Certificate& certificate) {
  std::vector<std::string> out;
  for (const Extension& e : certificate.extensions()) out.push_back(e.oid);
  return out;
}

TEST(Issue, EveryKeyTypeVerifiesWithOpenssl) {
  struct Case {
    const char* what;
    std::shared_ptr<const PrivateKey> key;
    SignatureAlgorithm algorithm;
  };
  const auto share = [](PrivateKey key) { return std::make_shared<const PrivateKey>(std::move(key)); };
  const auto rsa = share(PrivateKey::generate_rsa(2048));
  const Case cases[] = {
      {"P-256", share(PrivateKey::generate_ec(Curve::p256)), SignatureAlgorithm::ecdsa_sha256},
      {"P-384", share(PrivateKey::generate_ec(Curve::p384)), SignatureAlgorithm::ecdsa_sha384},
      {"P-521", share(PrivateKey::generate_ec(Curve::p521)), SignatureAlgorithm::ecdsa_sha512},
      {"Ed25519", share(PrivateKey::generate_ed25519()), SignatureAlgorithm::ed25519},
      {"RSA", rsa, SignatureAlgorithm::sha256_rsa},
      {"RSA SHA-384", rsa, SignatureAlgorithm::sha384_rsa},
      {"RSA SHA-512", rsa, SignatureAlgorithm::sha512_rsa},
      {"PSS SHA-256", rsa, SignatureAlgorithm::sha256_rsa_pss},
      {"PSS SHA-384", rsa, SignatureAlgorithm::sha384_rsa_pss},
      {"PSS SHA-512", rsa, SignatureAlgorithm::sha512_rsa_pss},
  };
  for (const Case& c : cases) {
    CertificateTemplate root = ca_template("Root");
    root.public_key = c.key->public_key();
    if (c.algorithm != default_signature_algorithm(c.key->public_key()))
      root.signature_algorithm = c.algorithm;
    const Certificate ca = issue_self_signed(root, *c.key);
    EXPECT_EQ(ca.signature_algorithm(), c.algorithm) << c.what;
    EXPECT_TRUE(openssl_verifies(ca, ca)) << c.what;
    EXPECT_TRUE(ca.is_signed_by(c.key->public_key())) << c.what;
    EXPECT_TRUE(ca.authority_key_id().empty());
    // An RSA issuer keeps the algorithm it was signed with.
    const Authority authority{ca, c.key};
    const Certificate leaf = authority.leaf(leaf_template("a.example.com"));
    EXPECT_EQ(leaf.signature_algorithm(), c.algorithm) << c.what;
    EXPECT_TRUE(openssl_verifies(leaf, ca)) << c.what;
    EXPECT_EQ(leaf.authority_key_id(), ca.subject_key_id());
  }
}

TEST(Issue, WritesEverythingInOrder) {
  const Authority root = Authority::root(ca_template("Root"));
  CertificateTemplate what = leaf_template("svc.example.com");
  what.serial = Serial{Bytes{0x80, 0x01}};
  what.basic_constraints = BasicConstraints{};
  what.authority_info_access = {{"http://ocsp"}, {"http://ca"}};
  what.policies = {"1.2.3"};
  what.name_constraints = NameConstraints{};
  what.name_constraints->permitted_dns = {"example.com"};
  what.crl_distribution_points = {"http://crl"};
  what.extra = {{"1.2.3.4", false, {5, 0}}};
  const Certificate leaf = root.leaf(what);
  EXPECT_EQ(extension_oids(leaf),
            (std::vector<std::string>{"2.5.29.15", "2.5.29.37", "2.5.29.19", "2.5.29.14", "2.5.29.35",
                                      "1.3.6.1.5.5.7.1.1", "2.5.29.17", "2.5.29.32", "2.5.29.30", "2.5.29.31",
                                      "1.2.3.4"}));
  EXPECT_EQ(leaf.version(), 3);
  EXPECT_EQ(leaf.serial().decimal(), "32769");
  EXPECT_EQ(leaf.subject().common_name(), "svc.example.com");
  EXPECT_EQ(leaf.issuer().raw, root.certificate.subject().raw);
  EXPECT_EQ(leaf.not_before(), what.not_before);
  EXPECT_EQ(leaf.not_after(), what.not_after);
  EXPECT_EQ(leaf.key_usage(), unsigned{digital_signature});
  EXPECT_EQ(leaf.extended_key_usage(), what.extended_key_usage);
  EXPECT_EQ(leaf.names().dns, what.names.dns);
  EXPECT_FALSE(find_extension(leaf.extensions(), oids::subject_alt_name)->critical);
  EXPECT_EQ(leaf.authority_info_access().ocsp, what.authority_info_access.ocsp);
  EXPECT_EQ(leaf.crl_distribution_points(), what.crl_distribution_points);
  EXPECT_EQ(leaf.name_constraints()->permitted_dns, (std::vector<std::string>{"example.com"}));
  EXPECT_EQ(leaf.subject_key_id(), leaf.public_key()->key_id());
  EXPECT_TRUE(openssl_verifies(leaf, root.certificate));
}

TEST(Issue, AnExtraExtensionReplacesTheGeneratedOneAtTheEnd) {
  const Authority root = Authority::root(ca_template("Root"));
  CertificateTemplate what = leaf_template("a.example.com");
  Extension own = encode_key_usage(key_agreement);
  own.critical = false;
  what.extra = {own, {"1.2.3.4", true, {5, 0}}};
  const Certificate leaf = root.leaf(what);
  EXPECT_EQ(extension_oids(leaf), (std::vector<std::string>{"2.5.29.37", "2.5.29.14", "2.5.29.35",
                                                            "2.5.29.17", "2.5.29.15", "1.2.3.4"}));
  EXPECT_EQ(leaf.key_usage(), unsigned{key_agreement});
  EXPECT_TRUE(leaf.has_unhandled_critical_extension());
}

TEST(Issue, OnlyExtraWritesNothingElse) {
  const Authority root = Authority::root(ca_template("Root"));
  CertificateTemplate what = leaf_template("a.example.com");
  what.only_extra = true;
  what.extra = {encode_key_usage(digital_signature)};
  EXPECT_EQ(extension_oids(root.leaf(what)), (std::vector<std::string>{"2.5.29.15"}));
  what.extra.clear();
  EXPECT_TRUE(root.leaf(what).extensions().empty());
}

TEST(Issue, AnEmptySubjectMakesTheNamesCritical) {
  const Authority root = Authority::root(ca_template("Root"));
  CertificateTemplate what = leaf_template("a.example.com");
  what.subject = Name();
  EXPECT_TRUE(find_extension(root.leaf(what).extensions(), oids::subject_alt_name)->critical);
}

TEST(Issue, TheAuthorityKeyIdIsTheIssuersWheneverItHasOne) {
  const Authority root = Authority::root(ca_template("Root"));
  CertificateTemplate what = leaf_template("a.example.com");
  what.authority_key_id = Bytes{1, 2, 3};
  EXPECT_EQ(root.leaf(what).authority_key_id(), root.certificate.subject_key_id());
  CertificateTemplate bare = ca_template("Bare");
  bare.subject_key_id = Bytes{};
  const Authority without = Authority::root(bare);
  EXPECT_TRUE(without.certificate.subject_key_id().empty());
  EXPECT_EQ(without.leaf(what).authority_key_id(), (Bytes{1, 2, 3}));
  EXPECT_TRUE(without.leaf(leaf_template("b")).authority_key_id().empty());
}

TEST(Issue, ASelfIssuedCertificateHasNoAuthorityKeyId) {
  const Authority root = Authority::root(ca_template("Root"));
  CertificateTemplate what = ca_template("Root");
  EXPECT_TRUE(root.leaf(what).authority_key_id().empty());
}

TEST(Issue, SerialsAreRandomBelowTwoToThe128) {
  const Authority root = Authority::root(ca_template("Root"));
  std::set<Bytes> seen;
  for (int i = 0; i < 50; ++i) {
    const Certificate leaf = root.leaf(leaf_template("a.example.com"));
    EXPECT_LE(leaf.serial().magnitude.size(), 16u);
    seen.insert(leaf.serial().magnitude);
  }
  EXPECT_EQ(seen.size(), 50u);
  class Zeros final : public Random {
    void fill(std::span<Byte> out) const override { std::fill(out.begin(), out.end(), Byte{0}); }
  };
  CertificateTemplate what = leaf_template("a.example.com");
  what.public_key = new_key()->public_key();
  EXPECT_EQ(issue(what, root.issuer(), Zeros()).serial().decimal(), "0");
}

TEST(Issue, Refusals) {
  const Authority root = Authority::root(ca_template("Root"));
  CertificateTemplate what = leaf_template("a.example.com");
  EXPECT_THROW(issue(what, root.issuer()), Error) << "no key";
  what.public_key = new_key()->public_key();
  EXPECT_THROW(issue_self_signed(what, *root.key), Error) << "key of somebody else";
  CertificateTemplate backwards = what;
  backwards.not_after = what.not_before - Seconds(1);
  EXPECT_THROW(issue(backwards, root.issuer()), Error);
  CertificateTemplate twice = what;
  twice.extra = {{"1.2.3.4", false, {5, 0}}, {"1.2.3.4", false, {5, 0}}};
  EXPECT_THROW(issue(twice, root.issuer()), Error) << "duplicate extensions never leave";
  CertificateTemplate broken = what;
  broken.extra = {{std::string(oids::basic_constraints), true, {0xff}}};
  EXPECT_THROW(issue(broken, root.issuer()), Error) << "an extension that does not decode never leaves";
  CertificateTemplate wrong = what;
  wrong.signature_algorithm = SignatureAlgorithm::sha256_rsa;
  EXPECT_THROW(issue(wrong, root.issuer()), Error) << "an algorithm of another key type";
  EXPECT_THROW(Issuer(root.certificate, new_key()), Error);
}

TEST(SignatureAlgorithms, RoundTripAndVariants) {
  using SA = SignatureAlgorithm;
  for (SA algorithm : {SA::sha1_rsa, SA::sha256_rsa, SA::sha384_rsa, SA::sha512_rsa, SA::sha256_rsa_pss,
                       SA::sha384_rsa_pss, SA::sha512_rsa_pss, SA::ecdsa_sha1, SA::ecdsa_sha256,
                       SA::ecdsa_sha384, SA::ecdsa_sha512, SA::ed25519}) {
    EXPECT_EQ(decode_signature_algorithm(encode_signature_algorithm(algorithm)), algorithm);
  }
  EXPECT_EQ(hex_encode(encode_signature_algorithm(SA::ecdsa_sha256)), "300a06082a8648ce3d040302");
  EXPECT_EQ(hex_encode(encode_signature_algorithm(SA::sha256_rsa)), "300d06092a864886f70d01010b0500");
  EXPECT_EQ(hex_encode(encode_signature_algorithm(SA::sha256_rsa_pss)),
            "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d01010830"
            "0d06096086480165030402010500a203020120");
  EXPECT_EQ(decode_signature_algorithm(*hex_decode("300b06092a864886f70d01010b")), SA::sha256_rsa);
  // PSS with hashes without NULL and the default trailer written out.
  EXPECT_EQ(decode_signature_algorithm(
                *hex_decode("304206092a864886f70d01010a3035a00d300b0609608648016503040201a11a301806092a864886"
                            "f70d010108300b0609608648016503040201a203020120a303020101")),
            SA::sha256_rsa_pss);
  for (const char* bad :
       {"", "3000", "300a06082a8648ce3d040399", "300c06082a8648ce3d0403020500", "300b06092a864886f70d01010a",
        "304206092a864886f70d01010a3035a00d300b0609608648016503040201a11a301806092a864886f70d010108300b060960"
        "8648016503040202a203020120a303020101"}) {
    EXPECT_EQ(decode_signature_algorithm(*hex_decode(bad)), SA::unknown) << bad;
  }
  EXPECT_THROW(encode_signature_algorithm(SA::unknown), Error);
}

}  // namespace
}  // namespace newel::x509
