#include "crypto/busy_p256_key.h"

#include <gtest/gtest.h>
#include <openssl/obj_mac.h>

#include <sstream>
#include <thread>

#include "base/encoding.h"
#include "base/random.h"
#include "crypto/curves.h"
#include "crypto/digest.h"
#include "crypto/ecdsa_signature.h"
#include "crypto/private_key.h"
#include "data_files.h"

namespace newel {
namespace {

/// OpenSSL's own ECDSA.
bool openssl_accepts(const PublicKey& key, ByteView hash, ByteView signature) {
  const openssl::ErrorQueueGuard guard;
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.native(), nullptr));
  if (EVP_PKEY_verify_init(context.get()) != 1) throw std::runtime_error("verify_init");
  return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), hash.data(), hash.size()) == 1;
}

struct Key {
  PrivateKey half = PrivateKey::generate_ec(Curve::p256);
  std::unique_ptr<const BusyP256Key> busy = BusyP256Key::make(half.public_key().subject_public_key());
};

const Key& key() {
  static const Key one;
  return one;
}

/// Both must say the same; returns what.
bool both(ByteView hash, ByteView signature, const Key& by = key()) {
  const bool ours = by.busy->verify(hash, signature);
  EXPECT_EQ(ours, openssl_accepts(by.half.public_key(), hash, signature))
      << hex_encode(hash) << " " << hex_encode(signature);
  return ours;
}

Bytes number(const std::string& hex) { return *hex_decode(std::string(64 - hex.size(), '0') + hex); }
Bytes signature_of(const Bytes& r, const Bytes& s) {
  Bytes raw = r;
  append(raw, s);
  return *ecdsa_raw_to_der(raw);
}

const std::string order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

TEST(BusyP256Key, AgreesWithOpensslOnRandomSignatures) {
  for (int i = 0; i < 50; ++i) {
    const Bytes message = system_random().bytes(static_cast<std::size_t>(i));
    const Bytes signature = key().half.sign(SignatureAlgorithm::ecdsa_sha256, message);
    Bytes hash = digest(Hash::sha256, message);
    EXPECT_TRUE(both(hash, signature));
    hash[static_cast<std::size_t>(i) % 32] ^= 1;
    EXPECT_FALSE(both(hash, signature));
  }
}

TEST(BusyP256Key, AgreesWithOpensslOnEverySpoiledOctet) {
  const Bytes hash = digest(Hash::sha256, as_bytes("message"));
  const Bytes good = key().half.sign(SignatureAlgorithm::ecdsa_sha256, as_bytes("message"));
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const Byte flip : {0x01, 0x80, 0xff}) {
      Bytes bad = good;
      bad[i] = static_cast<Byte>(bad[i] ^ flip);
      EXPECT_FALSE(both(hash, bad)) << i;
    }
  }
  for (std::size_t cut = 0; cut < good.size(); ++cut) EXPECT_FALSE(both(hash, ByteView(good).first(cut)));
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(both(hash, longer));
}

// The corners of SEC 1 section 4.1.4, and encodings that are not DER.
TEST(BusyP256Key, AgreesWithOpensslInTheCorners) {
  const Bytes hash = digest(Hash::sha256, as_bytes("message"));
  const Bytes good =
      *ecdsa_der_to_raw(key().half.sign(SignatureAlgorithm::ecdsa_sha256, as_bytes("message")), 32);
  const Bytes r(good.begin(), good.begin() + 32), s(good.begin() + 32, good.end());
  EXPECT_TRUE(both(hash, signature_of(r, s)));
  std::vector<Bytes> numbers = {number("0"), number("1"), number("2"), number(order), r, s};
  for (const char* last : {"50", "52", "53"}) numbers.push_back(number(order.substr(0, 62) + last));
  numbers.push_back(number(std::string(64, 'f')));
  for (const Bytes& one : numbers) {
    for (const Bytes& two : numbers) {
      EXPECT_EQ(both(hash, signature_of(one, two)), one == r && two == s);
      both(Bytes(32), signature_of(one, two));
    }
  }
  for (const char* bad :
       {"", "30", "3000", "3003020101", "30060201010201", "3006020101020101", "3007020101020200ff",
        "30080202000102020001", "3006020181020101", "30060202ff01020101", "308006020101020101",
        "308106020101020101", "300602010102010100", "3106020101020101"}) {
    EXPECT_FALSE(both(hash, *hex_decode(bad))) << bad;
  }
}

