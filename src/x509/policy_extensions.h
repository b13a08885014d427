// The extensions that say under which policies a path may be used (RFC 5280 sections 4.2.1.4, 4.2.1.5,
// 4.2.1.11, 4.2.1.14).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"

namespace newel::x509 {

struct PolicyMapping {
  std::string issuer_policy, subject_policy;
};

/// What a certificate says about policies. Numbers of certificates are never negative; those too large to
/// count with are the largest int.
struct PolicyExtensions {
  std::vector<std::string> policies;
  std::vector<PolicyMapping> mappings;
  std::optional<int> require_explicit_policy, inhibit_policy_mapping, inhibit_any_policy;
};

Expected<std::vector<PolicyMapping>> decode_policy_mappings(ByteView value);
/// Fills require_explicit_policy and inhibit_policy_mapping.
Expected<void> decode_policy_constraints(ByteView value, PolicyExtensions& out);
Expected<int> decode_inhibit_any_policy(ByteView value);

}  // namespace newel::x509
