// Vectors of Project Wycheproof for JWE and JWK and for the primitives JWE is made of
// (tests/data/jose/README.md).
#include <gtest/gtest.h>

#include <set>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "data_files.h"
#include "jose/content_encryption.h"
#include "jose/jwe_keys.h"
#include "jose/jws.h"
#include "jose/key_agreement.h"
#include "jose/rsa_encryption.h"

namespace newel::jose {
namespace {

using test::hex;
using test::Words;

std::vector<Words> cases_of(const std::string& file) { return test::cases_of("jose/" + file); }

json::Array groups_of(const std::string& file) {
  return value_or_throw(json::parse(test::data_file("jose/" + file))).as_array();
}

std::string text_of(const json::Value& value) {
  return value.is_string() ? *json::as_string(&value) : json::write(value);
}

/// Case numbers whose verdict differs from the vectors', each for a reason.
using Differences = std::set<std::int64_t>;

TEST(WycheproofJose, ContentEncryption) {
  int count = 0;
  for (const Words& c : cases_of("wycheproof_aead.txt")) {
    const ContentEncryption* how = content_encryption(c[0]);
    ASSERT_NE(how, nullptr) << c[0];
    const auto clear = open(*how, hex(c[1]), {hex(c[2]), hex(c[5]), hex(c[6])}, hex(c[3]));
    EXPECT_EQ(clear && equal(*clear, hex(c[4])), c[7] == "valid") << c[0] << " case " << c[8];
    ++count;
  }
  EXPECT_GT(count, 400);
}

TEST(WycheproofJose, KeyWrap) {
  int count = 0;
  for (const Words& c : cases_of("wycheproof_aes_wrap.txt")) {
    const auto clear = unwrap_key(hex(c[0]), hex(c[2]));
    const bool good = clear && equal(*clear, hex(c[1]));
    if (c[3] != "acceptable") {
      EXPECT_EQ(good, c[3] == "valid") << "case " << c[4];
    }
    if (c[3] == "valid") {
      EXPECT_EQ(hex_encode(wrap_key(hex(c[0]), hex(c[1]))), c[2]) << "case " << c[4];
    }
    ++count;
  }
  EXPECT_GT(count, 150);
}

// With PKCS #1 v1.5 a wrong padding gives some random key: never the message.
TEST(WycheproofJose, RsaDecryption) {
  std::optional<PrivateKey> key;
  int count = 0;
  for (const Words& c : cases_of("wycheproof_rsa.txt")) {
    if (c[0] == "key") {
      key = value_or_throw(PrivateKey::from_pkcs8(hex(c[1])));
      continue;
    }
    const RsaPadding padding = c[0] == "pkcs1"       ? RsaPadding::pkcs1
                               : c[0] == "oaep-sha1" ? RsaPadding::oaep_sha1
                                                     : RsaPadding::oaep_sha256;
    const Bytes message = hex(c[1]);
    if (message.empty()) continue;  // a key is never empty
    const auto clear = rsa_decrypt(*key, padding, hex(c[2]), message.size());
    EXPECT_EQ(clear && equal(*clear, message), c[3] == "valid") << c[0] << " case " << c[4];
    ++count;
  }
  EXPECT_GT(count, 60);
}

// The Concat KDF of RFC 7518 section 4.6.2 over a shared secret, for 32 octets.
Bytes derived_from(ByteView shared) {
  Bytes input{0, 0, 0, 1};
  append(input, shared);
  append(input, Bytes{0, 0, 0, 7});
  append(input, as_bytes("A256GCM"));
  append(input, Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0});
  return digest(Hash::sha256, input);
}

TEST(WycheproofJose, Ecdh) {
  int count = 0;
  for (const json::Value& test : groups_of("wycheproof_ecdh.json")) {
    const json::Array& c = test.as_array();
    const auto theirs = Jwk::from_json(c[2]);
    const auto own = Jwk::from_json(c[3]);
    bool good = false;
    if (theirs && own && !theirs->is_symmetric() && own->is_private()) {
      const auto agreed = agree_on_key(own->private_key(), theirs->public_key(), {"A256GCM", {}, {}}, 32);
      good = agreed && equal(*agreed, derived_from(hex(text_of(c[4]))));
    }
    if (c[5] != "acceptable") {
      EXPECT_EQ(good, c[5] == "valid") << json::write(test);
    }
    ++count;
  }
  EXPECT_GT(count, 300);
}

// The key says another algorithm of its own than the message: that is the caller's to compare, as the
// commands fill in an algorithm where the key has none.
const Differences jwe_differences = {106, 107, 108, 109, 110, 111};

TEST(WycheproofJose, JweSameVerdict) {
  Differences different;
  int count = 0;
  for (const json::Value& group : groups_of("wycheproof_jwe.json")) {
    const auto key = Jwk::from_json(group.at("key"));
    for (const json::Value& test : group.at("tests").as_array()) {
      const auto clear = key ? decrypt_with_key(text_of(test.at(2)), *key) : failure("");
      const bool good = clear && hex_encode(*clear) == text_of(test.at(3));
      if (good != (test.at(4) == "valid")) different.insert(test.at(0).as_int64());
      ++count;
    }
  }
  EXPECT_EQ(count, 139);
  EXPECT_EQ(different, jwe_differences);
}

// A key set is searched by the token's key id, which must be there once; what the key says of its use and
// algorithm is held against the token, as the commands do.
const Jwk* choose(const std::vector<Jwk>& keys, const Jws& jws) {
  const auto kid = json::as_string(json::find(jws.header, "kid")).value_or("");
  const Jwk* found = nullptr;
  for (const Jwk& key : keys) {
    if (keys.size() > 1 && key.kid != kid) continue;
    if (found != nullptr) return nullptr;
    found = &key;
  }
  return found;
}

std::vector<Jwk> keys_of(const json::Value& value) {
  if (json::find(value.as_object(), "keys") != nullptr) {
    auto set = JwkSet::parse(json::write(value));
    return set ? std::move(set->keys) : std::vector<Jwk>();
  }
  auto key = Jwk::from_json(value);
  if (!key) return {};
  return {std::move(*key)};
}

// 1: a set that holds secrets and public keys, which the key id tells apart. 7: a modulus of a generator that
// was broken. 8: RSA with 1024 bits, which we still verify. 10 to 12: secrets shorter than their hash. All as
// the reference.
const Differences jwk_differences = {1, 7, 8, 10, 11, 12};

TEST(WycheproofJose, JwkSameVerdict) {
  Differences different;
  int count = 0;
  for (const json::Value& group : groups_of("wycheproof_jwk.json")) {
    const auto keys = keys_of(group.at("key"));
    for (const json::Value& test : group.at("tests").as_array()) {
      ++count;
      const auto jws = Jws::parse(text_of(test.at(2)));
      const Jwk* key = jws ? choose(keys, *jws) : nullptr;
      bool good = key != nullptr && key->use != "enc" && (key->alg.empty() || key->alg == jws->algorithm());
      if (good) {
        const auto* secret = std::get_if<SecretBytes>(&key->key);
        good = secret != nullptr ? jws->verify_hmac(*secret) : jws->verify(key->public_key());
      }
      if (good != (test.at(3) == "valid")) different.insert(test.at(0).as_int64());
    }
  }
  EXPECT_EQ(count, 26);
  EXPECT_EQ(different, jwk_differences);
}

}  // namespace
}  // namespace newel::jose
