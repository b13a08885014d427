#include "crypto/public_key.h"

#include <gtest/gtest.h>
#include <openssl/x509.h>

#include <atomic>
#include <optional>
#include <sstream>
#include <thread>

#include "base/encoding.h"
#include "crypto/ecdsa_signature.h"
#include "crypto/private_key.h"
#include "data_files.h"

namespace newel {
namespace {

Bytes hex(const std::string& text) { return text == "-" ? Bytes() : *hex_decode(text); }

struct VectorFile {
  const char* name;
  SignatureAlgorithm algorithm;
};

class Wycheproof : public testing::TestWithParam<VectorFile> {};

TEST_P(Wycheproof, SameVerdict) {
  std::istringstream lines(test::data_file(std::string("crypto/wycheproof/") + GetParam().name + ".txt"));
  std::optional<PublicKey> key;
  int cases = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, second, result, number;
    words >> first >> second >> result >> number;
    if (first == "#") continue;
    if (first == "key") {
      auto parsed = PublicKey::from_spki(hex(second));
      ASSERT_TRUE(parsed) << parsed.error().text;
      key = *parsed;
      continue;
    }
    ++cases;
    const bool good = key->verify(GetParam().algorithm, hex(first), hex(second));
    // A key's first signature is verified in another way than its later ones.
    const PublicKey fresh = *PublicKey::from_spki(key->spki());
    EXPECT_EQ(fresh.verify(GetParam().algorithm, hex(first), hex(second)), good) << "case " << number;
    // "acceptable" cases may go either way; OpenSSL is strict about them.
    if (result != "acceptable") {
      EXPECT_EQ(good, result == "valid") << "case " << number;
    }
  }
  EXPECT_GT(cases, 90);
}

INSTANTIATE_TEST_SUITE_P(All, Wycheproof,
                         testing::Values(VectorFile{"ecdsa-sha256-p256", SignatureAlgorithm::ecdsa_sha256},
                                         VectorFile{"ecdsa-sha384-p384", SignatureAlgorithm::ecdsa_sha384},
                                         VectorFile{"ecdsa-sha512-p521", SignatureAlgorithm::ecdsa_sha512},
                                         VectorFile{"ed25519", SignatureAlgorithm::ed25519},
                                         VectorFile{"sha256-rsa", SignatureAlgorithm::sha256_rsa},
                                         VectorFile{"sha256-rsapss", SignatureAlgorithm::sha256_rsa_pss},
                                         VectorFile{"ecdsa-sha256-p224", SignatureAlgorithm::ecdsa_sha256},
                                         VectorFile{"sha384-rsa", SignatureAlgorithm::sha384_rsa},
                                         VectorFile{"sha512-rsa", SignatureAlgorithm::sha512_rsa},
                                         VectorFile{"sha384-rsapss", SignatureAlgorithm::sha384_rsa_pss},
                                         VectorFile{"sha512-rsapss", SignatureAlgorithm::sha512_rsa_pss}),
                         [](const auto& info) {
                           std::string name = info.param.name;
                           std::erase(name, '-');
                           return name;
                         });

std::vector<PrivateKey> one_of_each() {
  return {PrivateKey::generate_ec(Curve::p224), PrivateKey::generate_ec(Curve::p256),
          PrivateKey::generate_ec(Curve::p384), PrivateKey::generate_ec(Curve::p521),
          PrivateKey::generate_rsa(1024),       PrivateKey::generate_ed25519()};
}

// OpenSSL's own decoder must see the same key in what we take and write.
TEST(PublicKey, OpensslSeesTheSameKey) {
  for (const PrivateKey& key : one_of_each()) {
    const ByteView spki = key.public_key().spki();
    const Byte* at = spki.data();
    EVP_PKEY* decoded = d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size()));
    ASSERT_NE(decoded, nullptr) << key.public_key().describe();
    EXPECT_EQ(at, spki.data() + spki.size());
    EXPECT_EQ(EVP_PKEY_eq(decoded, key.public_key().native()), 1);
    EXPECT_EQ(EVP_PKEY_eq(decoded, key.native()), 1);
    EXPECT_EQ(EVP_PKEY_get_bits(decoded), key.public_key().bits());
    EVP_PKEY_free(decoded);
  }
}

