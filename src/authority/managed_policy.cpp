#include "authority/managed_policy.h"

namespace newel::authority {

std::shared_ptr<const policy::Policy> read_managed_policy(const json::Object& document, policy::Level level) {
  return std::make_shared<const policy::Policy>(value_or_throw(policy::read_rules(document, "policy")), level,
                                                "policy");
}

std::shared_ptr<const policy::Policy> authority_policy(const Management& state) {
  const json::Object* document = state.policy(store::ManagedPolicy::authority_owner);
  return read_managed_policy(document != nullptr ? *document : json::Object{}, policy::Level::authority);
}

}  // namespace newel::authority
