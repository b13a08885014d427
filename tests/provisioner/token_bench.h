// What the tests of token-based provisioners share: a clock, tokens with one defect at a time, refusals.
#pragma once

#include <gtest/gtest.h>

#include "jose/jwt_builder.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner::testing {

inline const Time start = from_unix(1'800'000'000);  // 2027-01-15T08:00:00Z
constexpr Seconds hour{3600}, day{86400};

/// Members replace or, when null, remove.
inline json::Object with(json::Object base, const json::Object& changes) {
  for (const auto& member : changes) {
    if (member.value().is_null()) {
      base.erase(member.key());
    } else {
      base[member.key()] = member.value();
    }
  }
  return base;
}

inline ParsedToken parsed(const std::string& text) { return {text, value_or_throw(jose::Jwt::parse(text))}; }

class TokenBench : public ::testing::Test {
 protected:
  Environment environment() {
    Environment out;
    out.audiences = Audiences::for_dns_names({"ca.test"});
    out.clock = &clock_;
    out.fetch = [this](const std::string& url) -> Expected<Fetched> {
      const auto at = documents_.find(url);
      if (at == documents_.end()) return failure("dial tcp: connection refused");
      return at->second;
    };
    return out;
  }

  std::shared_ptr<const Provisioner> make(const json::Object& document) {
    return make_provisioner(document, environment());
  }

  /// The claims of a fresh token from `issuer` for `subject` with this audience.
  json::Object claims(const std::string& issuer, const std::string& subject,
                      const std::string& audience) const {
    const std::int64_t now = unix_seconds(clock_.now());
    return {{"iss", issuer}, {"sub", subject},   {"aud", audience}, {"iat", now},
            {"nbf", now},    {"exp", now + 300}, {"jti", "jti-1"}};
  }

  /// "<status> <text>" of what the action throws; "" when it does not.
  template <class Action>
  static std::string error_of(Action action) {
    try {
      action();
      return {};
    } catch (const Error& e) {
      return std::to_string(e.status()) + " " + e.text();
    }
  }
  static std::string refusal(const Provisioner& provisioner, const ParsedToken& token) {
    return error_of([&] { provisioner.authorize_sign(token, Method::sign); });
  }

  ManualClock clock_{start};
  std::map<std::string, Fetched> documents_;
};

}  // namespace newel::provisioner::testing
