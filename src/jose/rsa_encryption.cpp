#include "jose/rsa_encryption.h"

#include <openssl/rsa.h>

#include "base/random.h"
#include "crypto/openssl.h"

namespace newel::jose {
namespace {

constexpr int smallest_bits = 1024;

tl::unexpected<Failure> failed() { return failure("error in cryptographic primitive"); }

bool set_padding(EVP_PKEY_CTX* context, RsaPadding padding) {
  if (padding == RsaPadding::pkcs1) return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
  const EVP_MD* hash = openssl::digest(padding == RsaPadding::oaep_sha1 ? Hash::sha1 : Hash::sha256);
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, hash) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(context, hash) == 1;
}

bool usable(const PublicKey& key) { return key.type() == KeyType::rsa && key.bits() >= smallest_bits; }

}  // namespace

Expected<Bytes> rsa_encrypt(const PublicKey& key, RsaPadding padding, ByteView plaintext) {
  if (!usable(key)) return failure("an RSA key of at least 1024 bits is needed");
  const openssl::ErrorQueueGuard guard;
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.native(), nullptr));
  Bytes out(static_cast<std::size_t>(EVP_PKEY_get_size(key.native())));
  std::size_t size = out.size();
  if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 || !set_padding(context.get(), padding) ||
      EVP_PKEY_encrypt(context.get(), out.data(), &size, plaintext.data(), plaintext.size()) != 1) {
    return failed();
  }
  out.resize(size);
  return out;
}

Expected<SecretBytes> rsa_decrypt(const PrivateKey& key, RsaPadding padding, ByteView ciphertext,
                                  std::size_t size) {
  if (!usable(key.public_key())) return failed();
  const openssl::ErrorQueueGuard guard;
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.native(), nullptr));
  if (!context || EVP_PKEY_decrypt_init(context.get()) != 1 || !set_padding(context.get(), padding))
    return failed();
  SecretBytes instead(size);
  system_random().fill(instead);
  SecretBytes out(static_cast<std::size_t>(EVP_PKEY_get_size(key.native())));
  std::size_t got = out.size();
  const bool good =
      EVP_PKEY_decrypt(context.get(), out.data(), &got, ciphertext.data(), ciphertext.size()) == 1;
  if (padding == RsaPadding::pkcs1 && (!good || got != size)) return instead;
  if (!good) return failed();
  out.resize(got);
  return out;
}

}  // namespace newel::jose
