#include "template/json_decode.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "template/numbers.h"

namespace newel::templates {
namespace {

std::string wrapped(int wraps, std::string text) {
  for (; wraps > 0; --wraps) text.insert(0, "error unmarshaling json: ");
  return text;
}

std::string cannot(const JsonNode& node, std::string_view type) {
  return "json: cannot unmarshal " + std::string(json_kind(node)) + " into Go value of type " +
         std::string(type);
}

// The long s and the Kelvin sign are folded to s and k; nothing else beyond ASCII is.
std::string folded(std::string_view key) {
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key.substr(i, 2) == "\u017f") {
      out += 's';
      ++i;
    } else if (key.substr(i, 3) == "\u212a") {
      out += 'k';
      i += 2;
    } else {
      out += key[i];
    }
  }
  return to_lower(out);
}

}  // namespace

JsonPlace JsonPlace::inside(std::string_view structure, std::string_view name) const {
  JsonPlace out(structure, *first_mismatch_);
  out.path_ = path_ + std::string(name) + ".";
  return out;
}

void JsonPlace::fail(std::string text) const {
  if (!*first_mismatch_) *first_mismatch_ = std::move(text);
}

void JsonPlace::mismatch(std::string_view name, const JsonNode& node, std::string_view type,
                         bool number) const {
  fail("json: cannot unmarshal " + std::string(json_kind(node)) + (number ? " " + node.text : "") +
       " into Go struct field " + std::string(structure_) + "." + path_ + std::string(name) + " of type " +
       std::string(type));
}

void read_text(const JsonPlace& place, std::string_view name, const JsonNode& node, std::string& out) {
  if (node.is_null()) return;
  if (!node.is_string()) return place.mismatch(name, node, "string");
  out = node.text;
}

void read_boolean(const JsonPlace& place, std::string_view name, const JsonNode& node, bool& out) {
  if (node.is_null()) return;
  if (node.kind != JsonNode::Kind::boolean) return place.mismatch(name, node, "bool");
  out = node.flag;
}

void read_integer(const JsonPlace& place, std::string_view name, const JsonNode& node, std::int64_t& out,
                  std::string_view type) {
  if (node.is_null()) return;
  if (node.kind != JsonNode::Kind::number) return place.mismatch(name, node, type);
  if (parse_int(node.text, 10, out) != NumberError::none) place.mismatch(name, node, type, true);
}

void read_octets(const JsonPlace& place, std::string_view name, const JsonNode& node,
                 std::optional<Bytes>& out, std::string_view type) {
  switch (node.kind) {
    case JsonNode::Kind::null:
      out.reset();
      return;
    case JsonNode::Kind::string: {
      auto octets = base64_decode(node.text);
      if (!octets) return place.fail(octets.error().text);
      out = std::move(*octets);
      return;
    }
    case JsonNode::Kind::array:
      out.emplace();
      for (const JsonNode& item : node.items) {
        std::uint64_t octet = 0;
        if (item.kind != JsonNode::Kind::number) {
          if (!item.is_null()) place.mismatch(name, item, "uint8");
        } else if (parse_uint(item.text, 10, octet) != NumberError::none || octet > 255) {
          octet = 0;
          place.mismatch(name, item, "uint8", true);
        }
        out->push_back(static_cast<Byte>(octet));
      }
      return;
    default:
      place.mismatch(name, node, type);
  }
}

std::string text_value(const JsonNode& node) {
  if (node.is_null()) return {};
  if (!node.is_string()) throw Error(cannot(node, "string"));
  return node.text;
}

std::optional<std::vector<std::string>> texts_value(const JsonNode& node, int wraps) {
  if (node.is_null()) return std::nullopt;
  if (node.is_string()) return std::vector<std::string>{node.text};
  if (node.kind != JsonNode::Kind::array) throw Error(wrapped(wraps, cannot(node, "[]string")));
  std::vector<std::string> out;
  for (const JsonNode& item : node.items) {
    if (!item.is_null() && !item.is_string()) throw Error(wrapped(wraps, cannot(item, "string")));
    out.push_back(item.text);
  }
  return out;
}

bool names_member(std::string_view member, std::string_view key) {
  return equal_ignoring_case(member, key) || (key.size() > member.size() && to_lower(member) == folded(key));
}

}  // namespace newel::templates
