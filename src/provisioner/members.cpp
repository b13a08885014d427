#include "provisioner/members.h"

namespace newel::provisioner {

std::string text_member(const json::Object& document, std::string_view name) {
  return json::as_string(json::find_ci(document, name)).value_or("");
}

std::vector<std::string> text_list_member(const json::Object& document, std::string_view name) {
  std::vector<std::string> out;
  const json::Value* list = json::find_ci(document, name);
  if (list == nullptr || !list->is_array()) return out;
  for (const json::Value& one : list->get_array()) {
    if (one.is_string()) out.push_back(*json::as_string(&one));
  }
  return out;
}

CommonMembers read_common_members(const json::Object& document, const Environment& environment) {
  CommonMembers out;
  if (text_member(document, "type").empty()) throw Error("provisioner type cannot be empty");
  out.name = text_member(document, "name");
  if (out.name.empty()) throw Error("provisioner name cannot be empty");
  out.claims = environment.claims;
  const json::Value* claims = json::find_ci(document, "claims");
  if (claims != nullptr && claims->is_object()) {
    out.claims = environment.claims.merged_with(value_or_throw(Claims::from_json(claims->get_object())));
  }
  value_or_throw(out.claims.validate().map([] { return true; }));
  return out;
}

}  // namespace newel::provisioner
