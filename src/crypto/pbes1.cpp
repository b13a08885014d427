#include "crypto/pbes1.h"

#include <openssl/pkcs12.h>

#include "crypto/block_cipher.h"
#include "crypto/der_lite.h"
#include "crypto/digest.h"
#include "crypto/openssl.h"

namespace newel {
namespace {

constexpr std::size_t iv_size = 8;
constexpr int most_rounds = 10'000'000;

struct Scheme {
  std::array<Byte, 10> oid;
  std::size_t oid_size;
  Hash hash;
  BlockCipher cipher;
  std::size_t key_size;  // what the derivation gives; two-key Triple-DES repeats its first key
  bool pkcs12;           // the derivation of RFC 7292 appendix B, else PBKDF1
};

// 1.2.840.113549.1.5.n and 1.2.840.113549.1.12.1.n
constexpr Scheme schemes[] = {
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 3}, 9, Hash::md5, BlockCipher::des_cbc, 8, false},
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 10}, 9, Hash::sha1, BlockCipher::des_cbc, 8, false},
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 1, 3},
     10,
     Hash::sha1,
     BlockCipher::des_ede3_cbc,
     24,
     true},
    {{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 1, 4},
     10,
     Hash::sha1,
     BlockCipher::des_ede3_cbc,
     16,
     true},
};

struct KeyAndIv {
  SecretBytes key, iv;
};

// PBKDF1 (RFC 8018 section 5.1): the hash of the hash of …; key and IV are its first sixteen octets.
KeyAndIv pbkdf1(const Scheme& scheme, const Secret& password, ByteView salt, int rounds) {
  SecretBytes block = to_secret(password.bytes());
  block.insert(block.end(), salt.begin(), salt.end());
  for (int i = 0; i < rounds; ++i) {
    Bytes next = digest(scheme.hash, block);
    block.assign(next.begin(), next.end());
    OPENSSL_cleanse(next.data(), next.size());
  }
  const ByteView all(block);
  return {to_secret(all.first(scheme.key_size)), to_secret(all.subspan(scheme.key_size, iv_size))};
}

KeyAndIv pkcs12_derivation(const Scheme& scheme, const Secret& password, ByteView salt, int rounds) {
  KeyAndIv out{SecretBytes(scheme.key_size), SecretBytes(iv_size)};
  const auto fill = [&](int id, SecretBytes& to) {
    const auto text = password.view();
    openssl::check(PKCS12_key_gen_utf8(text.data(), static_cast<int>(text.size()),
                                       const_cast<unsigned char*>(salt.data()), static_cast<int>(salt.size()),
                                       id, rounds, static_cast<int>(to.size()), to.data(),
                                       openssl::digest(scheme.hash)) == 1,
                   "deriving a key from a password failed");
  };
  fill(PKCS12_KEY_ID, out.key);
  fill(PKCS12_IV_ID, out.iv);
  if (out.key.size() == 16) out.key.insert(out.key.end(), out.key.begin(), out.key.begin() + 8);
  return out;
}

const Scheme* find_scheme(ByteView oid) {
  for (const Scheme& scheme : schemes) {
    if (equal(oid, ByteView(scheme.oid).first(scheme.oid_size))) return &scheme;
  }
  return nullptr;
}

struct Parameters {
  ByteView salt;
  int rounds;
};

std::optional<Parameters> read_parameters(ByteView parameters) {
  der_lite::Cursor fields(parameters);
  const auto salt = fields.take(der_lite::octet_string);
  const auto rounds = salt ? fields.take_small() : std::nullopt;
  if (!rounds || *rounds < 1 || *rounds > most_rounds || !fields.at_end()) return std::nullopt;
  return Parameters{*salt, *rounds};
}

}  // namespace

std::optional<int> pbes1_rounds(ByteView oid, ByteView parameters) {
  if (find_scheme(oid) == nullptr) return std::nullopt;
  const auto read = read_parameters(parameters);
  return read ? std::optional<int>(read->rounds) : std::nullopt;
}

std::optional<Expected<SecretBytes>> decrypt_pbes1(ByteView oid, ByteView parameters, ByteView data,
                                                   const Secret& password) {
  const Scheme* scheme = find_scheme(oid);
  if (scheme == nullptr) return std::nullopt;
  const auto read = read_parameters(parameters);
  if (!read) return failure("malformed encrypted PEM");
  const KeyAndIv derived = scheme->pkcs12 ? pkcs12_derivation(*scheme, password, read->salt, read->rounds)
                                          : pbkdf1(*scheme, password, read->salt, read->rounds);
  return cbc_decrypt(scheme->cipher, derived.key, derived.iv, data);
}

}  // namespace newel
