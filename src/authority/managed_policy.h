// Name policies that the admin API manages, as rules.
#pragma once

#include <memory>

#include "authority/management.h"
#include "policy/policy.h"

namespace newel::authority {

/// Throws Error naming the rule that does not parse.
std::shared_ptr<const policy::Policy> read_managed_policy(const json::Object& document, policy::Level level);

/// The authority's; one without rules when there is none.
std::shared_ptr<const policy::Policy> authority_policy(const Management& state);

}  // namespace newel::authority
