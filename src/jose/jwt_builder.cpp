#include "jose/jwt_builder.h"

#include "base/encoding.h"
#include "jose/serialization.h"

namespace newel::jose {

std::string build_token(json::Object header, const json::Object& claims, const Signer& key,
                        std::string_view algorithm) {
  if (!header.contains("typ")) header.emplace("typ", "JWT");
  return sign_compact(std::move(header), as_bytes(json::write(sorted_by_name(claims))), key, algorithm);
}

std::string random_token_id(const Random& random) {
  constexpr std::size_t octets = 32;
  return hex_encode(random.bytes(octets));
}

TokenClaims TokenClaims::starting(Time now, const Random& random) {
  TokenClaims out;
  out.id = random_token_id(random);
  out.issued_at = out.not_before = now;
  out.expiry = now + default_token_lifetime;
  return out;
}

json::Object TokenClaims::to_json() const {
  if (issuer.empty()) throw Error("issuer cannot be empty");
  if (subject.empty()) throw Error("subject cannot be empty");
  if (audience.empty() || audience.front().empty()) throw Error("audience cannot be empty");
  json::Object out;
  if (audience.size() == 1) {
    out["aud"] = audience.front();
  } else {
    out["aud"] = json::Array(audience.begin(), audience.end());
  }
  out["exp"] = unix_seconds(expiry);
  out["iat"] = unix_seconds(issued_at);
  out["iss"] = issuer;
  if (!id.empty()) out["jti"] = id;
  out["nbf"] = unix_seconds(not_before);
  if (!sans.empty()) out["sans"] = json::Array(sans.begin(), sans.end());
  if (!root_fingerprint.empty()) out["sha"] = root_fingerprint;
  out["sub"] = subject;
  return out;
}

}  // namespace newel::jose
