// The tokens a client makes to ask a CA for something (reference: cli token/,
// utils/cautils/token_generator.go), and what a client reads out of tokens it was given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "jose/jwt.h"
#include "x509/certificate.h"

namespace newel::client {

inline constexpr Duration default_token_lifetime = std::chrono::minutes(5);

struct TokenValidity {
  Time issued_at{}, not_before{}, expires{};
  /// From now, for five minutes.
  static TokenValidity starting(Time now) { return {now, now, now + default_token_lifetime}; }
};

/// What goes into a one-time token. Empty members leave their claim out.
struct TokenRequest {
  std::string kid;     ///< header
  std::string issuer;  ///< the provisioner's name
  std::string subject;
  std::string audience;
  TokenValidity validity;
  std::string root_fingerprint;                  ///< `sha`
  std::optional<std::vector<std::string>> sans;  ///< only in tokens for X.509 certificates
  std::string csr_fingerprint;                   ///< `cnf`
  json::Object user;                             ///< template data
  json::Object step;                             ///< SSH options, {"ssh": {...}}
  /// Header `x5c` or `x5cInsecure`: DER, leaf first.
  std::vector<Bytes> chain;
  bool chain_is_insecure = false;
  Bytes nebula_certificate{};  ///< header `nebula`; left out when empty
};

/// Signed, compact. `algorithm` is the JWK's own, or empty for the key's default (XEdDSA for X25519). Throws
/// Error "issuer cannot be empty" and the like.
std::string make_token(const TokenRequest& request, const Signer& key, std::string_view algorithm = {},
                       const Random& random = system_random());

/// The proof a renewal without mTLS carries: issuer step-ca-client/1.0, x5cInsecure, no jti and no sha.
std::string make_renew_token(const std::vector<Bytes>& chain, const std::string& subject,
                             const std::string& audience, const TokenValidity& validity, const Signer& key);

/// Thumbprint (RFC 7638) of a signer's public key: the kid of keys that have no name.
std::string key_thumbprint(const Signer& key);
/// ES256 ... for a signer.
std::string token_algorithm(const Signer& key);

/// base64url of the SHA-256 of a request's DER: what `cnf` holds.
std::string csr_fingerprint(ByteView der);

/// A token somebody else made; never verified here, the CA does that.
struct TokenInfo {
  enum class Kind { jwk, oidc, gcp, aws, azure, k8ssa, unknown };
  Kind kind = Kind::unknown;
  std::string subject, email, issuer, root_fingerprint;
  std::vector<std::string> audience, sans;
  json::Object claims;

  static Expected<TokenInfo> parse(std::string_view token);
};

}  // namespace newel::client
