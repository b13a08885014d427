#include "jose/jwk.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/openssl_tool.h"
#include "crypto/pem.h"
#include "data_files.h"

namespace newel::jose {
namespace {

std::string rfc(const std::string& name) { return test::data_file("jose/rfc/rfc" + name); }

// The members of both, whatever their order and the spelling of numbers.
void expect_same_members(const std::string& original, const json::Object& ours) {
  const auto parsed = json::parse(original);
  ASSERT_TRUE(parsed);
  for (const auto& member : ours) {
    ASSERT_TRUE(parsed->get_object().contains(member.key())) << member.key();
    EXPECT_EQ(parsed->get_object().at(member.key()), member.value()) << member.key();
  }
}

TEST(Jwk, RfcKeysRoundTrip) {
  for (const char* name :
       {"7515_A.1.jwk", "7515_A.2.jwk", "7515_A.3.jwk", "7515_A.4.jwk", "7517_B.jwk", "7520_3.1.jwk",
        "7520_3.2.jwk", "7520_3.3.jwk", "7520_3.4.jwk", "7520_3.5.jwk", "7520_3.6.jwk"}) {
    const auto key = Jwk::parse(rfc(name));
    ASSERT_TRUE(key) << name << ": " << key.error().text;
    expect_same_members(rfc(name), key->to_json());
    const auto again = Jwk::from_json(key->to_json());
    ASSERT_TRUE(again) << name;
    EXPECT_EQ(again->to_json(), key->to_json());
  }
}

TEST(Jwk, MemberOrder) {
  const auto names = [](const Jwk& key) {
    std::string out;
    for (const auto& member : key.to_json()) out += std::string(member.key()) + " ";
    return out;
  };
  const auto with = [](auto key) { return Jwk{key, "sig", "k", "A", {}, "u", Bytes{1}, Bytes{2}}; };
  EXPECT_EQ(names(with(PrivateKey::generate_ec(Curve::p256))), "use kty kid crv alg x y d x5u x5t x5t#S256 ");
  EXPECT_EQ(names(with(PrivateKey::generate_rsa(1024))),
            "use kty kid alg n e d p q dp dq qi x5u x5t x5t#S256 ");
  EXPECT_EQ(names(with(PrivateKey::generate_ed25519())), "use kty kid crv alg x d x5u x5t x5t#S256 ");
  EXPECT_EQ(names(with(SecretBytes(4))), "use kty kid alg k x5u x5t x5t#S256 ");
  EXPECT_EQ(names(Jwk{PrivateKey::generate_ec(Curve::p256).public_key()}), "kty crv x y ");
}

TEST(Jwk, CoordinatesHaveFixedLength) {
  // d = 1: the scalar needs its zeros.
  const Jwk key{*PrivateKey::from_ec_scalar(Curve::p521, Bytes{1})};
  const json::Object members = key.to_json();
  EXPECT_EQ(json::as_string(json::find(members, "d")), std::string(87, 'A') + "B");
}

TEST(Jwk, Thumbprints) {
  EXPECT_EQ(Jwk::parse(rfc("7638_3.1.jwk"))->thumbprint(), rfc("7638_3.1.thp"));
  EXPECT_EQ(Jwk::parse(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})")
                ->thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  EXPECT_EQ(Jwk::parse(R"({"kty":"EC","crv":"P-256","x":"5Eo8nuVDXtH1uErxhlOBQIllDfLWY8vgnxpDKsEm4DQ",)"
                       R"("y":"daaMSoCQHZYruCWfPiiGlTri4IJtXZK7VQgDDEanOZg"})")
                ->thumbprint(),
            "-igZMjTBvHEDm6n91BH0OI8eHjBJ6oB7RZHdP4DO5SA");
  EXPECT_THROW(Jwk::parse(R"({"kty":"oct","k":"AAAA"})")->thumbprint(), Error);
  const Jwk whole{PrivateKey::generate_rsa(1024)};
  EXPECT_EQ(whole.thumbprint(), whole.to_public().thumbprint());
}

TEST(Jwk, Refusals) {
  const std::string x = "5Eo8nuVDXtH1uErxhlOBQIllDfLWY8vgnxpDKsEm4DQ",
                    y = "daaMSoCQHZYruCWfPiiGlTri4IJtXZK7VQgDDEanOZg";
  const auto ec = [](const std::string& crv, const std::string& x, const std::string& y,
                     const std::string& more = "") {
    return R"({"kty":"EC","crv":")" + crv + R"(","x":")" + x + R"(","y":")" + y + "\"" + more + "}";
  };
  ASSERT_TRUE(Jwk::parse(ec("P-256", x, y)));
  for (const std::string& bad : {
           std::string(""),
           std::string("[]"),
           std::string("{}"),
           std::string(R"({"kty":"oct"})"),
           std::string(R"({"kty":"EC"})"),
           ec("P-384", x, y),
           ec("secp256k1", x, y),
           ec("P-256", x, x),
           ec("P-256", x, ""),
           ec("P-256", x, "A" + y),
           ec("P-256", "AA" + x, y),
           ec("P-256", x, y, R"(,"d":"AQ")"),
           ec("P-256", x, y, R"(,"d":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE")"),  // another key's
           ec("P-256", x, y, R"(,"kty":"EC")"),
           ec("P-256", x, y, R"(,"kid":1)"),
           ec("P-256", x, y, R"(,"x5c":"a")"),
           ec("P-256", x, y, R"(,"x5c":["AAAA"])"),
           std::string(R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})"),
           std::string(R"({"kty":"RSA","n":"AQAB"})"),
           std::string(R"({"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQ"})"),
       }) {
    EXPECT_FALSE(Jwk::parse(bad)) << bad;
  }
}

