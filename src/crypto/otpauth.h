// The secret of one-time passwords as it is kept in files: base32 text, or the otpauth URL that
// authenticators read from a QR code ("Key Uri Format" of Google Authenticator).
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "crypto/otp.h"

namespace newel {

struct OtpSecret {
  std::string base32;  ///< not yet decoded: what is wrong with it is told when a code is checked
  // What a URL says; nothing for plain text and for members a URL does not have.
  std::optional<Hash> hash;
  std::optional<int> digits, period;
};

/// Failures: "error parsing TOTP key from URL: …", "error parsing period from url: …" (and digits,
/// algorithm).
Expected<OtpSecret> parse_otp_secret(std::string_view text);

/// SHA1, SHA256, SHA512 in any case; nullopt for others.
std::optional<Hash> otp_hash(std::string_view name);

struct OtpAccount {
  std::string issuer, account;
};
/// "otpauth://totp/<issuer>:<account>?algorithm=…&digits=…&issuer=…&period=…&secret=…".
std::string otpauth_url(const OtpAccount& whose, const TotpParameters& parameters, const std::string& base32);

}  // namespace newel
