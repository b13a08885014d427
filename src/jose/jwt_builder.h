// Tokens that we make ourselves: what the command line sends to a CA.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "jose/jws.h"

namespace newel::jose {

/// A JWT: "typ" is "JWT" unless the header says otherwise, and the members of header and claims are sorted by
/// name. Members of nested objects stay in their order. Throws Error if the key cannot sign with `algorithm`.
std::string build_token(json::Object header, const json::Object& claims, const Signer& key,
                        std::string_view algorithm);

inline constexpr Duration default_token_lifetime = std::chrono::minutes(5);

/// The claims every token for a CA starts with; add to claims() what its kind needs beside them.
struct TokenClaims {
  std::string issuer, subject, id;
  std::vector<std::string> audience;
  Time not_before{};
  Time expiry{};
  Time issued_at{};
  std::vector<std::string> sans;  ///< left out when empty
  std::string
      root_fingerprint;  ///< "sha": lower-case hex SHA-256 of the root certificate; left out when empty

  /// Valid from `now` for the default lifetime, with a fresh id.
  static TokenClaims starting(Time now, const Random& random);

  /// A single audience is a string, times are whole seconds, an empty id is left out. Throws Error for what
  /// every token needs: "issuer cannot be empty", "subject cannot be empty", "audience cannot be empty".
  json::Object to_json() const;
};

/// 32 random octets as 64 lower-case hexadecimal digits.
std::string random_token_id(const Random& random);

}  // namespace newel::jose
