#include "template/json_tree.h"

#include <cctype>

#include "template/fresh_stack.h"
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

JsonNode leaf(JsonNode::Kind kind, std::string text = {}, bool flag = false) {
  JsonNode out;
  out.kind = kind;
  out.text = std::move(text);
  out.flag = flag;
  return out;
}

// A strict reader with the messages of Go's scanner.
class JsonReader {
 public:
  JsonReader(std::string_view text, std::string_view cut_off) : text_(text), cut_off_(cut_off) {}
  JsonNode whole();
  JsonNode first() { return value(1); }

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
  JsonNode value(int depth);
  JsonNode value_here(int depth);
  JsonNode object(int depth);
  JsonNode array(int depth);
  JsonNode word(std::string_view name, JsonNode value);
  JsonNode number();
  void digits(std::string_view where);
  std::string string();
  void escape(std::string& out);
  unsigned code_unit();

  std::string_view text_, cut_off_;
  std::size_t at_ = 0;
  bool whole_ = false;
};

void JsonReader::unexpected(std::string_view where) const {
  if (at_ >= text_.size()) {
    // Go's scanner takes the end for one blank more, and complains when none may stand there.
    const bool blank_is_wrong = where.starts_with("in literal") || where.ends_with("numeric literal") ||
                                where.starts_with("in string escape") || where.starts_with("in \\u");
    if (blank_is_wrong && whole_) throw Error("invalid character ' ' " + std::string(where));
    throw Error(std::string(cut_off_));
  }
  const auto c = static_cast<unsigned char>(text_[at_]);
  const std::string shown = c == '"' ? "'\"'" : go_quote_rune(c);
  throw Error("invalid character " + shown + " " + std::string(where));
}

JsonNode JsonReader::whole() {
  whole_ = true;
  JsonNode v = value(1);
  space();
  if (at_ < text_.size()) unexpected("after top-level value");
  return v;
}

JsonNode JsonReader::value(int depth) {
  if (depth > max_depth) throw Error("exceeded max depth");
  if (depth % levels_per_stack != 0) return value_here(depth);
  JsonNode out;
  on_fresh_stack([&] { out = value_here(depth); });
  return out;
}

JsonNode JsonReader::value_here(int depth) {
  space();
  switch (peek()) {
    case '{':
      return object(depth);
    case '[':
      return array(depth);
    case '"':
      return leaf(JsonNode::Kind::string, string());
    case 't':
      return word("true", leaf(JsonNode::Kind::boolean, {}, true));
    case 'f':
      return word("false", leaf(JsonNode::Kind::boolean, {}, false));
    case 'n':
      return word("null", {});
    default:
      return number();
  }
}

JsonNode JsonReader::word(std::string_view name, JsonNode value) {
  for (char letter : name) {
    if (!take(letter))
      unexpected("in literal " + std::string(name) + " (expecting " +
                 go_quote_rune(static_cast<Rune>(letter)) + ")");
  }
  return value;
}

void JsonReader::digits(std::string_view where) {
  if (peek() < '0' || peek() > '9') unexpected(where);
  while (peek() >= '0' && peek() <= '9') ++at_;
}

JsonNode JsonReader::number() {
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
  return leaf(JsonNode::Kind::number, std::string(text_.substr(start, at_ - start)));
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

JsonNode JsonReader::array(int depth) {
  ++at_;
  JsonNode out;
  out.kind = JsonNode::Kind::array;
  space();
  if (take(']')) return out;
  for (;;) {
    out.items.push_back(value(depth + 1));
    space();
    if (take(']')) return out;
    if (!take(',')) unexpected("after array element");
  }
}

JsonNode JsonReader::object(int depth) {
  ++at_;
  JsonNode out;
  out.kind = JsonNode::Kind::object;
  space();
  if (take('}')) return out;
  for (;;) {
    space();
    if (peek() != '"') unexpected("looking for beginning of object key string");
    std::string key = string();
    space();
    if (!take(':')) unexpected("after object key");
    out.members.emplace_back(std::move(key), value(depth + 1));
    space();
    if (take('}')) return out;
    if (!take(',')) unexpected("after object key:value pair");
  }
}

}  // namespace

JsonNode::~JsonNode() {
  if (items.empty() && members.empty()) return;
  std::vector<JsonNode> open;
  const auto take_children = [&open](JsonNode& from) {
    for (JsonNode& item : from.items) {
      if (!item.items.empty() || !item.members.empty()) open.push_back(std::move(item));
    }
    for (auto& member : from.members) {
      if (!member.second.items.empty() || !member.second.members.empty())
        open.push_back(std::move(member.second));
    }
  };
  take_children(*this);
  while (!open.empty()) {
    JsonNode node = std::move(open.back());
    open.pop_back();
    take_children(node);
    node.items.clear();
    node.members.clear();
  }
}

std::string_view json_kind(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::boolean:
      return "bool";
    case JsonNode::Kind::number:
      return "number";
    case JsonNode::Kind::string:
      return "string";
    case JsonNode::Kind::array:
      return "array";
    case JsonNode::Kind::object:
      return "object";
    default:
      return "null";
  }
}

Expected<JsonNode> parse_json(std::string_view text) {
  try {
    return JsonReader(text, "unexpected end of JSON input").whole();
  } catch (const Error& error) {
    return failure(error.text());
  }
}

Expected<JsonNode> parse_first_json(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return failure("EOF");
  try {
    return JsonReader(text, "unexpected EOF").first();
  } catch (const Error& error) {
    return failure(error.text());
  }
}

}  // namespace newel::templates
