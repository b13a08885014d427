#include "messages/admin/protobuf_json.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace newel::messages::admin {
namespace {

// "publicKey" to "public_key".
std::string snake_case(std::string_view camel) {
  std::string out;
  for (const char c : camel) {
    if (c >= 'A' && c <= 'Z') {
      out += '_';
      out += static_cast<char>(c - 'A' + 'a');
    } else {
      out += c;
    }
  }
  return out;
}

std::optional<std::string> decode_octets(std::string text) {
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  while (text.ends_with('=')) text.pop_back();
  const auto decoded = base64_decode(text, Base64::standard_raw);
  if (!decoded) return std::nullopt;
  return to_text(*decoded);
}

bool is_empty(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return true;
    case boost::json::kind::bool_:
      return !value.get_bool();
    case boost::json::kind::string:
      return value.get_string().empty();
    case boost::json::kind::array:
      return value.get_array().empty();
    case boost::json::kind::int64:
      return value.get_int64() == 0;
    default:
      return false;
  }
}

}  // namespace

Error bad_body(std::string text) { return Error::verbatim(400, std::move(text)); }

MessageReader::MessageReader(const json::Value& value, std::string path) : path_(std::move(path)) {
  if (!value.is_object())
    throw bad_body("unexpected token" + (path_.empty() ? "" : " at " + path_) + ": want an object");
  object_ = &value.get_object();
}

std::string MessageReader::path_of(std::string_view name) const {
  return (path_.empty() ? "" : path_ + ".") + std::string(name);
}

void MessageReader::wrong(std::string_view name) const {
  throw bad_body("invalid value for field " + path_of(name));
}

const json::Value* MessageReader::any(std::string_view name) {
  asked_.push_back(name);
  const json::Value* value = json::find(*object_, name);
  if (value == nullptr) value = json::find(*object_, snake_case(name));
  return value != nullptr && !value->is_null() ? value : nullptr;
}

std::string MessageReader::text(std::string_view name) {
  const json::Value* value = any(name);
  if (value == nullptr) return {};
  if (!value->is_string()) wrong(name);
  return *json::as_string(value);
}

std::optional<bool> MessageReader::boolean(std::string_view name) {
  const json::Value* value = any(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) wrong(name);
  return value->get_bool();
}

std::int64_t MessageReader::integer(std::string_view name) {
  const json::Value* value = any(name);
  if (value == nullptr) return 0;
  if (!value->is_int64() || value->get_int64() != static_cast<std::int32_t>(value->get_int64())) wrong(name);
  return value->get_int64();
}

std::vector<std::string> MessageReader::texts(std::string_view name) {
  std::vector<std::string> out;
  const json::Value* value = any(name);
  if (value == nullptr) return out;
  if (!value->is_array()) wrong(name);
  for (const json::Value& item : value->get_array()) {
    if (!item.is_string()) wrong(name);
    out.push_back(*json::as_string(&item));
  }
  return out;
}

std::optional<std::string> MessageReader::octets(std::string_view name) {
  const json::Value* value = any(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) wrong(name);
  auto decoded = decode_octets(*json::as_string(value));
  if (!decoded) wrong(name);
  return decoded;
}

std::vector<std::string> MessageReader::octets_list(std::string_view name) {
  std::vector<std::string> out;
  for (const std::string& item : texts(name)) {
    auto decoded = decode_octets(item);
    if (!decoded) wrong(name);
    out.push_back(std::move(*decoded));
  }
  return out;
}

int MessageReader::enum_number(const json::Value& value, std::string_view name,
                               std::span<const std::string_view> names) const {
  if (const auto text = json::as_string(&value)) {
    const auto at = std::find(names.begin(), names.end(), *text);
    if (at != names.end()) return static_cast<int>(at - names.begin());
  } else if (value.is_int64() && value.get_int64() >= 0 &&
             value.get_int64() < static_cast<std::int64_t>(names.size())) {
    return static_cast<int>(value.get_int64());
  }
  wrong(name);
}

std::optional<int> MessageReader::enumeration(std::string_view name,
                                              std::span<const std::string_view> names) {
  const json::Value* value = any(name);
  if (value == nullptr) return std::nullopt;
  return enum_number(*value, name, names);
}

std::vector<int> MessageReader::enumerations(std::string_view name, std::span<const std::string_view> names) {
  std::vector<int> out;
  const json::Value* value = any(name);
  if (value == nullptr) return out;
  if (!value->is_array()) wrong(name);
  for (const json::Value& item : value->get_array()) out.push_back(enum_number(item, name, names));
  return out;
}

std::optional<MessageReader> MessageReader::message(std::string_view name) {
  const json::Value* value = any(name);
  if (value == nullptr) return std::nullopt;
  return MessageReader(*value, path_of(name));
}

std::vector<MessageReader> MessageReader::messages(std::string_view name) {
  std::vector<MessageReader> out;
  const json::Value* value = any(name);
  if (value == nullptr) return out;
  if (!value->is_array()) wrong(name);
  for (const json::Value& item : value->get_array()) out.emplace_back(item, path_of(name));
  return out;
}

void MessageReader::finish() const {
  for (const auto& member : *object_) {
    const std::string_view key(member.key().data(), member.key().size());
    const bool known = std::any_of(asked_.begin(), asked_.end(), [&](std::string_view name) {
      return key == name || key == snake_case(name);
    });
    if (!known) throw bad_body("unknown field " + quote(path_of(key)));
  }
}

void put(json::Object& object, std::string_view name, json::Value value) {
  if (!is_empty(value)) object[{name.data(), name.size()}] = std::move(value);
}

json::Array text_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const std::string& text : texts) out.push_back(json::text(text));
  return out;
}

std::vector<std::string> texts_of(const json::Value* value) {
  std::vector<std::string> out;
  if (value == nullptr || !value->is_array()) return out;
  for (const json::Value& item : value->get_array()) {
    if (auto text = json::as_string(&item)) out.push_back(std::move(*text));
  }
  return out;
}

}  // namespace newel::messages::admin
