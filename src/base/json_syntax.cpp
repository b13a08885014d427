// A second pass over a text that the parser refused. It is a recursive descent that stops at the first octet
// that cannot continue a JSON text, because the words depend on where in the grammar that is.
#include "base/json_syntax.h"

#include "base/text.h"

namespace newel::json {
namespace {

constexpr int deepest = 64;

// As Go quotes one octet: 'o', '\n', '\x01', '\''.
std::string quoted(char c) {
  if (c == '\'') return R"('\'')";
  if (c == '"') return R"('"')";
  // Go takes the octet for a code point of its own.
  std::string text;
  const auto code = static_cast<unsigned char>(c);
  if (code < 0x80) {
    text += c;
  } else {
    text += static_cast<char>(0xc0 | code >> 6);
    text += static_cast<char>(0x80 | (code & 0x3f));
  }
  const std::string with_quotes = quote(text);
  return "'" + with_quotes.substr(1, with_quotes.size() - 2) + "'";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Every method returns false after it has set the error.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::string run() {
    if (value(0)) {
      skip_space();
      if (!rest_.empty()) unexpected("after top-level value");
    }
    return error_;
  }

 private:
  bool unexpected(std::string_view where) {
    error_ = rest_.empty() ? "unexpected end of JSON input"
                           : "invalid character " + quoted(rest_.front()) + " " + std::string(where);
    return false;
  }
  void skip_space() {
    const auto next = rest_.find_first_not_of(" \t\r\n");
    rest_.remove_prefix(next == std::string_view::npos ? rest_.size() : next);
  }
  bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool value(int depth) {
    skip_space();
    if (depth > deepest) return false;
    if (take('{')) return object(depth);
    if (take('[')) return array(depth);
    if (take('"')) return string();
    if (next_is('t')) return literal("true");
    if (next_is('f')) return literal("false");
    if (next_is('n')) return literal("null");
    if (next_is('-') || (!rest_.empty() && is_digit(rest_.front()))) return number();
    return unexpected("looking for beginning of value");
  }

  bool object(int depth) {
    skip_space();
    if (take('}')) return true;
    for (;;) {
      skip_space();
      if (!take('"')) return unexpected("looking for beginning of object key string");
      if (!string()) return false;
      skip_space();
      if (!take(':')) return unexpected("after object key");
      if (!value(depth + 1)) return false;
      skip_space();
      if (take('}')) return true;
      if (!take(',')) return unexpected("after object key:value pair");
    }
  }

  bool array(int depth) {
    skip_space();
    if (take(']')) return true;
    for (;;) {
      if (!value(depth + 1)) return false;
      skip_space();
      if (take(']')) return true;
      if (!take(',')) return unexpected("after array element");
    }
  }

  bool string() {
    for (;;) {
      if (rest_.empty() || static_cast<unsigned char>(rest_.front()) < 0x20)
        return unexpected("in string literal");
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (c == '\\' && !escape()) return false;
    }
  }

  bool escape() {
    constexpr std::string_view simple = "bfnrt\\/\"";
    if (rest_.empty() || (simple.find(rest_.front()) == std::string_view::npos && !next_is('u')))
      return unexpected("in string escape code");
    const bool hexadecimal = next_is('u');
    rest_.remove_prefix(1);
    for (int i = 0; hexadecimal && i < 4; ++i) {
      if (rest_.empty() || !is_hex(rest_.front())) return unexpected("in \\u hexadecimal character escape");
      rest_.remove_prefix(1);
    }
    return true;
  }

  bool literal(std::string_view word) {
    for (const char c : word) {
      if (!take(c)) return unexpected("in literal " + std::string(word) + " (expecting " + quoted(c) + ")");
    }
    return true;
  }

  bool digits(std::string_view where) {
    if (rest_.empty() || !is_digit(rest_.front())) return unexpected(where);
    while (!rest_.empty() && is_digit(rest_.front())) rest_.remove_prefix(1);
    return true;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits("in numeric literal")) return false;
    if (take('.') && !digits("after decimal point in numeric literal")) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits("in exponent of numeric literal");
    }
    return true;
  }

  std::string_view rest_;
  std::string error_;
};

}  // namespace

std::string syntax_error(std::string_view text) { return Scanner(text).run(); }

}  // namespace newel::json
