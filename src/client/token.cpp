#include "client/token.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"

namespace newel::client {
namespace {

// Claims and headers are written as the reference writes them: members sorted by name.
json::Object sorted(const json::Object& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object) names.emplace_back(name);
  std::sort(names.begin(), names.end());
  json::Object out;
  for (const auto& name : names) out[name] = object.at(name);
  return out;
}

json::Array text_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

json::Array certificate_array(const std::vector<Bytes>& chain) {
  json::Array out;
  for (const auto& der : chain) out.emplace_back(base64_encode(der));
  return out;
}

jose::Jwk as_jwk(const Signer& key) { return {key.public_key(), {}, {}, {}, {}, {}, {}, {}}; }

void require(const std::string& value, std::string_view name) {
  if (value.empty()) throw Error(std::string(name) + " cannot be empty");
}

void add_times(json::Object& claims, const TokenValidity& validity) {
  claims["exp"] = unix_seconds(validity.expires);
  claims["iat"] = unix_seconds(validity.issued_at);
  claims["nbf"] = unix_seconds(validity.not_before);
}

std::string sign(json::Object header, const json::Object& claims, const Signer& key,
                 std::string_view algorithm) {
  header["typ"] = "JWT";
  const std::string payload = json::write(sorted(claims));
  if (key.public_key().type() == KeyType::x25519) {
    // Only a key in memory is of this type: no token or agent holds one.
    const auto& nebula = dynamic_cast<const PrivateKey&>(key);
    return jose::sign_compact_xeddsa(sorted(header), as_bytes(payload), nebula);
  }
  return jose::sign_compact(sorted(header), as_bytes(payload), key,
                            algorithm.empty() ? token_algorithm(key) : std::string(algorithm));
}

bool has(const json::Object& claims, std::string_view name) { return json::find(claims, name) != nullptr; }

// The order matters: cloud identities carry the claims of plain OpenID tokens too.
TokenInfo::Kind classify(const jose::Claims& claims) {
  using Kind = TokenInfo::Kind;
  if (has(claims.all, "google")) return Kind::gcp;
  if (has(claims.all, "amazon")) return Kind::aws;
  const bool microsoft = claims.issuer.starts_with("https://sts.windows.net/") ||
                         claims.issuer.starts_with("https://login.microsoftonline.com/");
  if (microsoft && has(claims.all, "xms_mirid")) return Kind::azure;
  if (claims.issuer == "kubernetes/serviceaccount") return Kind::k8ssa;
  if (!claims.text("sha").empty() || has(claims.all, "sans")) return Kind::jwk;
  if (!claims.audience.empty() && !claims.issuer.empty() && !claims.subject.empty() && claims.expiry &&
      claims.issued_at) {
    return Kind::oidc;
  }
  return Kind::unknown;
}

}  // namespace

std::string make_token(const TokenRequest& request, const Signer& key, std::string_view algorithm,
                       const Random& random) {
  require(request.kid, "kid");
  require(request.issuer, "issuer");
  require(request.subject, "subject");
  require(request.audience, "audience");
  json::Object header{{"kid", request.kid}};
  if (!request.chain.empty()) {
    header[request.chain_is_insecure ? "x5cInsecure" : "x5c"] = certificate_array(request.chain);
  }
  if (!request.nebula_certificate.empty()) header["nebula"] = base64_encode(request.nebula_certificate);
  json::Object claims{{"aud", request.audience}, {"iss", request.issuer}, {"sub", request.subject}};
  add_times(claims, request.validity);
  claims["jti"] = hex_encode(random.bytes(32));
  if (!request.root_fingerprint.empty()) claims["sha"] = request.root_fingerprint;
  if (request.sans) claims["sans"] = text_array(*request.sans);
  if (!request.csr_fingerprint.empty()) claims["cnf"] = json::Object{{"x5rt#S256", request.csr_fingerprint}};
  if (!request.user.empty()) claims["user"] = request.user;
  if (!request.step.empty()) claims["step"] = request.step;
  return sign(std::move(header), claims, key, algorithm);
}

std::string make_renew_token(const std::vector<Bytes>& chain, const std::string& subject,
                             const std::string& audience, const TokenValidity& validity, const Signer& key) {
  require(subject, "subject");
  json::Object header{{"kid", key_thumbprint(key)}, {"x5cInsecure", certificate_array(chain)}};
  json::Object claims{{"aud", audience}, {"iss", "step-ca-client/1.0"}, {"sub", subject}};
  add_times(claims, validity);
  return sign(std::move(header), claims, key, {});
}

std::string key_thumbprint(const Signer& key) { return as_jwk(key).thumbprint(); }

std::string token_algorithm(const Signer& key) { return jose::default_algorithm(as_jwk(key)); }

std::string csr_fingerprint(ByteView der) { return base64url(sha256(der)); }

Expected<TokenInfo> TokenInfo::parse(std::string_view token) {
  auto jwt = jose::Jwt::parse(token);
  if (!jwt) return tl::unexpected(jwt.error());
  const jose::Claims& claims = jwt->claims;
  TokenInfo info;
  info.kind = classify(claims);
  info.subject = claims.subject;
  info.issuer = claims.issuer;
  info.audience = claims.audience;
  info.email = claims.text("email");
  info.root_fingerprint = claims.text("sha");
  if (const json::Value* sans = json::find(claims.all, "sans"); sans != nullptr && sans->is_array()) {
    for (const auto& item : sans->get_array()) {
      if (auto text = json::as_string(&item)) info.sans.push_back(*text);
    }
  }
  info.claims = claims.all;
  return info;
}

}  // namespace newel::client