TEST(PublicKey, PartsMakeTheSameKey) {
  for (const PrivateKey& key : one_of_each()) {
    const PublicKey& half = key.public_key();
    switch (half.type()) {
      case KeyType::ec:
        EXPECT_EQ(*PublicKey::from_ec(half.curve(), half.ec_x(), half.ec_y()), half);
        break;
      case KeyType::rsa:
        EXPECT_EQ(*PublicKey::from_rsa(half.rsa_modulus(), half.rsa_exponent()), half);
        break;
      default:
        EXPECT_EQ(*PublicKey::from_raw(half.type(), half.raw()), half);
        break;
    }
  }
}

TEST(PublicKey, RefusesWhatIsNotAKey) {
  const PrivateKey ec = PrivateKey::generate_ec(Curve::p256);
  const Bytes good = to_bytes(ec.public_key().spki());
  const auto changed = [&](auto change) {
    Bytes out = good;
    change(out);
    return out;
  };
  const struct {
    const char* what;
    Bytes spki;
    const char* text;
  } cases[] = {
      {"empty", {}, "x509: malformed public key"},
      {"cut", Bytes(good.begin(), good.end() - 1), "x509: malformed public key"},
      {"trailing octet", changed([](Bytes& b) { b.push_back(0); }), "x509: malformed public key"},
      {"indefinite length", changed([](Bytes& b) { b[1] = 0x80; }), "x509: malformed public key"},
      {"long form of a short length", changed([](Bytes& b) { b.insert(b.begin() + 1, 0x81); }),
       "x509: malformed public key"},
      {"unused bits", changed([](Bytes& b) { b[25] = 1; }), "x509: malformed public key"},
      {"point off the curve", changed([](Bytes& b) { b.back() ^= 1; }),
       "x509: failed to unmarshal elliptic curve point"},
      {"compressed marker", changed([](Bytes& b) { b[26] = 2; }),
       "x509: failed to unmarshal elliptic curve point"},
      {"hybrid marker", changed([](Bytes& b) { b[26] = 6; }),
       "x509: failed to unmarshal elliptic curve point"},
      {"unknown curve", changed([](Bytes& b) { b[22] = 9; }), "x509: unsupported elliptic curve"},
      {"unknown algorithm", changed([](Bytes& b) { b[12] = 9; }), "x509: unknown public key algorithm"},
  };
  for (const auto& c : cases) {
    const auto parsed = PublicKey::from_spki(c.spki);
    ASSERT_FALSE(parsed) << c.what;
    EXPECT_EQ(parsed.error().text, c.text) << c.what;
  }
}

TEST(PublicKey, RefusesStrangeRsaNumbers) {
  const Bytes n = PrivateKey::generate_rsa(1024).public_key().rsa_modulus();
  Bytes even = n;
  even.back() &= 0xfe;
  EXPECT_TRUE(PublicKey::from_rsa(n, Bytes{3}));
  EXPECT_TRUE(PublicKey::from_rsa(n, Bytes{0x7f, 0xff, 0xff, 0xff}));
  for (const Bytes& e : {Bytes{}, Bytes{0}, Bytes{1}, Bytes{2}, Bytes{0x80, 0, 0, 1}, Bytes{1, 0, 0, 0, 1}}) {
    EXPECT_FALSE(PublicKey::from_rsa(n, e)) << hex_encode(e);
  }
  EXPECT_FALSE(PublicKey::from_rsa(even, Bytes{3}));
  EXPECT_FALSE(PublicKey::from_rsa({}, Bytes{3}));
  EXPECT_FALSE(PublicKey::from_rsa(Bytes(2049, 0xff), Bytes{3}));
}

