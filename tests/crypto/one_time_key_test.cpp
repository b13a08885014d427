// Verifying ECDSA signatures: the first of a key takes another way than those after it.
#include "crypto/one_time_key.h"

#include <gtest/gtest.h>

#include <sstream>
#include <thread>

#include "base/encoding.h"
#include "crypto/private_key.h"
#include "data_files.h"

namespace newel {
namespace {

TEST(EcdsaVerification, JudgesWycheproofsCasesRightOnBothWays) {
  std::istringstream lines(test::data_file("crypto/wycheproof/ecdsa-sha256-p256.txt"));
  std::optional<PublicKey> kept;
  Bytes spki;
  int cases = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, second, result, number;
    words >> first >> second >> result >> number;
    const auto octets = [](const std::string& hex) { return hex == "-" ? Bytes() : *hex_decode(hex); };
    if (first == "#") continue;
    if (first == "key") {
      spki = octets(second);
      kept = *PublicKey::from_spki(spki);
      continue;
    }
    ++cases;
    const auto verifies = [&](const PublicKey& key) {
      return key.verify(SignatureAlgorithm::ecdsa_sha256, octets(first), octets(second));
    };
    EXPECT_EQ(verifies(*PublicKey::from_spki(spki)), result == "valid") << "case " << number;
    EXPECT_EQ(verifies(*kept), result == "valid") << "case " << number;
  }
  EXPECT_GT(cases, 400);
}

// The first verification of a key is done with an OpenSSL key that other keys have used before.
TEST(PublicKey, VerifiesItsFirstSignatureWithItsOwnPoint) {
  for (const Curve curve : {Curve::p224, Curve::p256, Curve::p384, Curve::p521}) {
    const PrivateKey one = PrivateKey::generate_ec(curve), two = PrivateKey::generate_ec(curve);
    const Bytes by_one = one.sign(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"));
    const Bytes by_two = two.sign(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"));
    const auto fresh = [](const PrivateKey& key) { return *PublicKey::from_spki(key.public_key().spki()); };
    const auto accepts = [](const PublicKey& key, const Bytes& signature) {
      return key.verify(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"), signature);
    };
    EXPECT_TRUE(accepts(fresh(one), by_one));
    EXPECT_FALSE(accepts(fresh(two), by_one));
    EXPECT_TRUE(accepts(fresh(two), by_two));
    EXPECT_FALSE(accepts(fresh(one), by_two));
    EXPECT_FALSE(accepts(fresh(one), Bytes{}));
    const PublicKey kept = fresh(one);
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(accepts(kept, by_one)) << i;
      EXPECT_FALSE(accepts(kept, by_two)) << i;
      EXPECT_TRUE(accepts(fresh(two), by_two)) << i;
    }
  }
}

TEST(PublicKey, VerifiesOnManyThreads) {
  const PrivateKey pair = PrivateKey::generate_ec(Curve::p256);
  const Bytes good = pair.sign(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"));
  Bytes bad = good;
  bad.back() ^= 1;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(pair.public_key().verify(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"), good));
        EXPECT_FALSE(pair.public_key().verify(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"), bad));
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace newel
