// Secrets of one-time passwords: what a URL says must survive being written and read again.
#include "crypto/otpauth.h"

#include <cstdint>
#include <cstdlib>

#include "base/base32.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto secret = newel::parse_otp_secret({reinterpret_cast<const char*>(data), size});
  if (!secret) return 0;
  const auto key = newel::base32_decode(secret->base32);
  if (!key) return 0;
  const newel::TotpParameters parameters{secret->hash.value_or(newel::Hash::sha1), secret->digits.value_or(6),
                                         secret->period.value_or(30)};
  const std::string code = newel::hotp(*key, 1, parameters.hash, parameters.digits);
  if (code.size() != static_cast<std::size_t>(parameters.digits)) std::abort();
  const auto again = newel::parse_otp_secret(
      newel::otpauth_url({"an issuer", "an account"}, parameters, newel::base32_encode(*key)));
  if (!again || again->digits != parameters.digits || again->period != parameters.period ||
      again->hash != parameters.hash || newel::base32_decode(again->base32) != *key)
    std::abort();
  return 0;
}
