// PKCS#8 in DER, clear and encrypted: what OpenSSL reads of it and of what we write is the same key.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <cstdlib>

#include "crypto/pem_encryption.h"
#include "crypto/private_key.h"

namespace {

EVP_PKEY* read_with_openssl(newel::ByteView der) {
  const unsigned char* at = der.data();
  PKCS8_PRIV_KEY_INFO* info = d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size()));
  EVP_PKEY* key = info == nullptr ? nullptr : EVP_PKCS82PKEY(info);
  PKCS8_PRIV_KEY_INFO_free(info);
  return key;
}

// The public half in a file is only a copy: we make it anew, as Go does, while OpenSSL believes it. So a key
// whose copy is wrong is compared by what we write of it.
void check(const newel::PrivateKey& key, newel::ByteView der) {
  const newel::SecretBytes written = key.to_pkcs8();
  EVP_PKEY* ours = read_with_openssl({written.data(), written.size()});
  if (ours == nullptr || EVP_PKEY_eq(ours, key.native()) != 1) std::abort();
  EVP_PKEY_free(ours);
  if (EVP_PKEY* theirs = read_with_openssl(der)) {
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(theirs, nullptr);
    const bool sound = EVP_PKEY_pairwise_check(context) == 1;
    if (sound && EVP_PKEY_eq(theirs, key.native()) != 1) std::abort();
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(theirs);
  }
  const auto again = newel::PrivateKey::from_pkcs8(written);
  if (!again || !(again->public_key() == key.public_key())) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int few_rounds = 1000;
  const newel::ByteView der(data, size);
  if (const auto key = newel::PrivateKey::from_pkcs8(der)) check(*key, der);
  const auto rounds = newel::encrypted_pkcs8_rounds(der);
  if (rounds && *rounds <= few_rounds && newel::encrypted_pkcs8_memory(der) <= (1u << 20)) {
    const auto clear = newel::decrypt_pkcs8(der, newel::Secret("mypassword"));
    if (clear) {
      if (const auto key = newel::PrivateKey::from_pkcs8(*clear)) check(*key, *clear);
    }
  }
  ERR_clear_error();
  return 0;
}
