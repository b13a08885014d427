// Members of a protobuf message in its JSON form: what the admin API's bodies are (reference: linkedca, read
// by protojson).
//
// Names are lowerCamelCase or the original snake_case, a member nobody knows is an error, `null` is absent,
// octets are base64 of either alphabet with or without padding, an enum is its name or its number. Writing
// leaves out what is empty.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"

namespace newel::messages::admin {

/// 400; the text is the answer's `message`.
Error bad_body(std::string text);

/// Borrows the value. Every getter throws bad_body() for a value of the wrong kind and gives nothing for one
/// that is absent.
class MessageReader {
 public:
  /// `path` names the message in errors: "" or "details.JWK".
  explicit MessageReader(const json::Value& value, std::string path = {});

  const json::Value* any(std::string_view name);
  std::string text(std::string_view name);
  std::optional<bool> boolean(std::string_view name);
  std::int64_t integer(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  std::optional<std::string> octets(std::string_view name);
  std::vector<std::string> octets_list(std::string_view name);
  /// The number of one of `names`; nullopt if absent.
  std::optional<int> enumeration(std::string_view name, std::span<const std::string_view> names);
  std::vector<int> enumerations(std::string_view name, std::span<const std::string_view> names);
  std::optional<MessageReader> message(std::string_view name);
  std::vector<MessageReader> messages(std::string_view name);
  /// Throws for members that nobody has asked for.
  void finish() const;

 private:
  std::string path_of(std::string_view name) const;
  [[noreturn]] void wrong(std::string_view name) const;
  int enum_number(const json::Value& value, std::string_view name,
                  std::span<const std::string_view> names) const;

  const json::Object* object_;
  std::string path_;
  std::vector<std::string_view> asked_;
};

/// Leaves out what protobuf calls empty: null, false, 0, "", [], and objects are kept.
void put(json::Object& object, std::string_view name, json::Value value);
json::Array text_array(const std::vector<std::string>& texts);
std::vector<std::string> texts_of(const json::Value* value);

}  // namespace newel::messages::admin
