#include "x509/request.h"

#include <gtest/gtest.h>

#include "crypto/pem.h"
#include "x509/der_writer.h"
#include "x509/fixtures.h"
#include "x509/openssl_judge.h"
#include "x509/signed_object.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;
using newel::testing::openssl_request;

RequestTemplate example() {
  RequestTemplate out;
  out.subject = Name::from_common_name("foo");
  out.names.dns = {"foo"};
  out.names.ips = {*parse_ip("1.1.1.1")};
  out.extensions = {encode_key_usage(digital_signature)};
  return out;
}

TEST(Request, CreatedOnesVerifyWithOpenssl) {
  const PrivateKey keys[] = {PrivateKey::generate_ec(Curve::p256), PrivateKey::generate_ed25519(),
                             PrivateKey::generate_rsa(2048)};
  for (const PrivateKey& key : keys) {
    const CertificateRequest request = create_request(example(), key);
    EXPECT_TRUE(request.verify_signature());
    EXPECT_EQ(request.version(), 0);
    EXPECT_EQ(request.subject().common_name(), "foo");
    EXPECT_EQ(request.names().dns, (std::vector<std::string>{"foo"}));
    EXPECT_EQ(request.extensions().size(), 2u);
    EXPECT_EQ(*request.public_key(), key.public_key());
    const auto judged = openssl_request(request.der());
    ASSERT_TRUE(judged);
    EXPECT_EQ(X509_REQ_verify(judged.get(), X509_REQ_get0_pubkey(judged.get())), 1);
    const auto again = CertificateRequest::parse_pem(request.pem());
    ASSERT_TRUE(again);
    EXPECT_TRUE(equal(again->der(), request.der()));
  }
}

TEST(Request, WithoutExtensionsTheAttributesAreEmpty) {
  RequestTemplate bare;
  bare.subject = Name::from_common_name("x");
  const CertificateRequest request = create_request(bare, *new_key());
  EXPECT_TRUE(request.attributes().empty());
  EXPECT_TRUE(request.extensions().empty());
  EXPECT_TRUE(openssl_request(request.der()));
}

TEST(Request, OwnSanExtensionReplacesTheNames) {
  RequestTemplate what = example();
  SubjectAltNames other;
  other.emails = {"a@b"};
  what.extensions = {encode_subject_alt_names(other, true)};
  const CertificateRequest request = create_request(what, *new_key());
  EXPECT_EQ(request.extensions().size(), 1u);
  EXPECT_EQ(request.names().emails, other.emails);
}

TEST(Request, AChangedOctetBreaksTheSignature) {
  const CertificateRequest request = create_request(example(), *new_key());
  Bytes der = to_bytes(request.der());
  const auto at =
      std::search(der.begin(), der.end(), request.subject().raw.begin(), request.subject().raw.end());
  ASSERT_NE(at, der.end());
  *(at + static_cast<std::ptrdiff_t>(request.subject().raw.size()) - 1) ^= 1;
  const auto changed = CertificateRequest::parse(der);
  ASSERT_TRUE(changed);
  EXPECT_FALSE(changed->verify_signature());
}

TEST(Request, PemLabels) {
  const CertificateRequest request = create_request(example(), *new_key());
  EXPECT_TRUE(CertificateRequest::parse_pem(pem_encode("NEW CERTIFICATE REQUEST", request.der())));
  EXPECT_FALSE(CertificateRequest::parse_pem(pem_encode("CERTIFICATE", request.der())));
  EXPECT_FALSE(CertificateRequest::parse_pem("nothing"));
}

/// A request whose attributes are the given octets (contents of [0]).
Expected<CertificateRequest> with_attributes(ByteView attributes) {
  const auto key = new_key();
  DerWriter info;
  info.primitive(context_constructed(0), attributes);
  info.raw(key->public_key().spki());
  info.raw(Name::from_common_name("x").encode());
  info.integer(0);
  info.close(Tag::sequence, 0);
  const auto algorithm = SignatureAlgorithm::ecdsa_sha256;
  return CertificateRequest::parse(
      sign_object(info.view(), encode_signature_algorithm(algorithm), algorithm, *key));
}

TEST(Request, Attributes) {
  // challengePassword "ab": kept, not understood.
  const auto challenge = with_attributes(*hex_decode("301106092a864886f70d010907310413026162"));
  ASSERT_TRUE(challenge);
  ASSERT_EQ(challenge->attributes().size(), 1u);
  EXPECT_EQ(challenge->attributes()[0].oid, "1.2.840.113549.1.9.7");
  EXPECT_EQ(hex_encode(challenge->attributes()[0].values), "310413026162");
  const std::string request_oid = "06092a864886f70d01090e";
  const std::pair<const char*, std::string> bad[] = {
      {"no values", "300d" + request_oid + "3100"},
      {"two extension lists", "3011" + request_oid + "310430003000"},
      {"not a list", "300f" + request_oid + "31020500"},
      {"attribute twice", "300f" + request_oid + "31023000" + "300f" + request_oid + "31023000"},
      {"extension twice",
       "3021" + request_oid + "3114" + "3012" + "300706022a03040105" + "300706022a03040105"},
      {"trailing octets in the attribute", "3011" + request_oid + "310230000500"},
      {"not a SET", "300f" + request_oid + "30023000"},
  };
  for (const auto& [what, der] : bad) EXPECT_FALSE(with_attributes(*hex_decode(der))) << what;
  EXPECT_TRUE(with_attributes(*hex_decode("300f" + request_oid + "31023000")));
}

TEST(Request, RefusesTruncationsAndTrailingOctets) {
  const CertificateRequest request = create_request(example(), *new_key());
  for (std::size_t n = 0; n < request.der().size(); ++n)
    EXPECT_FALSE(CertificateRequest::parse(request.der().first(n)));
  Bytes longer = to_bytes(request.der());
  longer.push_back(0);
  EXPECT_FALSE(CertificateRequest::parse(longer));
}

}  // namespace
}  // namespace newel::x509
