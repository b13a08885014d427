// One-time passwords: HOTP (RFC 4226) and TOTP (RFC 6238).
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/time.h"
#include "crypto/algorithms.h"

namespace newel {

struct TotpParameters {
  Hash hash = Hash::sha1;
  int digits = 6;   ///< 1 to 10
  int period = 30;  ///< seconds, at least 1
};

std::string hotp(ByteView secret, std::uint64_t counter, Hash hash, int digits);
/// True when `code` is right for the period of `at` or one of the `skew` periods around it.
bool totp_matches(std::string_view code, ByteView secret, Time at, const TotpParameters& parameters,
                  int skew);

}  // namespace newel
