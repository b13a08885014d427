#include "crypto/block_cipher.h"

#include <algorithm>
#include <array>

#include "crypto/openssl.h"
#include "crypto/pem_encryption.h"

namespace newel {
namespace {

constexpr Byte oid_des[] = {0x2b, 0x0e, 0x03, 0x02, 0x07};
constexpr Byte oid_des3[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07};
constexpr Byte oid_aes128[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x02};
constexpr Byte oid_aes192[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x16};
constexpr Byte oid_aes256[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a};

// Single DES is not in OpenSSL's default provider; three times the same key makes triple DES the same
// function.
constexpr std::array<BlockCipherInfo, 5> ciphers{{
    {BlockCipher::des_cbc, "DES-CBC", "DES-EDE3-CBC", 8, 8, oid_des},
    {BlockCipher::des_ede3_cbc, "DES-EDE3-CBC", "DES-EDE3-CBC", 24, 8, oid_des3},
    {BlockCipher::aes128_cbc, "AES-128-CBC", "AES-128-CBC", 16, 16, oid_aes128},
    {BlockCipher::aes192_cbc, "AES-192-CBC", "AES-192-CBC", 24, 16, oid_aes192},
    {BlockCipher::aes256_cbc, "AES-256-CBC", "AES-256-CBC", 32, 16, oid_aes256},
}};

// Without padding: `data` is whole blocks.
SecretBytes run(const BlockCipherInfo& info, ByteView key, ByteView iv, ByteView data, bool encrypt) {
  if (key.size() != info.key_size || iv.size() != info.block_size)
    throw Error("wrong key or IV size of a cipher");
  SecretBytes whole_key = to_secret(key);
  if (info.cipher == BlockCipher::des_cbc) {
    for (int i = 0; i < 2; ++i) whole_key.insert(whole_key.end(), key.begin(), key.end());
  }
  const openssl::Cipher cipher(EVP_CIPHER_fetch(nullptr, info.openssl_name, nullptr));
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  SecretBytes out(data.size() + info.block_size);
  int size = 0;
  openssl::check(
      cipher && context &&
          EVP_CipherInit_ex2(context.get(), cipher.get(), whole_key.data(), iv.data(), encrypt ? 1 : 0,
                             nullptr) == 1 &&
          EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
          EVP_CipherUpdate(context.get(), out.data(), &size, data.data(), static_cast<int>(data.size())) == 1,
      "running a cipher failed");
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

const BlockCipherInfo& block_cipher_info(BlockCipher cipher) {
  return ciphers[static_cast<std::size_t>(cipher)];
}

std::optional<BlockCipher> block_cipher_by_dek_name(std::string_view name) {
  for (const auto& info : ciphers) {
    if (name == info.dek_name) return info.cipher;
  }
  return std::nullopt;
}

std::optional<BlockCipher> block_cipher_by_oid(ByteView oid) {
  for (const auto& info : ciphers) {
    if (equal(oid, info.oid)) return info.cipher;
  }
  return std::nullopt;
}

Expected<SecretBytes> cbc_decrypt(BlockCipher cipher, ByteView key, ByteView iv, ByteView data) {
  const BlockCipherInfo& info = block_cipher_info(cipher);
  if (data.empty() || data.size() % info.block_size != 0) {
    return failure("x509: encrypted PEM data is not a multiple of the block size");
  }
  SecretBytes clear = run(info, key, iv, data, false);
  const std::size_t padding = clear.back();
  const auto wrong = [&](Byte b) { return b != padding; };
  if (padding == 0 || padding > info.block_size ||
      std::any_of(clear.end() - static_cast<std::ptrdiff_t>(padding), clear.end(), wrong)) {
    return failure(std::string(wrong_pem_password));
  }
  clear.resize(clear.size() - padding);
  return clear;
}

Bytes cbc_encrypt(BlockCipher cipher, ByteView key, ByteView iv, ByteView data) {
  const BlockCipherInfo& info = block_cipher_info(cipher);
  const std::size_t padding = info.block_size - data.size() % info.block_size;
  SecretBytes padded;
  padded.reserve(data.size() + padding);
  padded.assign(data.begin(), data.end());
  padded.insert(padded.end(), padding, static_cast<Byte>(padding));
  return to_bytes(ByteView(run(info, key, iv, padded, true)));
}

}  // namespace newel
