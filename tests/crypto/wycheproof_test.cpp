// Vectors of Project Wycheproof for what keys are made and protected with (see tests/data/jose/README.md).
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/der_lite.h"
#include "crypto/digest.h"
#include "crypto/kdf.h"
#include "crypto/pem_encryption.h"
#include "data_files.h"

namespace newel {
namespace {

using test::hex;
using test::Words;

std::vector<Words> cases_of(const std::string& file) { return test::cases_of("crypto/wycheproof/" + file); }

struct HashName {
  const char* name;
  Hash hash;
  Byte prf;  // last arc of the HMAC's OID
};
constexpr HashName hashes[] = {{"sha1", Hash::sha1, 7},
                               {"sha224", Hash::sha224, 8},
                               {"sha256", Hash::sha256, 9},
                               {"sha384", Hash::sha384, 10},
                               {"sha512", Hash::sha512, 11}};

TEST(WycheproofMac, Hmac) {
  int count = 0;
  for (const HashName& hash : hashes) {
    if (hash.hash == Hash::sha224) continue;
    for (const Words& c : cases_of(std::string("hmac-") + hash.name + ".txt")) {
      Bytes tag = hmac(hash.hash, hex(c[0]), hex(c[1]));
      const Bytes wanted = hex(c[2]);
      ASSERT_LE(wanted.size(), tag.size());
      tag.resize(wanted.size());
      EXPECT_EQ(equal_constant_time(tag, wanted), c[3] == "valid") << hash.name << " case " << c[4];
      ++count;
    }
  }
  EXPECT_GT(count, 650);
}

TEST(WycheproofKdf, Pbkdf2) {
  int count = 0;
  for (const HashName& hash : hashes) {
    for (const Words& c : cases_of(std::string("pbkdf2-") + hash.name + ".txt")) {
      const Bytes wanted = hex(c[3]);
      const Secret password(as_text(hex(c[0])));
      const auto key = pbkdf2(hash.hash, password, hex(c[1]), std::stoi(c[2]), wanted.size());
      EXPECT_EQ(equal(key, wanted), c[4] == "valid") << hash.name << " case " << c[5];
      ++count;
    }
  }
  EXPECT_GT(count, 200);
}

// EncryptedPrivateKeyInfo around a vector's ciphertext, the way RFC 8018 appendix A writes it.
Bytes encrypted_key(const HashName& hash, int key_bits, ByteView salt, unsigned rounds, ByteView iv,
                    ByteView data) {
  using namespace der_lite;
  constexpr Byte pbes2[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d};
  constexpr Byte pbkdf2[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c};
  const Byte hmac_oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, hash.prf};
  const Byte aes[] = {
      0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, Byte(key_bits == 128 ? 2 : key_bits == 192 ? 22 : 42)};
  const auto prf = element(sequence, {element(oid, {hmac_oid}), element(null, {})});
  const auto kdf_parameters =
      hash.hash == Hash::sha1
          ? element(sequence,
                    {element(octet_string, {salt}), small_integer(rounds)})  // the default is left out
          : element(sequence, {element(octet_string, {salt}), small_integer(rounds), prf});
  const auto kdf = element(sequence, {element(oid, {pbkdf2}), kdf_parameters});
  const auto cipher = element(sequence, {element(oid, {aes}), element(octet_string, {iv})});
  const auto scheme = element(sequence, {element(oid, {pbes2}), element(sequence, {kdf, cipher})});
  return to_bytes(ByteView(element(sequence, {scheme, element(octet_string, {data})})));
}

TEST(WycheproofPbes2, Decrypts) {
  int count = 0;
  for (const HashName& hash : hashes) {
    for (const Words& c : cases_of(std::string("pbes2-") + hash.name + ".txt")) {
      const Bytes der = encrypted_key(hash, std::stoi(c[0]), hex(c[2]),
                                      static_cast<unsigned>(std::stoul(c[3])), hex(c[4]), hex(c[6]));
      const auto clear = decrypt_pkcs8(der, Secret(as_text(hex(c[1]))));
      const bool good = clear && equal(*clear, hex(c[5]));
      EXPECT_EQ(good, c[7] == "valid")
          << hash.name << " case " << c[8] << " " << (clear ? "" : clear.error().text);
      ++count;
    }
  }
  EXPECT_GT(count, 400);
}

}  // namespace
}  // namespace newel
