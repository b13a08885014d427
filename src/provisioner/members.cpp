#include "provisioner/members.h"

#include "base/encoding.h"

namespace newel::provisioner {
namespace {

const json::Value* present(const json::Object& document, std::string_view name) {
  const json::Value* value = json::find_ci(document, name);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

Error wrong_kind(const json::Value& value, std::string_view name, std::string_view type) {
  return Error("error unmarshaling provisioner: json: cannot unmarshal " + json_kind(value) +
               " into Go struct field ." + std::string(name) + " of type " + std::string(type));
}

}  // namespace

std::string text_member(const json::Object& document, std::string_view name) {
  return json::as_string(json::find_ci(document, name)).value_or("");
}

std::string strict_text_member(const json::Object& document, std::string_view name) {
  const json::Value* value = present(document, name);
  if (value == nullptr) return {};
  if (!value->is_string()) throw wrong_kind(*value, name, "string");
  return *json::as_string(value);
}

std::vector<std::string> list_member(const json::Object& document, std::string_view name) {
  std::vector<std::string> out;
  const json::Value* list = present(document, name);
  if (list == nullptr) return out;
  if (!list->is_array()) throw wrong_kind(*list, name, "[]string");
  for (const json::Value& item : list->get_array()) {
    if (!item.is_string()) throw wrong_kind(item, name, "string");
    out.push_back(*json::as_string(&item));
  }
  return out;
}

bool bool_member(const json::Object& document, std::string_view name) {
  const json::Value* value = present(document, name);
  if (value == nullptr) return false;
  if (!value->is_bool()) throw wrong_kind(*value, name, "bool");
  return value->get_bool();
}

Duration duration_member(const json::Object& document, std::string_view name) {
  const json::Value* value = present(document, name);
  if (value == nullptr) return Duration(0);
  return value_or_throw(duration_from_json(*value));
}

std::optional<std::string> base64_member(const json::Object& document, std::string_view name) {
  const json::Value* value = present(document, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) throw wrong_kind(*value, name, "[]uint8");
  const Bytes octets =
      value_or_throw(base64_decode(*json::as_string(value)), "error unmarshaling provisioner");
  return std::string(as_text(octets));
}

void require_type_and_name(const json::Object& document) {
  if (text_member(document, "type").empty()) throw Error("provisioner type cannot be empty");
  if (text_member(document, "name").empty()) throw Error("provisioner name cannot be empty");
}

CommonMembers read_common_members(const json::Object& document, const Environment& environment) {
  CommonMembers out;
  require_type_and_name(document);
  out.name = text_member(document, "name");
  out.claims = environment.claims;
  const json::Value* claims = json::find_ci(document, "claims");
  if (claims != nullptr && claims->is_object()) {
    out.claims = environment.claims.merged_with(value_or_throw(Claims::from_json(claims->get_object())));
  }
  value_or_throw(out.claims.validate().map([] { return true; }));
  return out;
}

}  // namespace newel::provisioner
