#include "base/json.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <vector>

#include "base/json_builder.h"
#include "base/json_syntax.h"
#include "base/text.h"

namespace newel::json {
namespace {

constexpr std::size_t max_depth = 32;

boost::json::parse_options options() {
  boost::json::parse_options out;
  out.max_depth = max_depth;
  return out;
}

// A handler that only watches for members that come twice in one object.
struct DuplicateFinder {
  constexpr static std::size_t max_object_size = std::size_t(-1);
  constexpr static std::size_t max_array_size = std::size_t(-1);
  constexpr static std::size_t max_key_size = std::size_t(-1);
  constexpr static std::size_t max_string_size = std::size_t(-1);
  using Code = boost::json::error_code;
  using Text = boost::json::string_view;

  std::vector<std::set<std::string>> names;
  std::string key;
  std::string duplicate;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return names.emplace_back(), true; }
  bool on_object_end(std::size_t, Code&) { return names.pop_back(), true; }
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_key_part(Text part, std::size_t, Code&) { return key.append(part.data(), part.size()), true; }
  bool on_key(Text part, std::size_t, Code&) {
    key.append(part.data(), part.size());
    if (!names.back().insert(key).second && duplicate.empty()) duplicate = key;
    key.clear();
    return true;
  }
  bool on_string_part(Text, std::size_t, Code&) { return true; }
  bool on_string(Text, std::size_t, Code&) { return true; }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t, Text, Code&) { return true; }
  bool on_uint64(std::uint64_t, Text, Code&) { return true; }
  bool on_double(double, Text, Code&) { return true; }
  bool on_bool(bool, Code&) { return true; }
  bool on_null(Code&) { return true; }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }
};

/// The first name that comes twice in one object of `text`, which is known to be JSON.
std::string first_duplicate(std::string_view text) {
  boost::json::basic_parser<DuplicateFinder> watcher(options());
  boost::json::error_code code;
  watcher.write_some(false, text.data(), text.size(), code);
  return watcher.handler().duplicate;
}

std::size_t count_members(const Value& value) {
  std::size_t count = 0;
  if (value.is_object()) {
    count += value.get_object().size();
    for (const auto& member : value.get_object()) count += count_members(member.value());
  } else if (value.is_array()) {
    for (const Value& item : value.get_array()) count += count_members(item);
  }
  return count;
}

using Parser = boost::json::basic_parser<ValueBuilder>;

/// Feeds the whole document; what stands behind it may only be white space.
boost::json::error_code read_all(Parser& parser, std::string_view text) {
  boost::json::error_code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  if (!code && read < text.size()) code = boost::json::error::extra_data;
  return code;
}

std::string reason(const boost::json::error_code& code, std::string_view text) {
  if (code == boost::json::error::incomplete) return "unexpected end of JSON input";
  if (code == boost::json::error::too_deep) return "JSON is nested deeper than 32 levels";
  const std::string known = syntax_error(text);
  return known.empty() ? "invalid JSON: " + code.message() : known;
}

// What stands for this octet inside a string; empty when it stands for itself.
std::string_view escape_of(unsigned char c, bool escape_html) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '<':
      return escape_html ? "\\u003c" : "";
    case '>':
      return escape_html ? "\\u003e" : "";
    case '&':
      return escape_html ? "\\u0026" : "";
    default:
      return "";
  }
}

// Octets that may need an escape; 0xe2 begins U+2028 and U+2029.
constexpr auto special = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
  for (const unsigned char c : {'"', '\\', '<', '>', '&', '\xe2'}) table[c] = true;
  return table;
}();

// PEM and base64 are the longest strings we write: runs without escapes are copied whole.
void append_escaped(std::string& out, std::string_view text, bool escape_html) {
  out.push_back('"');
  std::size_t copied = 0;
  const auto put = [&](std::size_t at, std::string_view escape, std::size_t replaced) {
    out.append(text.substr(copied, at - copied)).append(escape);
    copied = at + replaced;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (!special[c]) continue;
    if (c == 0xe2) {  // U+2028 and U+2029 end a line in JavaScript
      const std::string_view rune = text.substr(i, 3);
      if (rune == "\xe2\x80\xa8") put(i, "\\u2028", 3);
      if (rune == "\xe2\x80\xa9") put(i, "\\u2029", 3);
    } else if (const std::string_view escape = escape_of(c, escape_html); !escape.empty()) {
      put(i, escape, 1);
    } else if (c < 0x20) {
      put(i, fmt::format("\\u{:04x}", c), 1);
    }
  }
  out.append(text.substr(copied)).push_back('"');
}

