#include "crypto/private_key.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <functional>

#include "base/encoding.h"
#include "crypto/curves.h"
#include "crypto/digest.h"
#include "crypto/kdf.h"

namespace newel {
namespace {

std::vector<PrivateKey> one_of_each() {
  return {PrivateKey::generate_ec(Curve::p224),  PrivateKey::generate_ec(Curve::p256),
          PrivateKey::generate_ec(Curve::p384),  PrivateKey::generate_ec(Curve::p521),
          PrivateKey::generate_rsa(1024),        PrivateKey::generate_ed25519(),
          *PrivateKey::from_x25519(Bytes(32, 7))};
}

TEST(PrivateKey, DerFormsRoundTripAndSatisfyOpenssl) {
  for (const PrivateKey& key : one_of_each()) {
    const SecretBytes pkcs8 = key.to_pkcs8();
    const auto again = PrivateKey::from_pkcs8(pkcs8);
    ASSERT_TRUE(again) << key.public_key().describe();
    EXPECT_EQ(again->public_key(), key.public_key());
    EXPECT_EQ(again->to_pkcs8(), pkcs8);

    const Byte* at = pkcs8.data();
    EVP_PKEY* decoded = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(pkcs8.size()));
    ASSERT_NE(decoded, nullptr) << key.public_key().describe();
    EXPECT_EQ(EVP_PKEY_eq(decoded, key.native()), 1);
    EVP_PKEY_free(decoded);
  }
}

TEST(PrivateKey, PartsMakeTheSameKey) {
  const PrivateKey ec = PrivateKey::generate_ec(Curve::p521);
  EXPECT_EQ(ec.ec_scalar().size(), 66u);
  EXPECT_EQ(PrivateKey::from_ec_scalar(Curve::p521, ec.ec_scalar())->public_key(), ec.public_key());
  EXPECT_EQ(PrivateKey::from_sec1(ec.to_sec1())->public_key(), ec.public_key());
  const PrivateKey ed = PrivateKey::generate_ed25519();
  EXPECT_EQ(PrivateKey::from_ed25519_seed(ed.ed25519_seed())->public_key(), ed.public_key());
  const PrivateKey rsa = PrivateKey::generate_rsa(1024);
  auto secrets = rsa.rsa_secrets();
  const auto again = PrivateKey::from_rsa(
      {rsa.public_key().rsa_modulus(), rsa.public_key().rsa_exponent(), secrets.d, secrets.p, secrets.q});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->to_pkcs1(), rsa.to_pkcs1());
}

TEST(PrivateKey, RefusesScalarsOutsideTheGroup) {
  const auto order = hex_decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  Bytes below = *order;
  below.back() -= 1;
  EXPECT_TRUE(PrivateKey::from_ec_scalar(Curve::p256, below));
  EXPECT_TRUE(PrivateKey::from_ec_scalar(Curve::p256, Bytes{1}));
  for (const Bytes& bad : {Bytes{}, Bytes{0}, Bytes(32, 0), *order, Bytes(33, 1), Bytes(32, 0xff)}) {
    EXPECT_FALSE(PrivateKey::from_ec_scalar(Curve::p256, bad)) << hex_encode(bad);
  }
}

TEST(PrivateKey, RefusesRsaNumbersThatDoNotFit) {
  const PrivateKey rsa = PrivateKey::generate_rsa(1024);
  const auto secrets = rsa.rsa_secrets();
  const PrivateKey::RsaParts good{rsa.public_key().rsa_modulus(), rsa.public_key().rsa_exponent(), secrets.d,
                                  secrets.p, secrets.q};
  ASSERT_TRUE(PrivateKey::from_rsa(good));
  const std::pair<const char*, std::function<void(PrivateKey::RsaParts&)>> damages[] = {
      {"n", [](auto& p) { p.n[20] ^= 4; }},
      {"d", [](auto& p) { p.d[20] ^= 4; }},
      {"p", [](auto& p) { p.p[20] ^= 4; }},
      {"p = q", [](auto& p) { p.q = p.p; }},
      {"no p", [](auto& p) { p.p.clear(); }},
      {"e", [](auto& p) { p.e = {3}; }},
      {"p = 1", [](auto& p) { p.p = {1}; }},
      {"d longer than n", [](auto& p) { p.d = SecretBytes(200, 1); }}};
  for (const auto& [what, damage] : damages) {
    auto parts = good;
    damage(parts);
    EXPECT_FALSE(PrivateKey::from_rsa(parts)) << what;
  }
}

