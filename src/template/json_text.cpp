#include "template/json_text.h"

#include <fmt/format.h>

#include <cmath>

#include "base/encoding.h"
#include "base/json.h"
#include "template/numbers.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

constexpr int max_depth = 10000;

std::string valid_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Decoded d = decode_rune(text);
    append_rune(out, d.rune);
    text.remove_prefix(static_cast<std::size_t>(d.size));
  }
  return out;
}

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
    for (const auto& [key, entry] : v.as_object()->fields()) member(key, entry);
  }
  out_ += '}';
}

void JsonWriter::value(const Value& v, int depth) {
  if (depth > max_depth) throw Error("json: the value is nested too deep");
  if (v.is_nil()) return void(out_ += "null");
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

// A strict reader with the messages of Go's scanner.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}
  Value document();

 private:
  [[noreturn]] void unexpected(std::string_view where) const;
  void space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  Value value(int depth);
  Value object(int depth);
  Value array(int depth);
  Value word(std::string_view name, Value value);
  Value number();
  void digits(std::string_view where);
  std::string string();
  void escape(std::string& out);
  unsigned code_unit();

  std::string_view text_;
  std::size_t at_ = 0;
};

void JsonReader::unexpected(std::string_view where) const {
  if (at_ >= text_.size()) throw Error("unexpected end of JSON input");
  const auto c = static_cast<unsigned char>(text_[at_]);
  const std::string shown = c == '"' ? "'\"'" : go_quote_rune(c);
  throw Error("invalid character " + shown + " " + std::string(where));
}

Value JsonReader::document() {
  Value v = value(1);
  space();
  if (at_ < text_.size()) unexpected("after top-level value");
  return v;
}

Value JsonReader::value(int depth) {
  if (depth > max_depth) throw Error("exceeded max depth");
  space();
  switch (peek()) {
    case '{':
      return object(depth);
    case '[':
      return array(depth);
    case '"':
      return string();
    case 't':
      return word("true", true);
    case 'f':
      return word("false", false);
    case 'n':
      return word("null", {});
    default:
      return number();
  }
}

Value JsonReader::word(std::string_view name, Value value) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!take(name[i]))
      unexpected("in literal " + std::string(name) + " (expecting " +
                 go_quote_rune(static_cast<Rune>(name[i])) + ")");
  }
  return value;
}

void JsonReader::digits(std::string_view where) {
  if (peek() < '0' || peek() > '9') unexpected(where);
  while (peek() >= '0' && peek() <= '9') ++at_;
}

Value JsonReader::number() {
  const std::size_t start = at_;
  if (take('-')) {
    if (peek() < '0' || peek() > '9') unexpected("in numeric literal");
  } else if (peek() < '0' || peek() > '9') {
    unexpected("looking for beginning of value");
  }
  if (!take('0')) digits("in numeric literal");
  if (take('.')) digits("after decimal point in numeric literal");
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    digits("in exponent of numeric literal");
  }
  const std::string_view text = text_.substr(start, at_ - start);
  const auto f = parse_float(text);
  if (!f)
    throw Error("json: cannot unmarshal number " + std::string(text) + " into Go value of type float64");
  return *f;
}

unsigned JsonReader::code_unit() {
  unsigned unit = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = peek();
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) unexpected("in \\u hexadecimal character escape");
    unit = unit * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

void JsonReader::escape(std::string& out) {
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  if (take('u')) {
    Rune unit = code_unit();
    if (unit >= 0xd800 && unit < 0xdc00 && text_.substr(at_, 2) == "\\u") {
      const std::size_t back = at_;
      at_ += 2;
      const Rune low = code_unit();
      if (low >= 0xdc00 && low < 0xe000)
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      else
        at_ = back;
    }
    return append_rune(out, unit);
  }
  const auto found = letters.find(peek());
  if (at_ >= text_.size() || found == std::string_view::npos) unexpected("in string escape code");
  out += meanings[found];
  ++at_;
}

std::string JsonReader::string() {
  ++at_;
  std::string out;
  for (;;) {
    if (take('"')) return valid_utf8(out);
    if (take('\\'))
      escape(out);
    else if (at_ >= text_.size() || static_cast<unsigned char>(peek()) < 0x20)
      unexpected("in string literal");
    else
      out += text_[at_++];
  }
}

Value JsonReader::array(int depth) {
  ++at_;
  List items;
  space();
  if (take(']')) return Value::list({});
  for (;;) {
    items.push_back(value(depth + 1));
    space();
    if (take(']')) return Value::list(std::move(items));
    if (!take(',')) unexpected("after array element");
  }
}

Value JsonReader::object(int depth) {
  ++at_;
  const MapPtr map = new_map();
  space();
  if (take('}')) return Value::map(map);
  for (;;) {
    space();
    if (peek() != '"') unexpected("looking for beginning of object key string");
    std::string key = string();
    space();
    if (!take(':')) unexpected("after object key");
    map->entries.insert_or_assign(std::move(key), value(depth + 1));
    space();
    if (take('}')) return Value::map(map);
    if (!take(',')) unexpected("after object key:value pair");
  }
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
  try {
    return JsonReader(text).document();
  } catch (const Error& error) {
    return failure(error.text());
  }
}

}  // namespace newel::templates