TEST(Jwk, CertificateMustBeForTheKey) {
  test::ScratchFolder folder;
  ASSERT_EQ(test::run_openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=t -days 1 -keyout " +
                folder.path("k") + " -out " + folder.path("c"))
                .status,
            0);
  const Bytes der = pem_decode_all(folder.read("c")).at(0).der;
  const PrivateKey key = *PrivateKey::from_pkcs8(pem_decode_all(folder.read("k")).at(0).der);
  Jwk jwk{key.public_key(),
          {},
          {},
          {},
          {der},
          {},
          to_bytes(ByteView(sha1(der))),
          to_bytes(ByteView(sha256(der)))};
  EXPECT_TRUE(Jwk::from_json(jwk.to_json()));
  jwk.x5t[0] ^= 1;
  EXPECT_FALSE(Jwk::from_json(jwk.to_json()));
  jwk.x5t[0] ^= 1;
  jwk.x5t_s256[0] ^= 1;
  EXPECT_FALSE(Jwk::from_json(jwk.to_json()));
  jwk.x5t_s256.clear();
  jwk.key = PrivateKey::generate_ec(Curve::p256).public_key();
  EXPECT_FALSE(Jwk::from_json(jwk.to_json()));
}

TEST(JwkSet, RfcSetsAndUnknownKinds) {
  for (const char* name : {"7515_A.6.jwkset", "7517_A.1.jwkset", "7517_A.2.jwkset", "7517_A.3.jwkset"}) {
    const auto set = JwkSet::parse(rfc(name));
    ASSERT_TRUE(set) << name << ": " << set.error().text;
    EXPECT_EQ(set->keys.size(), 2u) << name;
    EXPECT_EQ(JwkSet::parse(json::write(set->to_json()))->keys.size(), 2u);
  }
  const auto mixed =
      JwkSet::parse(R"({"keys":[{"kty":"PQ"},{"kty":"EC","crv":"secp256k1"},{"kty":"oct","k":"AAAA"}]})");
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->keys.size(), 1u);
  for (const char* bad :
       {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[1]})", R"({"keys":[{"kty":"oct"}]})"}) {
    EXPECT_FALSE(JwkSet::parse(bad)) << bad;
  }
}

TEST(Jwk, DefaultAlgorithms) {
  const auto of = [](auto key, const char* use) { return default_algorithm(Jwk{key, use}); };
  EXPECT_EQ(of(PrivateKey::generate_ec(Curve::p256), ""), "ES256");
  EXPECT_EQ(of(PrivateKey::generate_ec(Curve::p384), "sig"), "ES384");
  EXPECT_EQ(of(PrivateKey::generate_ec(Curve::p521), "sig"), "ES512");
  EXPECT_EQ(of(PrivateKey::generate_ec(Curve::p521), "enc"), "ECDH-ES");
  EXPECT_EQ(of(PrivateKey::generate_rsa(1024), "sig"), "RS256");
  EXPECT_EQ(of(PrivateKey::generate_rsa(1024), "enc"), "RSA-OAEP-256");
  EXPECT_EQ(of(SecretBytes(1), "sig"), "HS256");
  EXPECT_EQ(of(SecretBytes(1), "enc"), "A256GCMKW");
  EXPECT_EQ(of(PrivateKey::generate_ed25519(), "enc"), "EdDSA");
}

}  // namespace
}  // namespace newel::jose
