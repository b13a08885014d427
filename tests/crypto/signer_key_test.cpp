// OpenSSL signs with keys that it does not have.
#include "crypto/signer_key.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>

#include "crypto/openssl.h"
#include "crypto/private_key.h"

namespace newel {
namespace {

/// A key store of one key, which counts what it signs.
class Store final : public Signer {
 public:
  explicit Store(PrivateKey key) : key_(std::move(key)) {}
  const PublicKey& public_key() const override { return key_.public_key(); }
  Bytes sign(SignatureAlgorithm algorithm, ByteView message) const override {
    if (broken) throw Error("the store is closed");
    last = algorithm;
    return key_.sign(algorithm, message);
  }
  EVP_PKEY* tls_key() const override { throw Error("unused"); }
  bool broken = false;
  mutable SignatureAlgorithm last = SignatureAlgorithm::unknown;

 private:
  PrivateKey key_;
};

const Bytes message(300, 0x61);

struct Case {
  PrivateKey key;
  const char* digest;
  bool pss;
  SignatureAlgorithm expected;
};

std::optional<Bytes> sign(EVP_PKEY* key, const char* digest, bool pss) {
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;
  if (EVP_DigestSignInit_ex(context.get(), &settings, digest, nullptr, nullptr, key, nullptr) != 1) return {};
  if (pss && (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) != 1 ||
              EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return {};
  }
  std::size_t size = 0;
  if (EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) != 1) return {};
  Bytes signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) return {};
  signature.resize(size);
  return signature;
}

TEST(SignerKey, SignsAsTlsAsks) {
  const PrivateKey rsa = PrivateKey::generate_rsa(2048);
  const Case cases[] = {
      {PrivateKey::generate_ec(Curve::p256), "SHA256", false, SignatureAlgorithm::ecdsa_sha256},
      {PrivateKey::generate_ec(Curve::p384), "SHA384", false, SignatureAlgorithm::ecdsa_sha384},
      {PrivateKey::generate_ec(Curve::p521), "SHA512", false, SignatureAlgorithm::ecdsa_sha512},
      {PrivateKey::generate_ed25519(), nullptr, false, SignatureAlgorithm::ed25519},
      {rsa, "SHA256", true, SignatureAlgorithm::sha256_rsa_pss},
      {rsa, "SHA512", true, SignatureAlgorithm::sha512_rsa_pss},
      {rsa, "SHA384", false, SignatureAlgorithm::sha384_rsa},
  };
  for (const Case& c : cases) {
    const Store store(c.key);
    const SignerKey key(store);
    const auto signature = sign(key.native(), c.digest, c.pss);
    ASSERT_TRUE(signature) << signature_algorithm_name(c.expected) << " " << openssl::take_error();
    EXPECT_EQ(store.last, c.expected);
    EXPECT_TRUE(c.key.public_key().verify(c.expected, message, *signature));
  }
}

TEST(SignerKey, IsTheKeyOfItsPublicHalf) {
  for (const PrivateKey& pair : {PrivateKey::generate_ec(Curve::p256), PrivateKey::generate_rsa(2048),
                                 PrivateKey::generate_ed25519()}) {
    const Store store(pair);
    const SignerKey key(store);
    EXPECT_EQ(EVP_PKEY_eq(pair.public_key().native(), key.native()), 1);
    EXPECT_EQ(EVP_PKEY_get_bits(key.native()), EVP_PKEY_get_bits(pair.native()));
    EXPECT_EQ(EVP_PKEY_get_security_bits(key.native()), EVP_PKEY_get_security_bits(pair.native()));
    EXPECT_GE(EVP_PKEY_get_size(key.native()), EVP_PKEY_get_size(pair.native()));
  }
  for (const Curve curve : {Curve::p256, Curve::p384, Curve::p521}) {
    const Store store(PrivateKey::generate_ec(curve));
    const SignerKey key(store);
    char ours[32] = {}, theirs[32] = {};
    EXPECT_EQ(EVP_PKEY_get_group_name(key.native(), ours, sizeof ours, nullptr), 1);
    EVP_PKEY_get_group_name(store.public_key().native(), theirs, sizeof theirs, nullptr);
    EXPECT_STREQ(ours, theirs);  // TLS asks for the curve by this name
  }
  const Store store(PrivateKey::generate_ec(Curve::p256));
  const SignerKey key(store);
  EXPECT_NE(EVP_PKEY_eq(PrivateKey::generate_ec(Curve::p256).native(), key.native()), 1);
  EXPECT_NE(EVP_PKEY_eq(PrivateKey::generate_ed25519().native(), key.native()), 1);
}

TEST(SignerKey, SaysWhyTheSignerFailed) {
  Store store(PrivateKey::generate_ec(Curve::p256));
  const SignerKey key(store);
  store.broken = true;
  EXPECT_FALSE(sign(key.native(), "SHA256", false));
  EXPECT_EQ(take_signer_failure(), "the store is closed");
  EXPECT_EQ(take_signer_failure(), "");
  EXPECT_FALSE(sign(key.native(), "MD5", false));
  openssl::take_error();
}

// Signing with other keys is not ours to do: their algorithms are fetched as ever.
TEST(SignerKey, LeavesOtherKeysAlone) {
  const Store store(PrivateKey::generate_ec(Curve::p256));
  const SignerKey key(store);
  const PrivateKey other = PrivateKey::generate_ec(Curve::p256);
  EXPECT_TRUE(sign(other.native(), "SHA256", false));
  EXPECT_EQ(store.last, SignatureAlgorithm::unknown);
  EXPECT_THROW(SignerKey(Store(value_or_throw(PrivateKey::from_x25519(Bytes(32, 9))))), Error);
}

}  // namespace
}  // namespace newel
