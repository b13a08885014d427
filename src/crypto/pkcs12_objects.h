// OpenSSL's PKCS#12 objects as owned values, for the reader and the writer.
#pragma once

#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include "crypto/openssl.h"

namespace newel::pkcs12 {

inline void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
inline void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }

using File = std::unique_ptr<PKCS12, openssl::Deleter<PKCS12_free>>;
using Bag = std::unique_ptr<PKCS12_SAFEBAG, openssl::Deleter<PKCS12_SAFEBAG_free>>;
using Bags = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), openssl::Deleter<free_bags>>;
using Safe = std::unique_ptr<PKCS7, openssl::Deleter<PKCS7_free>>;
using Safes = std::unique_ptr<STACK_OF(PKCS7), openssl::Deleter<free_safes>>;
using KeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, openssl::Deleter<PKCS8_PRIV_KEY_INFO_free>>;

/// Knows the old ciphers, too. Made when first asked for; lives as long as the process.
OSSL_LIB_CTX* library_with_old_ciphers();

}  // namespace newel::pkcs12