TEST(PrivateKey, EveryCutOfADerFormIsRefused) {
  for (const PrivateKey& key : one_of_each()) {
    const SecretBytes der = key.to_pkcs8();
    for (std::size_t size = 0; size < der.size(); ++size) {
      EXPECT_FALSE(PrivateKey::from_pkcs8(ByteView(der).first(size)));
    }
    SecretBytes longer = der;
    longer.push_back(0);
    EXPECT_FALSE(PrivateKey::from_pkcs8(longer));
  }
}

// A public point inside SEC1 is not believed: the point is computed.
TEST(PrivateKey, ForeignPublicPointIsIgnored) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  SecretBytes sec1 = key.to_sec1();
  sec1.back() ^= 1;
  const auto again = PrivateKey::from_sec1(sec1);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), key.public_key());
}

TEST(PrivateKey, CurveInsidePkcs8MustBeTheOuterOne) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  SecretBytes pkcs8 = key.to_pkcs8();
  const ByteView p256 = curve_info(Curve::p256).oid;
  const auto at = std::search(pkcs8.begin(), pkcs8.end(), p256.begin(), p256.end());
  ASSERT_NE(at, pkcs8.end());
  *(at + 7) = 9;
  EXPECT_EQ(PrivateKey::from_pkcs8(pkcs8).error().text, "x509: unknown elliptic curve");
}

TEST(PrivateKey, SignsWithEveryAlgorithmOfItsType) {
  const Bytes message = to_bytes("message");
  for (const PrivateKey& key : one_of_each()) {
    for (int a = 0; a <= static_cast<int>(SignatureAlgorithm::ed25519); ++a) {
      const auto algorithm = static_cast<SignatureAlgorithm>(a);
      const std::string_view name = signature_algorithm_name(algorithm);
      const bool fits = key.public_key().type() == KeyType::rsa ? name.find("RSA") != name.npos
                        : key.public_key().type() == KeyType::ec
                            ? name.starts_with("ECDSA")
                            : name == key_type_name(key.public_key().type());
      // PSS with SHA-512 needs more room than 1024 bits give.
      if (!fits || (key.public_key().bits() == 1024 && algorithm == SignatureAlgorithm::sha512_rsa_pss)) {
        EXPECT_THROW(key.sign(algorithm, message), Error) << key.public_key().describe() << " " << name;
        continue;
      }
      for (int i = 0; i < 3; ++i) {  // the second and third use a context again
        EXPECT_TRUE(key.public_key().verify(algorithm, message, key.sign(algorithm, message))) << name;
      }
    }
  }
}

// RFC 8032 section 7.1, test 2.
TEST(PrivateKey, Ed25519KnownSignature) {
  const auto seed = hex_decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const auto key = PrivateKey::from_ed25519_seed(*seed);
  EXPECT_EQ(hex_encode(key->public_key().raw()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(hex_encode(key->sign(SignatureAlgorithm::ed25519, Bytes{0x72})),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Digest, KnownAnswers) {
  EXPECT_EQ(sha256_hex(as_bytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_encode(sha1(as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex_encode(digest(Hash::md5, {})), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(digest(Hash::sha224, {}).size(), 28u);
  EXPECT_EQ(digest(Hash::sha384, {}).size(), 48u);
  EXPECT_EQ(digest(Hash::sha512, {}).size(), 64u);
  // RFC 4231 test 2; an empty key is a key, whatever was used before.
  EXPECT_EQ(hex_encode(hmac(Hash::sha256, as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_encode(hmac(Hash::sha256, {}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Kdf, KnownAnswers) {
  // RFC 6070 test 2 and RFC 7914 section 12.
  EXPECT_EQ(hex_encode(pbkdf2(Hash::sha1, Secret("password"), as_bytes("salt"), 2, 20)),
            "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
  EXPECT_EQ(hex_encode(scrypt(Secret("password"), as_bytes("NaCl"), 1024, 8, 16, 64)).substr(0, 32),
            "fdbabe1c9d3472007856e7190d01e9fe");
}

}  // namespace
}  // namespace newel
