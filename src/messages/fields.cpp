#include "messages/fields.h"

namespace newel::messages {
namespace {

std::string_view kind_name(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "bool";
    case boost::json::kind::string:
      return "string";
    case boost::json::kind::array:
      return "array";
    case boost::json::kind::object:
      return "object";
    default:
      return "number";
  }
}

Error wrong_type(const json::Value& value, std::string_view name, std::string_view wanted) {
  return decoding_error("cannot use a JSON " + std::string(kind_name(value)) + " for member " +
                        std::string(name) + " of type " + std::string(wanted));
}

}  // namespace

Error decoding_error(std::string_view why) {
  return {400, "error decoding json: " + std::string(why),
          Error::bad_request("error decoding json").message()};
}

Fields::Fields(const json::Value& value) {
  if (value.is_null()) return;
  object_ = value.if_object();
  if (!object_) throw decoding_error("cannot use a JSON " + std::string(kind_name(value)) + " as an object");
}

const json::Value* Fields::any(std::string_view name) const {
  const json::Value* value = object_ ? json::find_ci(*object_, name) : nullptr;
  return value && !value->is_null() ? value : nullptr;
}

std::string Fields::text(std::string_view name) const {
  const json::Value* value = any(name);
  if (!value) return {};
  if (!value->is_string()) throw wrong_type(*value, name, "string");
  return std::string(value->get_string());
}

std::int64_t Fields::integer(std::string_view name) const {
  const json::Value* value = any(name);
  if (!value) return 0;
  if (!value->is_int64()) throw wrong_type(*value, name, "int");
  return value->get_int64();
}

bool Fields::boolean(std::string_view name) const {
  const json::Value* value = any(name);
  if (!value) return false;
  if (!value->is_bool()) throw wrong_type(*value, name, "bool");
  return value->get_bool();
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  const json::Value* value = any(name);
  if (!value) return {};
  if (!value->is_array()) throw wrong_type(*value, name, "array");
  std::vector<std::string> out;
  for (const json::Value& item : value->get_array()) {
    if (!item.is_string()) throw wrong_type(item, name, "string");
    out.emplace_back(item.get_string());
  }
  return out;
}

}  // namespace newel::messages
