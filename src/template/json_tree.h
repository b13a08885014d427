// JSON as it is written: numbers keep their digits, objects the order of their members and members that come
// twice. Documents are decoded from such a tree by the rules of Go's encoding/json, whose messages name a
// number as it stands in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace newel::templates {

struct JsonNode {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool flag = false;  ///< of a boolean
  std::string text;   ///< of a number as written, of a string what it means
  std::vector<JsonNode> items;
  std::vector<std::pair<std::string, JsonNode>> members;

  JsonNode() = default;
  JsonNode(JsonNode&&) = default;
  JsonNode& operator=(JsonNode&&) = default;
  JsonNode(const JsonNode&) = default;
  JsonNode& operator=(const JsonNode&) = default;
  ~JsonNode();  ///< not by recursion: ten thousand levels are allowed

  bool is_null() const { return kind == Kind::null; }
  bool is_string() const { return kind == Kind::string; }
};

/// "string", "number", "bool", "object", "array" as messages call it.
std::string_view json_kind(const JsonNode& node);

/// The whole text is one document. Failure texts are those of Go's json.Unmarshal.
Expected<JsonNode> parse_json(std::string_view text);
/// The first document, whatever follows. Failure texts are those of Go's json.Decoder: "EOF" for an empty
/// text, "unexpected EOF" for one that is cut off.
Expected<JsonNode> parse_first_json(std::string_view text);

}  // namespace newel::templates
