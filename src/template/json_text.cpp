#include "template/json_text.h"

#include <fmt/format.h>

#include <cmath>

#include "base/encoding.h"
#include "base/json.h"
#include "template/fresh_stack.h"
#include "template/numbers.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

constexpr int max_depth = 10000;
// A few lists that hold each other twice are a value of any size.
constexpr std::size_t largest_text = std::size_t{8} << 20;

class JsonWriter {
 public:
  explicit JsonWriter(bool escape_html) : html_(escape_html) {}
  void value(const Value& v, int depth);
  std::string take() { return std::move(out_); }

 private:
  void text(std::string_view s);
  void list(const Value& v, int depth);
  void object(const Value& v, int depth);

  std::string out_;
  bool html_;
};

void JsonWriter::text(std::string_view s) {
  out_ += '"';
  while (!s.empty()) {
    const Decoded d = decode_rune(s);
    if (d.valid)
      out_ += json::write_string(s.substr(0, static_cast<std::size_t>(d.size)), html_).substr(1);
    else
      out_ += "\\ufffd\"";
    out_.pop_back();
    s.remove_prefix(static_cast<std::size_t>(d.size));
  }
  out_ += '"';
}

void JsonWriter::list(const Value& v, int depth) {
  if (v.is_bytes()) {
    out_ += '"' + base64_encode(as_bytes(v.as_string())) + '"';
    return;
  }
  if (v.is_nil_container()) return void(out_ += "null");
  out_ += '[';
  for (const Value& item : v.items()) {
    if (&item != v.items().data()) out_ += ',';
    value(item, depth + 1);
  }
  out_ += ']';
}

void JsonWriter::object(const Value& v, int depth) {
  out_ += '{';
  bool first = true;
  const auto member = [&](std::string_view key, const Value& entry) {
    if (!std::exchange(first, false)) out_ += ',';
    text(key);
    out_ += ':';
    value(entry, depth + 1);
  };
  if (v.kind() == Kind::map) {
    for (const auto& [key, entry] : v.as_map()->entries) member(key, entry);
  } else {
    for (const auto& [key, entry] : v.as_object()->json_members()) member(key, entry);
  }
  out_ += '}';
}

void JsonWriter::value(const Value& v, int depth) {
  if (depth > max_depth) throw Error("json: the value is nested too deep");
  if (out_.size() > largest_text) throw Error("json: the value is too large");
  if (v.is_nil() || (v.kind() == Kind::pointer && !v.as_object())) return void(out_ += "null");
  if (v.type()->json != nullptr) return void(out_ += v.type()->json(v));
  switch (v.kind()) {
    case Kind::boolean:
      out_ += v.as_bool() ? "true" : "false";
      break;
    case Kind::integer:
    case Kind::int64:
      out_ += std::to_string(v.as_int());
      break;
    case Kind::uint8:
    case Kind::uint64:
      out_ += std::to_string(v.as_uint());
      break;
    case Kind::float64:
      if (!std::isfinite(v.as_float()))
        throw Error("json: unsupported value: " + format_float(v.as_float(), 'g', -1));
      out_ += json_float(v.as_float());
      break;
    case Kind::complex128:
      throw Error("json: unsupported type: complex128");
    case Kind::string:
      text(v.as_string());
      break;
    case Kind::slice:
      list(v, depth);
      break;
    case Kind::map:
      if (v.is_nil_container())
        out_ += "null";
      else
        object(v, depth);
      break;
    default:
      object(v, depth);
  }
}

// What a value without a declared type becomes: numbers are float64, of members with one name the last
// counts.
Value value_of(const JsonNode& node, int depth) {
  switch (node.kind) {
    case JsonNode::Kind::null:
      return {};
    case JsonNode::Kind::boolean:
      return node.flag;
    case JsonNode::Kind::string:
      return node.text;
    case JsonNode::Kind::number: {
      const auto number = parse_float(node.text);
      if (!number)
        throw Error("json: cannot unmarshal number " + node.text + " into Go value of type float64");
      return *number;
    }
    default:
      break;
  }
  const auto inside = [&](const JsonNode& child) {
    if (depth % levels_per_stack != 0) return value_of(child, depth + 1);
    Value out;
    on_fresh_stack([&] { out = value_of(child, depth + 1); });
    return out;
  };
  if (node.kind == JsonNode::Kind::array) {
    List items;
    for (const JsonNode& item : node.items) items.push_back(inside(item));
    return Value::list(std::move(items));
  }
  const MapPtr map = new_map();
  for (const auto& [key, member] : node.members) map->entries.insert_or_assign(key, inside(member));
  return Value::map(map);
}

}  // namespace

Expected<std::string> to_json(const Value& value, bool escape_html) {
  try {
    JsonWriter writer(escape_html);
    writer.value(value, 0);
    return writer.take();
  } catch (const Error& error) {
    return failure(error.text());
  }
}

std::string pretty_json(std::string_view compact) {
  std::string out;
  std::string indent = "\n";
  bool quoted = false;
  for (std::size_t i = 0; i < compact.size(); ++i) {
    const char c = compact[i];
    if (quoted) {
      out += c;
      if (c == '\\')
        out += compact[++i];
      else
        quoted = c != '"';
      continue;
    }
    const bool empty = i + 1 < compact.size() && (compact[i + 1] == '}' || compact[i + 1] == ']');
    if ((c == '{' || c == '[') && empty) {
      out += {c, compact[++i]};
    } else if (c == '{' || c == '[') {
      indent += "  ";
      out += c + indent;
    } else if (c == '}' || c == ']') {
      indent.resize(indent.size() - 2);
      out += indent + c;
    } else if (c == ',') {
      out += c + indent;
    } else {
      out += c == ':' ? std::string(": ") : std::string(1, c);
      quoted = c == '"';
    }
  }
  return out;
}

Expected<Value> from_json(std::string_view text) {
  const auto tree = parse_json(text);
  if (!tree) return tl::unexpected(tree.error());
  return dynamic_value(*tree);
}

Expected<Value> dynamic_value(const JsonNode& node) {
  try {
    return value_of(node, 1);
  } catch (const Error& error) {
    return failure(error.text());
  }
}

}  // namespace newel::templates
