// What a provisioner's configuration adds to the rules of its type: its own name policy.
#pragma once

#include <memory>

#include "base/json.h"
#include "policy/policy.h"

namespace newel::provisioner {

/// The member `policy` of a provisioner: the same form as `authority.policy`; nullptr when it restricts
/// nothing. Throws Error naming the rule that does not parse.
std::shared_ptr<const policy::Policy> read_policy(const json::Object& document);

/// Takes away what is the operator's business alone, from a document that everybody may list.
void hide_restrictions(json::Object& document);

}  // namespace newel::provisioner
