#include "crypto/xeddsa.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace newel {
namespace {

PrivateKey x25519(Byte fill) { return value_or_throw(PrivateKey::from_x25519(Bytes(32, fill))); }

TEST(Xeddsa, SignsAndVerifies) {
  // Many keys: half of them have an Edwards point with sign bit 1, which takes the other path.
  for (int i = 1; i < 24; ++i) {
    const PrivateKey key = x25519(static_cast<Byte>(i * 11));
    const Bytes message = to_bytes("message " + std::to_string(i));
    const Bytes signature = xeddsa_sign(key, message);
    EXPECT_TRUE(xeddsa_verify(key.public_key(), message, signature));
    EXPECT_FALSE(xeddsa_verify(key.public_key(), to_bytes("another"), signature));
    EXPECT_FALSE(xeddsa_verify(x25519(1).public_key(), message, signature));
    EXPECT_NE(signature, xeddsa_sign(key, message)) << "the nonce is fresh";
  }
}

TEST(Xeddsa, EveryChangedBitIsRefused) {
  const PrivateKey key = x25519(77);
  const Bytes message = to_bytes("message");
  const Bytes signature = xeddsa_sign(key, message);
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    Bytes bad = signature;
    bad[bit / 8] ^= static_cast<Byte>(1 << (bit % 8));
    EXPECT_FALSE(xeddsa_verify(key.public_key(), message, bad)) << bit;
  }
  EXPECT_FALSE(xeddsa_verify(key.public_key(), message, ByteView(signature).first(63)));
  EXPECT_FALSE(xeddsa_verify(key.public_key(), message, {}));
}

TEST(Xeddsa, KeysOutsideTheFieldAreRefused) {
  const Bytes message = to_bytes("message");
  const Bytes signature = xeddsa_sign(x25519(5), message);
  const std::string prime = "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
  const std::string minus_one = "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
  for (const std::string& hex : {prime, minus_one, std::string(64, '0'), std::string(64, 'f')}) {
    const auto key = PublicKey::from_raw(KeyType::x25519, value_or_throw(hex_decode(hex)));
    EXPECT_FALSE(key && xeddsa_verify(*key, message, signature)) << hex;
  }
}

TEST(Xeddsa, OtherKeysDoNotFit) {
  EXPECT_THROW(xeddsa_sign(PrivateKey::generate_ed25519(), to_bytes("m")), Error);
  EXPECT_FALSE(xeddsa_verify(PrivateKey::generate_ed25519().public_key(), to_bytes("m"), Bytes(64, 0)));
}

}  // namespace
}  // namespace newel