TEST(PublicKey, FingerprintsOfAKnownKey) {
  const auto spki = base64_decode(
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5Eo8nuVDXtH1uErxhlOBQIllDfLWY8vgnxpDKsEm4DR1poxKgJAdliu4JZ8+"
      "KIaVOuLggm1dk"
      "rtVCAMMRqc5mA==");
  const auto key = PublicKey::from_spki(*spki);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->describe(), "ECDSA P-256");
  EXPECT_EQ(hex_encode(key->key_id()), "8158326fdf9bbb28040e1ecfdefef819dc3a016b");
  EXPECT_EQ(hex_encode(key->ec_x()), "e44a3c9ee5435ed1f5b84af18653814089650df2d663cbe09f1a432ac126e034");
}

TEST(PublicKey, AlgorithmOfAnotherKeyTypeNeverVerifies) {
  const Bytes message = to_bytes("message");
  for (const PrivateKey& key : one_of_each()) {
    const auto own = default_signature_algorithm(key.public_key());
    const Bytes signature = key.sign(own, message);
    EXPECT_TRUE(key.public_key().verify(own, message, signature));
    EXPECT_FALSE(key.public_key().verify(own, to_bytes("another"), signature));
    EXPECT_FALSE(key.public_key().verify(own, message, {}));
    EXPECT_FALSE(key.public_key().verify(SignatureAlgorithm::unknown, message, signature));
    for (int a = 1; a <= static_cast<int>(SignatureAlgorithm::ed25519); ++a) {
      const auto algorithm = static_cast<SignatureAlgorithm>(a);
      if (algorithm != own) {
        EXPECT_FALSE(key.public_key().verify(algorithm, message, signature));
      }
    }
  }
}

TEST(PublicKey, SmallRsaKeysNeitherSignNorVerify) {
  const PrivateKey small = PrivateKey::generate_rsa(768);
  EXPECT_THROW(small.sign(SignatureAlgorithm::sha256_rsa, to_bytes("m")), Error);
  EXPECT_FALSE(small.public_key().verify(SignatureAlgorithm::sha256_rsa, to_bytes("m"), Bytes(96, 1)));
}

// First use makes the OpenSSL key and contexts: many threads at once must agree on one.
TEST(PublicKey, ManyThreadsUseOneKey) {
  const PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  const PublicKey half = *PublicKey::from_spki(key.public_key().spki());
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const Bytes message = to_bytes("message " + std::to_string(t * 1000 + i));
        good += half.verify(SignatureAlgorithm::ecdsa_sha256, message,
                            key.sign(SignatureAlgorithm::ecdsa_sha256, message));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 200);
}

TEST(EcdsaSignature, BothFormsOfEverySize) {
  for (const Curve curve : {Curve::p224, Curve::p256, Curve::p384, Curve::p521}) {
    const PrivateKey key = PrivateKey::generate_ec(curve);
    const std::size_t field = key.public_key().ec_x().size();
    for (int i = 0; i < 50; ++i) {
      const Bytes der = key.sign(SignatureAlgorithm::ecdsa_sha256, to_bytes(std::to_string(i)));
      const auto raw = ecdsa_der_to_raw(der, field);
      ASSERT_TRUE(raw);
      EXPECT_EQ(raw->size(), 2 * field);
      EXPECT_EQ(*ecdsa_raw_to_der(*raw), der);
    }
  }
}

TEST(EcdsaSignature, RefusesOtherLengthsAndLooseDer) {
  for (const std::size_t size : {0u, 1u, 63u, 134u}) EXPECT_FALSE(ecdsa_raw_to_der(Bytes(size))) << size;
  EXPECT_EQ(hex_encode(*ecdsa_raw_to_der(Bytes(64))), "3006020100020100");
  for (const char* der : {"3006020100020100ff", "30070201000202000001", "300702020001020100",
                          "3006020180020100", "30060201000201", "3003020100", "308006020100020100"}) {
    EXPECT_FALSE(
        ecdsa_der_to_raw(*hex_decode(std::string(der).substr(0, std::string(der).size() / 2 * 2)), 32))
        << der;
  }
}

}  // namespace
}  // namespace newel
