// PKCS#8 in DER, clear and encrypted: OpenSSL must read whatever we read, as the same key.
#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstdint>
#include <cstdlib>

#include "crypto/pem_encryption.h"
#include "crypto/private_key.h"

namespace {

void check(const newel::PrivateKey& key, newel::ByteView der) {
  const unsigned char* at = der.data();
  PKCS8_PRIV_KEY_INFO* info = d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size()));
  EVP_PKEY* theirs = info == nullptr ? nullptr : EVP_PKCS82PKEY(info);
  if (theirs == nullptr || EVP_PKEY_eq(theirs, key.native()) != 1) std::abort();
  EVP_PKEY_free(theirs);
  PKCS8_PRIV_KEY_INFO_free(info);
  const auto again = newel::PrivateKey::from_pkcs8(key.to_pkcs8());
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
