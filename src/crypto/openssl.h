// OpenSSL's objects as owned values, and the fetched algorithms every caller shares. Internal to this folder
// and to those that must speak to OpenSSL themselves (TLS, tokens).
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>
#include <string>

#include "crypto/algorithms.h"

namespace newel::openssl {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using PKey = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using PKeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;
using Cipher = std::unique_ptr<EVP_CIPHER, Deleter<EVP_CIPHER_free>>;
/// Wiped when freed: good for secrets and public numbers alike.
using BigNumber = std::unique_ptr<BIGNUM, Deleter<BN_clear_free>>;
using BigNumberContext = std::unique_ptr<BN_CTX, Deleter<BN_CTX_free>>;
using Point = std::unique_ptr<EC_POINT, Deleter<EC_POINT_clear_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;

/// Fetched once per process. EVP_sha256() and its like fetch again on every use, which costs more than
/// hashing a short text does.
const EVP_MD* digest(Hash hash);
/// "SHA2-256".
const char* digest_name(Hash hash);

/// Empties this thread's error queue and says what the oldest entry in it was. TLS reads that queue too, so
/// nothing may be left in it.
std::string take_error();

/// Empties the queue when a block that may fail ends.
struct ErrorQueueGuard {
  ErrorQueueGuard() = default;
  ErrorQueueGuard(const ErrorQueueGuard&) = delete;
  ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
  ~ErrorQueueGuard() { ERR_clear_error(); }
};

/// Throws Error("<what>: <oldest error>") unless `ok`.
void check(bool ok, const char* what);

}  // namespace newel::openssl
