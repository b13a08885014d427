#include "jose/jwt.h"

#include <algorithm>
#include <cmath>

namespace newel::jose {
namespace {

// Seconds this far from 1970 are beyond every certificate, and still fit a Time with a leeway added.
constexpr double farthest = 9.0e12;

Expected<void> read_text(const json::Object& from, std::string_view name, std::string& to) {
  const json::Value* value = json::find(from, name);
  if (value == nullptr || value->is_null()) return {};
  auto text = json::as_string(value);
  if (!text) return failure("claim " + std::string(name) + " is not a string");
  to = std::move(*text);
  return {};
}

Expected<void> read_time(const json::Object& from, std::string_view name, std::optional<Time>& to) {
  const json::Value* value = json::find(from, name);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_number()) return failure("expected number value to unmarshal NumericDate");
  // The fraction is dropped, as the reference drops it.
  const double seconds = std::trunc(value->to_number<double>());
  to = from_unix(static_cast<std::int64_t>(std::clamp(seconds, -farthest, farthest)));
  return {};
}

Expected<void> read_audience(const json::Object& from, std::vector<std::string>& to) {
  const auto wrong = failure("expected string or array value to unmarshal to Audience");
  const json::Value* value = json::find(from, "aud");
  if (value == nullptr || value->is_null()) return {};
  if (auto one = json::as_string(value)) {
    to.push_back(std::move(*one));
    return {};
  }
  if (!value->is_array()) return wrong;
  for (const json::Value& entry : value->get_array()) {
    auto text = json::as_string(&entry);
    if (!text) return wrong;
    to.push_back(std::move(*text));
  }
  return {};
}

}  // namespace

std::string Claims::text(std::string_view name) const {
  return json::as_string(json::find(all, name)).value_or("");
}

Expected<Claims> Claims::from_json(json::Value value) {
  if (!value.is_object()) return failure("claims are not a JSON object");
  json::Object& object = value.get_object();
  Claims out;
  for (const auto& read : {read_text(object, "iss", out.issuer), read_text(object, "sub", out.subject),
                           read_text(object, "jti", out.id), read_audience(object, out.audience),
                           read_time(object, "exp", out.expiry), read_time(object, "nbf", out.not_before),
                           read_time(object, "iat", out.issued_at)}) {
    if (!read) return tl::unexpected(read.error());
  }
  out.all = std::move(object);
  return out;
}

Expected<Jwt> Jwt::parse(std::string_view token) {
  auto jws = Jws::parse(token);
  if (!jws) return tl::unexpected(jws.error());
  auto payload = json::parse_strict(as_text(jws->payload));
  if (!payload) return tl::unexpected(payload.error());
  auto claims = Claims::from_json(std::move(*payload));
  if (!claims) return tl::unexpected(claims.error());
  return Jwt{std::move(*jws), std::move(*claims)};
}

Expected<void> validate(const Claims& claims, const Expectations& expected) {
  const auto failed = [](const char* why) {
    return failure(std::string("go-jose/go-jose/jwt: validation ") + why);
  };
  if (expected.issuer && *expected.issuer != claims.issuer)
    return failed("failed, invalid issuer claim (iss)");
  if (expected.subject && *expected.subject != claims.subject)
    return failed("failed, invalid subject claim (sub)");
  if (expected.id && *expected.id != claims.id) return failed("failed, invalid ID claim (jti)");
  for (const std::string& audience : expected.audience) {
    if (std::find(claims.audience.begin(), claims.audience.end(), audience) == claims.audience.end()) {
      return failed("failed, invalid audience claim (aud)");
    }
  }
  const Time early = expected.now - expected.leeway;
  const Time late = expected.now + expected.leeway;
  if (claims.not_before && late < *claims.not_before) return failed("failed, token not valid yet (nbf)");
  if (claims.expiry && early > *claims.expiry) return failed("failed, token is expired (exp)");
  if (claims.issued_at && late < *claims.issued_at) return failed("field, token issued in the future (iat)");
  return {};
}

}  // namespace newel::jose
