#include "crypto/otp.h"

#include <fmt/format.h>

#include "crypto/digest.h"

namespace newel {

std::string hotp(ByteView secret, std::uint64_t counter, Hash hash, int digits) {
  Bytes message(8);
  for (int i = 0; i < 8; ++i)
    message[static_cast<std::size_t>(i)] = static_cast<Byte>(counter >> (56 - 8 * i));
  const Bytes mac = hmac(hash, secret, message);
  // RFC 4226 section 5.3, dynamic truncation: the last four bits say where the 31 bits are taken.
  const std::size_t at = mac.back() & 15;
  const std::uint64_t number = (std::uint64_t{mac[at]} & 0x7f) << 24 | std::uint64_t{mac[at + 1]} << 16 |
                               std::uint64_t{mac[at + 2]} << 8 | mac[at + 3];
  std::uint64_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", number % modulus, digits);
}

bool totp_matches(std::string_view code, ByteView secret, Time at, const TotpParameters& parameters,
                  int skew) {
  const std::int64_t counter = unix_seconds(at) / parameters.period;
  bool matches = false;
  for (int i = -skew; i <= skew; ++i) {
    const std::string right =
        hotp(secret, static_cast<std::uint64_t>(counter + i), parameters.hash, parameters.digits);
    matches |= equal_constant_time(as_bytes(code), as_bytes(right));
  }
  return matches;
}

}  // namespace newel
