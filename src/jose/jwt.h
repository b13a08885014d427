// JSON Web Tokens (RFC 7519).
#pragma once

#include <optional>

#include "base/time.h"
#include "jose/jws.h"

namespace newel::jose {

/// The registered claims, plus everything as it came. Times beyond some 285,000 years are cut to that.
struct Claims {
  std::string issuer, subject, id;
  std::vector<std::string> audience;
  std::optional<Time> expiry, not_before, issued_at;
  json::Object all;

  static Expected<Claims> from_json(json::Value value);
  std::string text(std::string_view name) const;  ///< "" if absent or not a string
};

/// A parsed, not yet verified, token.
struct Jwt {
  Jws jws;
  Claims claims;
  static Expected<Jwt> parse(std::string_view token);
};

struct Expectations {
  std::optional<std::string> issuer, subject, id;
  std::vector<std::string> audience;  ///< every one must be among the token's
  Time now{};
  Duration leeway = std::chrono::minutes(1);
};
/// In the order iss, sub, jti, aud, nbf, exp, iat; absent times are not errors. Failure text as the
/// reference's JOSE library: "go-jose/go-jose/jwt: validation failed, token is expired (exp)".
Expected<void> validate(const Claims& claims, const Expectations& expected);

}  // namespace newel::jose
