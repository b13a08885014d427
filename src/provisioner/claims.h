// Claims: what a provisioner allows in lifetimes and renewals (reference: provisioner/claims.go).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/time.h"

namespace newel::provisioner {

/// "number", "string", "bool", "array", "object": how Go's error texts call a JSON value.
std::string json_kind(const json::Value& value);
/// A duration of ca.json. Failure: "error unmarshaling <raw>: ...", "error parsing <s> as duration: ...".
Expected<Duration> duration_from_json(const json::Value& value);

struct DurationClaims {
  std::optional<Duration> min, max, standard;  ///< `standard`: the default… member
};

/// As written in ca.json: absent is not false.
struct Claims {
  DurationClaims tls, ssh_user, ssh_host;
  std::optional<bool> enable_ssh_ca, disable_renewal, allow_renewal_after_expiry,
      disable_smallstep_extensions;

  /// Failure: "error parsing <s> as duration: ...", "error unmarshaling <raw>: ...".
  static Expected<Claims> from_json(const json::Object& object);
  json::Object to_json() const;
  bool empty() const;
};

/// The names of all claims in ca.json.
std::vector<std::string_view> claim_names();

struct DurationLimits {
  Duration min{}, max{}, standard{};
};

/// Claims with nothing absent: built-in values, then authority claims, then the provisioner's.
struct EffectiveClaims {
  DurationLimits tls{std::chrono::minutes(5), std::chrono::hours(24), std::chrono::hours(24)};
  DurationLimits ssh_user{std::chrono::minutes(5), std::chrono::hours(24), std::chrono::hours(16)};
  DurationLimits ssh_host{std::chrono::minutes(5), std::chrono::hours(720), std::chrono::hours(720)};
  bool enable_ssh_ca = false;
  bool disable_renewal = false;
  bool allow_renewal_after_expiry = false;
  bool disable_smallstep_extensions = false;

  EffectiveClaims merged_with(const Claims& own) const;
  /// "claims: MinTLSCertDuration must be greater than 0" and the like.
  Expected<void> validate() const;
};

}  // namespace newel::provisioner