TEST(BusyP256Key, JudgesWycheproofsCasesRight) {
  std::istringstream lines(test::data_file("crypto/wycheproof/ecdsa-sha256-p256.txt"));
  std::unique_ptr<const BusyP256Key> busy;
  int cases = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, second, result, number;
    words >> first >> second >> result >> number;
    const auto octets = [](const std::string& hex) { return hex == "-" ? Bytes() : *hex_decode(hex); };
    if (first == "#") continue;
    if (first == "key") {
      busy = BusyP256Key::make(PublicKey::from_spki(octets(second))->subject_public_key());
      ASSERT_NE(busy, nullptr);
      continue;
    }
    ++cases;
    const bool good = busy->verify(digest(Hash::sha256, octets(first)), octets(second));
    EXPECT_EQ(good, result == "valid") << "case " << number;
  }
  EXPECT_GT(cases, 400);
}

TEST(BusyP256Key, TakesTheLeftmostBitsOfAnyHash) {
  const std::vector<std::pair<SignatureAlgorithm, Hash>> pairs = {
      {SignatureAlgorithm::ecdsa_sha256, Hash::sha256},
      {SignatureAlgorithm::ecdsa_sha384, Hash::sha384},
      {SignatureAlgorithm::ecdsa_sha512, Hash::sha512}};
  for (const auto& [algorithm, hash] : pairs) {
    EXPECT_TRUE(both(digest(hash, as_bytes("m")), key().half.sign(algorithm, as_bytes("m"))));
  }
  EXPECT_FALSE(both(sha1(as_bytes("m")), key().half.sign(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"))));
}

// u1·G and u2·Q fall together, or cancel, when Q is a small multiple of G: the cases an addition formula may
// get wrong.
TEST(BusyP256Key, AddsEqualAndOppositePoints) {
  const EC_GROUP* curve = curve_group(Curve::p256);
  const openssl::BigNumberContext scratch(BN_CTX_new());
  const BIGNUM* n = EC_GROUP_get0_order(curve);
  for (const bool opposite : {false, true}) {
    // Q = G or -G; with r = e, u1 = u2, so R is 2·u1·G or infinity.
    const openssl::Point q(EC_POINT_dup(EC_GROUP_get0_generator(curve), curve));
    ASSERT_TRUE(!opposite || EC_POINT_invert(curve, q.get(), scratch.get()) == 1);
    Bytes point(65);
    ASSERT_EQ(EC_POINT_point2oct(curve, q.get(), POINT_CONVERSION_UNCOMPRESSED, point.data(), point.size(),
                                 scratch.get()),
              point.size());
    const auto half =
        *PublicKey::from_ec(Curve::p256, ByteView(point).subspan(1, 32), ByteView(point).subspan(33));
    const auto busy = BusyP256Key::make(point);
    ASSERT_NE(busy, nullptr);
    // k = 2: R = 2·G, r = x(R) mod n, s = (e + r·d)/k with e = r and d = 1: s = r.
    const openssl::Point twice(EC_POINT_new(curve));
    const openssl::BigNumber two(BN_new()), x(BN_new());
    BN_set_word(two.get(), 2);
    ASSERT_EQ(EC_POINT_mul(curve, twice.get(), two.get(), nullptr, nullptr, scratch.get()), 1);
    ASSERT_EQ(EC_POINT_get_affine_coordinates(curve, twice.get(), x.get(), nullptr, scratch.get()), 1);
    ASSERT_EQ(BN_nnmod(x.get(), x.get(), n, scratch.get()), 1);
    Bytes r(32);
    ASSERT_EQ(BN_bn2binpad(x.get(), r.data(), 32), 32);
    const Bytes signature = signature_of(r, r);
    EXPECT_EQ(busy->verify(r, signature), !opposite);
    EXPECT_EQ(openssl_accepts(half, r, signature), !opposite);
    EXPECT_FALSE(busy->verify(number("0"), signature) != openssl_accepts(half, number("0"), signature));
  }
}

TEST(BusyP256Key, RefusesWhatIsNoPoint) {
  Bytes off = to_bytes(key().half.public_key().subject_public_key());
  off[64] ^= 1;
  EXPECT_EQ(BusyP256Key::make(off), nullptr);
  EXPECT_EQ(BusyP256Key::make(Bytes{0}), nullptr);
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

// The table is made under way, by whoever comes at the right moment.
TEST(PublicKey, VerifiesBeforeAndAfterItIsBusy) {
  const PrivateKey pair = PrivateKey::generate_ec(Curve::p256);
  const Bytes good = pair.sign(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"));
  Bytes bad = good;
  bad.back() ^= 1;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 400; ++i) {
        EXPECT_TRUE(pair.public_key().verify(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"), good));
        EXPECT_FALSE(pair.public_key().verify(SignatureAlgorithm::ecdsa_sha256, as_bytes("m"), bad));
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace newel
