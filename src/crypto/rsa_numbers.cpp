#include "crypto/rsa_numbers.h"

#include <openssl/core_names.h>

namespace newel {
namespace {

openssl::BigNumber secret(ByteView magnitude) {
  openssl::BigNumber number(BN_bin2bn(magnitude.data(), static_cast<int>(magnitude.size()), nullptr));
  openssl::check(number != nullptr, "reading an RSA private key failed");
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

openssl::BigNumber fresh() {
  openssl::BigNumber number(BN_secure_new());
  openssl::check(number != nullptr, "reading an RSA private key failed");
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

openssl::BigNumber minus_one(const openssl::BigNumber& number) {
  auto out = fresh();
  openssl::check(BN_copy(out.get(), number.get()) != nullptr && BN_sub_word(out.get(), 1) == 1,
                 "reading an RSA private key failed");
  return out;
}

}  // namespace

Expected<openssl::PKey> rsa_key_from_parts(ByteView n, ByteView e, ByteView d, ByteView p, ByteView q) {
  const auto N = secret(n), E = secret(e), D = secret(d), P = secret(p), Q = secret(q);
  const auto invalid = failure("crypto/rsa: invalid private key: its numbers do not fit each other");
  const bool odd_primes =
      BN_is_odd(P.get()) && BN_is_odd(Q.get()) && !BN_is_one(P.get()) && !BN_is_one(Q.get());
  if (!odd_primes || BN_cmp(P.get(), Q.get()) == 0 || BN_cmp(D.get(), N.get()) >= 0) return invalid;

  const openssl::BigNumberContext scratch(BN_CTX_secure_new());
  const auto product = fresh();
  openssl::check(scratch && BN_mul(product.get(), P.get(), Q.get(), scratch.get()) == 1,
                 "reading an RSA private key failed");
  if (BN_cmp(product.get(), N.get()) != 0) return invalid;

  const auto p1 = minus_one(P), q1 = minus_one(Q);
  for (const auto* modulus : {&p1, &q1}) {
    const auto unit = fresh();
    openssl::check(BN_mod_mul(unit.get(), D.get(), E.get(), modulus->get(), scratch.get()) == 1,
                   "reading an RSA private key failed");
    if (!BN_is_one(unit.get())) return invalid;
  }

  const auto dp = fresh(), dq = fresh(), qi = fresh();
  if (BN_mod(dp.get(), D.get(), p1.get(), scratch.get()) != 1 ||
      BN_mod(dq.get(), D.get(), q1.get(), scratch.get()) != 1 ||
      BN_mod_inverse(qi.get(), Q.get(), P.get(), scratch.get()) == nullptr) {
    return invalid;
  }

  const openssl::ParamBuilder builder(OSSL_PARAM_BLD_new());
  const std::pair<const char*, const BIGNUM*> numbers[] = {
      {OSSL_PKEY_PARAM_RSA_N, N.get()},          {OSSL_PKEY_PARAM_RSA_E, E.get()},
      {OSSL_PKEY_PARAM_RSA_D, D.get()},          {OSSL_PKEY_PARAM_RSA_FACTOR1, P.get()},
      {OSSL_PKEY_PARAM_RSA_FACTOR2, Q.get()},    {OSSL_PKEY_PARAM_RSA_EXPONENT1, dp.get()},
      {OSSL_PKEY_PARAM_RSA_EXPONENT2, dq.get()}, {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, qi.get()}};
  for (const auto& [name, number] : numbers) {
    openssl::check(builder && OSSL_PARAM_BLD_push_BN(builder.get(), name, number) == 1,
                   "reading an RSA private key failed");
  }
  const openssl::Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const openssl::PKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  const bool ok = params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1;
  if (!ok) return invalid;
  return openssl::PKey(key);
}

}  // namespace newel
