// Encryption to keys: the examples of the RFCs where they fix the numbers, and there and back for everything.
#include "jose/jwe_keys.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/random.h"
#include "jose/key_agreement.h"

namespace newel::jose {
namespace {

Jwk key_of(const char* text) { return value_or_throw(Jwk::parse(text)); }
Jwk with_key(std::variant<PublicKey, PrivateKey, SecretBytes> key) {
  return {std::move(key), {}, {}, {}, {}, {}, {}, {}};
}

// RFC 7518 appendix C.
TEST(KeyAgreement, GivesTheKeyOfTheRfc) {
  const Jwk alice = key_of(
      R"({"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"})");
  const Jwk bob = key_of(
      R"({"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"})");
  const AgreementInfo info{"A128GCM", as_bytes("Alice"), as_bytes("Bob")};
  EXPECT_EQ(base64url(*agree_on_key(alice.private_key(), bob.public_key(), info, 16)),
            "VqqN6vgjbSBcIijNcacQGg");
  EXPECT_EQ(base64url(*agree_on_key(bob.private_key(), alice.public_key(), info, 16)),
            "VqqN6vgjbSBcIijNcacQGg");
}

TEST(KeyAgreement, NeedsTwoKeysOnOneCurve) {
  const auto p256 = PrivateKey::generate_ec(Curve::p256), p384 = PrivateKey::generate_ec(Curve::p384);
  EXPECT_FALSE(agree_on_key(p256, p384.public_key(), {"A128GCM", {}, {}}, 16));
  EXPECT_FALSE(agree_on_key(p256, PrivateKey::generate_ed25519().public_key(), {"A128GCM", {}, {}}, 16));
}

struct Case {
  std::string alg;
  std::size_t key_size = 0;  // of a symmetric key
};

class JweKeys : public testing::TestWithParam<Case> {
 protected:
  Jwk make_key() const {
    const std::string& alg = GetParam().alg;
    if (alg.starts_with("RSA")) return with_key(PrivateKey::generate_rsa(2048));
    if (alg.starts_with("ECDH")) return with_key(PrivateKey::generate_ec(Curve::p384));
    SecretBytes secret(GetParam().key_size);
    system_random().fill(secret);
    return with_key(secret);
  }
};

TEST_P(JweKeys, ThereAndBack) {
  const Jwk key = make_key(), other = make_key();
  const Jwk half = key.is_symmetric() ? key : key.to_public();
  for (const char* enc :
       {"A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"}) {
    if (GetParam().alg == "dir" && std::string_view(enc) != "A256GCM" &&
        std::string_view(enc) != "A128CBC-HS256")
      continue;
    const std::string sealed = encrypt_to_key({}, as_bytes("message"), half, GetParam().alg, enc);
    const auto clear = decrypt_with_key(sealed, key);
    ASSERT_TRUE(clear) << enc << ": " << clear.error().text;
    EXPECT_EQ(as_text(*clear), "message") << enc;
    const auto foreign = decrypt_with_key(sealed, other);
    ASSERT_FALSE(foreign) << enc;
    EXPECT_EQ(foreign.error().text, "error in cryptographic primitive");
    std::string changed = sealed;
    changed[changed.size() - 5] = changed[changed.size() - 5] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(decrypt_with_key(changed, key)) << enc;
  }
}

TEST_P(JweKeys, KeysThatDoNotFitAreRefused) {
  const Jwk symmetric = with_key(SecretBytes(5)), edwards = with_key(PrivateKey::generate_ed25519());
  for (const Jwk& key : {symmetric, edwards})
    EXPECT_THROW(encrypt_to_key({}, as_bytes("message"), key, GetParam().alg, "A256GCM"), Error);
}

INSTANTIATE_TEST_SUITE_P(All, JweKeys,
                         testing::Values(Case{"RSA1_5"}, Case{"RSA-OAEP"}, Case{"RSA-OAEP-256"},
                                         Case{"ECDH-ES"}, Case{"ECDH-ES+A128KW"}, Case{"ECDH-ES+A192KW"},
                                         Case{"ECDH-ES+A256KW"}, Case{"A128KW", 16}, Case{"A192KW", 24},
                                         Case{"A256KW", 32}, Case{"A128GCMKW", 16}, Case{"A192GCMKW", 24},
                                         Case{"A256GCMKW", 32}, Case{"dir", 32}));

}  // namespace
}  // namespace newel::jose