// Go: %f unless the exponent is below -6 or at least 21, then %e with a one-digit exponent where it fits.
std::string go_number(double d) {
  char buffer[400];
  const double magnitude = std::fabs(d);
  if (d == 0 || (magnitude >= 1e-6 && magnitude < 1e21)) {
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::fixed).ptr;
    return {buffer, end};
  }
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, d, std::chars_format::scientific).ptr;
  std::string text(buffer, end);
  const auto e = text.find('e');
  if (e != std::string::npos && e + 2 < text.size() && text[e + 2] == '0') text.erase(e + 2, 1);
  return text;
}

class Writer {
 public:
  Writer(std::string_view indent, bool pretty, bool escape_html)
      : indent_(indent), pretty_(pretty), html_(escape_html) {}

  void value(const Value& v) {
    switch (v.kind()) {
      case boost::json::kind::null:
        out_ += "null";
        break;
      case boost::json::kind::bool_:
        out_ += v.get_bool() ? "true" : "false";
        break;
      case boost::json::kind::int64:
        out_ += std::to_string(v.get_int64());
        break;
      case boost::json::kind::uint64:
        out_ += std::to_string(v.get_uint64());
        break;
      case boost::json::kind::double_:
        out_ += go_number(v.get_double());
        break;
      case boost::json::kind::string:
        append_escaped(out_, {v.get_string().data(), v.get_string().size()}, html_);
        break;
      case boost::json::kind::array:
        array(v.get_array());
        break;
      case boost::json::kind::object:
        object(v.get_object());
        break;
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void line() {
    if (!pretty_) return;
    out_.push_back('\n');
    for (int i = 0; i < depth_; ++i) out_ += indent_;
  }
  void array(const Array& a) {
    if (a.empty()) return void(out_ += "[]");
    out_.push_back('[');
    ++depth_;
    bool first = true;
    for (const Value& v : a) {
      if (!std::exchange(first, false)) out_.push_back(',');
      line();
      value(v);
    }
    --depth_;
    line();
    out_.push_back(']');
  }
  void object(const Object& o) {
    if (o.empty()) return void(out_ += "{}");
    out_.push_back('{');
    ++depth_;
    bool first = true;
    for (const auto& member : o) {
      if (!std::exchange(first, false)) out_.push_back(',');
      line();
      append_escaped(out_, {member.key().data(), member.key().size()}, html_);
      out_ += pretty_ ? ": " : ":";
      value(member.value());
    }
    --depth_;
    line();
    out_.push_back('}');
  }

  std::string out_;
  std::string_view indent_;
  int depth_ = 0;
  bool pretty_;
  bool html_;
};

}  // namespace

Expected<Value> parse(std::string_view text) {
  Parser parser(options());
  if (auto code = read_all(parser, text)) return failure(reason(code, text));
  return parser.handler().release();
}

// A member that comes twice replaces the first, so the value then has fewer of them than the text: only then
// are the names compared.
Expected<Value> parse_strict(std::string_view text) {
  Parser parser(options());
  if (auto code = read_all(parser, text)) return failure(reason(code, text));
  Value value = parser.handler().release();
  if (count_members(value) == parser.handler().members()) return value;
  return failure("duplicate member " + quote(first_duplicate(text)));
}

Expected<Value> parse_first(std::string_view text) {
  Parser parser(options());
  boost::json::error_code code;
  // With more to come a number is not ended by the end of the text, but white space ends it.
  parser.write_some(true, text.data(), text.size(), code);
  if (!code && !parser.done()) parser.write_some(false, "", 0, code);
  if (code) return failure(reason(code, text));
  return parser.handler().release();
}

const Value* find(const Object& object, std::string_view name) {
  return object.if_contains({name.data(), name.size()});
}

const Value* find_ci(const Object& object, std::string_view name) {
  if (const Value* exact = find(object, name)) return exact;
  const Value* found = nullptr;
  for (const auto& member : object) {
    if (equal_ignoring_case({member.key().data(), member.key().size()}, name)) found = &member.value();
  }
  return found;
}

std::optional<std::string> as_string(const Value* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string(value->get_string().data(), value->get_string().size());
}

std::string write(const Value& value, bool escape_html) {
  Writer writer({}, false, escape_html);
  writer.value(value);
  return writer.take();
}

std::string write_indented(const Value& value, std::string_view indent, bool escape_html) {
  Writer writer(indent, true, escape_html);
  writer.value(value);
  return writer.take();
}

std::string write_string(std::string_view text, bool escape_html) {
  std::string out;
  append_escaped(out, text, escape_html);
  return out;
}

}  // namespace newel::json
