#include "crypto/pem_encryption.h"

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "crypto/block_cipher.h"
#include "crypto/der_lite.h"
#include "crypto/kdf.h"
#include "crypto/openssl.h"
#include "crypto/pbes1.h"

namespace newel {
namespace {

constexpr std::string_view encrypted_pkcs8_label = "ENCRYPTED PRIVATE KEY";
constexpr std::size_t legacy_salt_size = 8;
constexpr std::size_t pbes2_salt_size = 16;

constexpr Byte oid_pbes2[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d};
constexpr Byte oid_pbkdf2[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c};
constexpr Byte oid_scrypt[] = {0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x04, 0x0b};
// 1.2.840.113549.2.<n>: 7 HMAC-SHA-1, 8 to 11 HMAC-SHA-224 to 512.
constexpr Byte oid_hmac_prefix[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02};
constexpr Byte oid_hmac_sha256[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09};

// OpenSSL's EVP_BytesToKey with MD5 and one round: D1 = MD5(password, salt), D2 = MD5(D1, password, salt),
// ...
SecretBytes legacy_key(const Secret& password, ByteView salt, std::size_t size) {
  SecretBytes key;
  Byte block[EVP_MAX_MD_SIZE];
  unsigned block_size = 0;
  const openssl::DigestContext context(EVP_MD_CTX_new());
  while (key.size() < size) {
    openssl::check(context && EVP_DigestInit_ex2(context.get(), openssl::digest(Hash::md5), nullptr) == 1 &&
                       EVP_DigestUpdate(context.get(), block, block_size) == 1 &&
                       EVP_DigestUpdate(context.get(), password.view().data(), password.size()) == 1 &&
                       EVP_DigestUpdate(context.get(), salt.data(), salt.size()) == 1 &&
                       EVP_DigestFinal_ex(context.get(), block, &block_size) == 1,
                   "deriving a key from a password failed");
    key.insert(key.end(), block, block + block_size);
  }
  OPENSSL_cleanse(block, sizeof block);
  key.resize(size);
  return key;
}

Expected<SecretBytes> decrypt_legacy(const PemBlock& block, const Secret& password) {
  const std::string* info = block.header("DEK-Info");
  if (info == nullptr) return failure("x509: no DEK-Info header in block");
  const auto comma = info->find(',');
  if (comma == std::string::npos) return failure("x509: malformed DEK-Info header");
  const auto cipher = block_cipher_by_dek_name(std::string_view(*info).substr(0, comma));
  if (!cipher) return failure("x509: unknown encryption mode");
  const auto iv = hex_decode(std::string_view(*info).substr(comma + 1));
  if (!iv) return failure("x509: malformed DEK-Info header: " + iv.error().text);
  const BlockCipherInfo& about = block_cipher_info(*cipher);
  if (iv->size() != about.block_size) return failure("x509: incorrect IV size");
  const auto key = legacy_key(password, ByteView(*iv).first(legacy_salt_size), about.key_size);
  return cbc_decrypt(*cipher, key, *iv, block.der);
}

// What RFC 7914 section 7 adds to PBES2 beside PBKDF2.
struct ScryptParameters {
  int n, r, p;
};

struct Pbes2 {
  ByteView salt;
  int rounds = 0;
  std::optional<ScryptParameters> scrypt;  // in place of rounds and prf
  Hash prf = Hash::sha1;
  BlockCipher cipher = BlockCipher::aes256_cbc;
  ByteView iv;
  ByteView data;
};

Expected<Hash> read_prf(ByteView algorithm) {
  der_lite::Cursor fields(algorithm);
  const auto oid = fields.take(der_lite::oid);
  if (!oid) return failure("malformed encrypted PEM: bad PRF");
  if (oid->size() == sizeof oid_hmac_prefix + 1 &&
      equal(oid->first(sizeof oid_hmac_prefix), oid_hmac_prefix)) {
    switch (oid->back()) {
      case 7:
        return Hash::sha1;
      case 8:
        return Hash::sha224;
      case 9:
        return Hash::sha256;
      case 10:
        return Hash::sha384;
      case 11:
        return Hash::sha512;
      default:
        break;
    }
  }
  return failure("unsupported encrypted PEM: unknown PRF");
}

// PBKDF2-params of RFC 8018 appendix A.2. Returns the key length, 0 when it is not given.
Expected<std::size_t> read_pbkdf2(ByteView parameters, Pbes2& out) {
  const auto malformed = failure("malformed encrypted PEM: bad PBKDF2 parameters");
  der_lite::Cursor fields(parameters);
  const auto salt = fields.take(der_lite::octet_string);
  const auto rounds = salt ? fields.take_small() : std::nullopt;
  if (!rounds || *rounds < 1) return malformed;
  std::size_t key_size = 0;
  if (fields.next_is(der_lite::integer)) {
    const auto length = fields.take_small();
    if (!length || *length < 1) return malformed;
    key_size = static_cast<std::size_t>(*length);
  }
  if (fields.next_is(der_lite::sequence)) {
    const auto algorithm = fields.take(der_lite::sequence);
    if (!algorithm) return malformed;
    const auto prf = read_prf(*algorithm);
    if (!prf) return tl::unexpected(prf.error());
    out.prf = *prf;
  }
  if (!fields.at_end()) return malformed;
  out.salt = *salt;
  out.rounds = *rounds;
  return key_size;
}

// scrypt-params of RFC 7914 section 7.1. Returns the key length, 0 when it is not given.
Expected<std::size_t> read_scrypt(ByteView parameters, Pbes2& out) {
  constexpr int most_r_p = 64, most_n = 1 << 22;
  der_lite::Cursor fields(parameters);
  const auto salt = fields.take(der_lite::octet_string);
  const auto n = salt ? fields.take_small() : std::nullopt;
  const auto r = n ? fields.take_small() : std::nullopt;
  const auto p = r ? fields.take_small() : std::nullopt;
  const auto key_size = p && !fields.at_end() ? fields.take_small() : std::optional<int>(0);
  const bool sane = p && key_size && fields.at_end() && *n > 1 && (*n & (*n - 1)) == 0 && *n <= most_n &&
                    *r >= 1 && *r <= most_r_p && *p >= 1 && *p <= most_r_p;
  if (!sane) return failure("malformed encrypted PEM: bad scrypt parameters");
  out.salt = *salt;
  out.rounds = 1;
  out.scrypt = ScryptParameters{*n, *r, *p};
  return static_cast<std::size_t>(*key_size);
}

std::string dotted(ByteView oid) {
  std::string out;
  std::uint64_t arc = 0;
  bool first = true;
  for (Byte b : oid) {
    arc = arc << 7 | (b & 0x7f);
    if ((b & 0x80) != 0) continue;
    if (std::exchange(first, false)) {
      const std::uint64_t root = std::min<std::uint64_t>(arc / 40, 2);
      out = std::to_string(root) + "." + std::to_string(arc - 40 * root);
    } else {
      out += "." + std::to_string(arc);
    }
    arc = 0;
  }
  return out;
}

// EncryptedPrivateKeyInfo of RFC 5958 section 3.
struct EncryptedKey {
  ByteView scheme, parameters, data;
};

Expected<EncryptedKey> read_encrypted_key(ByteView encrypted) {
  const auto malformed = failure("malformed encrypted PEM");
  const auto outer = der_lite::contents(encrypted, der_lite::sequence);
  if (!outer) return malformed;
  der_lite::Cursor fields(*outer);
  const auto algorithm = fields.take(der_lite::sequence);
  const auto data = fields.take(der_lite::octet_string);
  if (!algorithm || !data || !fields.at_end()) return malformed;
  der_lite::Cursor scheme(*algorithm);
  const auto oid = scheme.take(der_lite::oid);
  const auto parameters = oid ? scheme.take(der_lite::sequence) : std::nullopt;
  if (!parameters || !scheme.at_end()) return malformed;
  return EncryptedKey{*oid, *parameters, *data};
}

Expected<Pbes2> read_pbes2(const EncryptedKey& key) {
  const auto malformed = failure("malformed encrypted PEM");
  if (!equal(key.scheme, oid_pbes2)) return failure("unsupported encrypted PEM: only PBES2 is supported");
  der_lite::Cursor parts(key.parameters);
  const auto kdf = parts.take(der_lite::sequence);
  const auto encryption = parts.take(der_lite::sequence);
  if (!kdf || !encryption || !parts.at_end()) return malformed;

  Pbes2 out;
  der_lite::Cursor kdf_fields(*kdf);
  const auto kdf_oid = kdf_fields.take(der_lite::oid);
  if (!kdf_oid) return malformed;
  const bool by_scrypt = equal(*kdf_oid, oid_scrypt);
  if (!by_scrypt && !equal(*kdf_oid, oid_pbkdf2))
    return failure("unsupported encrypted PEM: only PBKDF2 is supported");
  const auto kdf_parameters = kdf_fields.take(der_lite::sequence);
  if (!kdf_parameters || !kdf_fields.at_end()) return malformed;
  const auto key_size = by_scrypt ? read_scrypt(*kdf_parameters, out) : read_pbkdf2(*kdf_parameters, out);
  if (!key_size) return tl::unexpected(key_size.error());

  der_lite::Cursor cipher_fields(*encryption);
  const auto cipher_oid = cipher_fields.take(der_lite::oid);
  if (!cipher_oid) return malformed;
  const auto cipher = block_cipher_by_oid(*cipher_oid);
  if (!cipher) return failure("unsupported encrypted PEM: unknown algorithm " + dotted(*cipher_oid));
  const auto iv = cipher_fields.take(der_lite::octet_string);
  const BlockCipherInfo& info = block_cipher_info(*cipher);
  if (!iv || !cipher_fields.at_end() || iv->size() != info.block_size) return malformed;
  if (*key_size != 0 && *key_size != info.key_size) {
    return failure("malformed encrypted PEM: the key length does not fit the cipher");
  }
  out.cipher = *cipher;
  out.iv = *iv;
  out.data = key.data;
  return out;
}

SecretBytes derive(const Pbes2& pbes2, const Secret& password, std::size_t size) {
  if (!pbes2.scrypt) return pbkdf2(pbes2.prf, password, pbes2.salt, pbes2.rounds, size);
  const auto& cost = *pbes2.scrypt;
  return scrypt(password, pbes2.salt, static_cast<std::uint64_t>(cost.n), static_cast<std::uint64_t>(cost.r),
                static_cast<std::uint64_t>(cost.p), size);
}

// After one wrong password in 256 the padding is right by chance; what is opened then is no SEQUENCE, as
// every kind of private key is.
Expected<SecretBytes> only_a_key(Expected<SecretBytes> clear) {
  if (clear && !der_lite::contents({clear->data(), clear->size()}, der_lite::sequence))
    return failure(std::string(wrong_pem_password));
  return clear;
}

}  // namespace

bool is_encrypted(const PemBlock& block) {
  const std::string* type = block.header("Proc-Type");
  return block.label == encrypted_pkcs8_label || (type != nullptr && *type == "4,ENCRYPTED");
}

Expected<SecretBytes> decrypt_pem(const PemBlock& block, const Secret& password) {
  return block.label == encrypted_pkcs8_label ? decrypt_private_key_info(block.der, password)
                                              : only_a_key(decrypt_legacy(block, password));
}

Expected<SecretBytes> decrypt_private_key_info(ByteView encrypted, const Secret& password) {
  return only_a_key(decrypt_pkcs8(encrypted, password));
}

bool is_encrypted_pkcs8(ByteView der) { return read_encrypted_key(der).has_value(); }

Expected<SecretBytes> decrypt_pkcs8(ByteView encrypted, const Secret& password) {
  const auto whole = read_encrypted_key(encrypted);
  if (!whole) return tl::unexpected(whole.error());
  if (auto clear = decrypt_pbes1(whole->scheme, whole->parameters, whole->data, password))
    return std::move(*clear);
  const auto pbes2 = read_pbes2(*whole);
  if (!pbes2) return tl::unexpected(pbes2.error());
  const std::size_t key_size = block_cipher_info(pbes2->cipher).key_size;
  const auto key = derive(*pbes2, password, key_size);
  return cbc_decrypt(pbes2->cipher, key, pbes2->iv, pbes2->data);
}

Expected<int> encrypted_pkcs8_rounds(ByteView encrypted) {
  const auto whole = read_encrypted_key(encrypted);
  if (!whole) return tl::unexpected(whole.error());
  if (const auto rounds = pbes1_rounds(whole->scheme, whole->parameters)) return *rounds;
  return read_pbes2(*whole).map([](const Pbes2& pbes2) { return pbes2.rounds; });
}

std::uint64_t encrypted_pkcs8_memory(ByteView encrypted) {
  const auto pbes2 = read_encrypted_key(encrypted).and_then(read_pbes2);
  if (!pbes2 || !pbes2->scrypt) return 0;
  const auto& cost = *pbes2->scrypt;
  return 128 * static_cast<std::uint64_t>(cost.n) * static_cast<std::uint64_t>(cost.r) *
         static_cast<std::uint64_t>(cost.p);
}

PemBlock encrypt_pem_legacy(std::string_view label, ByteView der, const Secret& password) {
  const BlockCipherInfo& info = block_cipher_info(BlockCipher::aes256_cbc);
  const Bytes iv = system_random().bytes(info.block_size);
  const auto key = legacy_key(password, ByteView(iv).first(legacy_salt_size), info.key_size);
  PemBlock block;
  block.label = label;
  block.headers = {{"Proc-Type", "4,ENCRYPTED"},
                   {"DEK-Info", std::string(info.dek_name) + "," + hex_encode(iv)}};
  block.der = cbc_encrypt(info.cipher, key, iv, der);
  return block;
}

Bytes encrypt_pkcs8(ByteView pkcs8, const Secret& password, int rounds) {
  using der_lite::element;
  const BlockCipherInfo& info = block_cipher_info(BlockCipher::aes256_cbc);
  const Bytes salt = system_random().bytes(pbes2_salt_size);
  const Bytes iv = system_random().bytes(info.block_size);
  const auto key = pbkdf2(Hash::sha256, password, salt, rounds, info.key_size);
  const Bytes data = cbc_encrypt(info.cipher, key, iv, pkcs8);

  const auto prf =
      element(der_lite::sequence, {element(der_lite::oid, {oid_hmac_sha256}), element(der_lite::null, {})});
  const auto kdf_parameters = element(
      der_lite::sequence,
      {element(der_lite::octet_string, {salt}), der_lite::small_integer(static_cast<unsigned>(rounds)), prf});
  const auto kdf = element(der_lite::sequence, {element(der_lite::oid, {oid_pbkdf2}), kdf_parameters});
  const auto encryption = element(
      der_lite::sequence, {element(der_lite::oid, {info.oid}), element(der_lite::octet_string, {iv})});
  const auto scheme = element(der_lite::sequence, {element(der_lite::oid, {oid_pbes2}),
                                                   element(der_lite::sequence, {kdf, encryption})});
  return to_bytes(ByteView(element(der_lite::sequence, {scheme, element(der_lite::octet_string, {data})})));
}

}  // namespace newel
