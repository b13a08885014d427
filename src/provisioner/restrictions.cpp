#include "provisioner/restrictions.h"

#include "base/text.h"
#include "provisioner/claims.h"

namespace newel::provisioner {

std::shared_ptr<const policy::Policy> read_policy(const json::Object& document) {
  const json::Value* value = json::find_ci(document, "policy");
  if (value == nullptr || value->is_null()) return nullptr;
  if (!value->is_object()) throw Error("policy must be an object, it is a " + json_kind(*value));
  const auto rules = policy::read_rules(value->get_object(), "policy");
  if (!rules) throw Error(rules.error().text);
  if (rules->empty()) return nullptr;
  return std::make_shared<const policy::Policy>(*rules, policy::Level::provisioner, "policy");
}

void hide_restrictions(json::Object& document) {
  json::Object kept;
  for (const auto& member : document) {
    const std::string_view key(member.key().data(), member.key().size());
    if (!equal_ignoring_case(key, "policy")) kept[member.key()] = member.value();
  }
  document = std::move(kept);
}

}  // namespace newel::provisioner
