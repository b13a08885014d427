#include "config/reader.h"

#include <algorithm>

#include "base/text.h"
#include "provisioner/claims.h"

namespace newel::config {

ObjectReader::ObjectReader(const json::Object& object, std::string go_type, std::string path)
    : object_(object), go_type_(std::move(go_type)), path_(std::move(path)) {}

std::string ObjectReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const json::Value* ObjectReader::raw(std::string_view name) {
  asked_.emplace_back(name);
  const json::Value* value = json::find_ci(object_, name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void ObjectReader::wrong_kind(std::string_view name, const json::Value& value,
                              std::string_view wanted) const {
  throw Error("json: cannot unmarshal " + provisioner::json_kind(value) + " into Go struct field " +
              go_type_ + "." + path_of(name) + " of type " + std::string(wanted));
}

std::string ObjectReader::text(std::string_view name) {
  const json::Value* value = raw(name);
  if (value == nullptr) return {};
  if (!value->is_string()) wrong_kind(name, *value, "string");
  return *json::as_string(value);
}

bool ObjectReader::boolean(std::string_view name) {
  const json::Value* value = raw(name);
  if (value == nullptr) return false;
  if (!value->is_bool()) wrong_kind(name, *value, "bool");
  return value->get_bool();
}

double ObjectReader::number(std::string_view name) {
  const json::Value* value = raw(name);
  if (value == nullptr) return 0;
  if (!value->is_number()) wrong_kind(name, *value, "float64");
  return value->to_number<double>();
}

std::vector<std::string> ObjectReader::texts(std::string_view name) {
  std::vector<std::string> out;
  const json::Value* value = raw(name);
  if (value == nullptr) return out;
  if (!value->is_array()) wrong_kind(name, *value, "[]string");
  for (const json::Value& item : value->get_array()) {
    if (!item.is_string() && !item.is_null()) wrong_kind(name, item, "string");
    out.push_back(json::as_string(&item).value_or(""));
  }
  return out;
}

std::vector<std::string> ObjectReader::one_or_more_texts(std::string_view name) {
  const json::Value* value = raw(name);
  if (value == nullptr) return {};
  if (value->is_string()) return {*json::as_string(value)};
  if (value->is_array()) return texts(name);
  throw Error("error unmarshalling " + json::write(*value) + ": json: cannot unmarshal " +
              provisioner::json_kind(*value) + " into Go value of type []string (" + path_of(name) + ")");
}

std::optional<Duration> ObjectReader::duration(std::string_view name) {
  const json::Value* value = raw(name);
  if (value == nullptr) return std::nullopt;
  const auto duration = provisioner::duration_from_json(*value);
  if (!duration) throw Error(duration.error().text + " (" + path_of(name) + ")");
  return *duration;
}

const json::Object* ObjectReader::object(std::string_view name, std::string_view go_type) {
  const json::Value* value = raw(name);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) wrong_kind(name, *value, go_type);
  return &value->get_object();
}

const json::Array* ObjectReader::array(std::string_view name) {
  const json::Value* value = raw(name);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) wrong_kind(name, *value, "[]json.RawMessage");
  return &value->get_array();
}

std::vector<std::string> ObjectReader::unknown() const {
  std::vector<std::string> out;
  for (const auto& member : object_) {
    const std::string_view key(member.key().data(), member.key().size());
    const bool known = std::any_of(asked_.begin(), asked_.end(),
                                   [&](const std::string& name) { return equal_ignoring_case(name, key); });
    if (!known) out.push_back(path_of(key));
  }
  return out;
}

}  // namespace newel::config
