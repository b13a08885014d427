#include "template/unicode.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <iterator>
#include <utility>

namespace newel::templates {
namespace {

utf8proc_category_t category(Rune r) { return utf8proc_category(static_cast<utf8proc_int32_t>(r)); }

bool in(utf8proc_category_t c, utf8proc_category_t first, utf8proc_category_t last) {
  return c >= first && c <= last;
}

bool scalar(Rune r) { return r <= 0x10ffff && (r < 0xd800 || r > 0xdfff); }

void append_escaped_rune(std::string& out, Rune r, char quote, bool ascii) {
  if (r == static_cast<Rune>(quote) || r == '\\') {
    out += '\\';
    out += static_cast<char>(r);
    return;
  }
  if ((!ascii || r < 0x80) && is_print(r)) return append_rune(out, r);
  switch (r) {
    case '\a':
      out += "\\a";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\v':
      out += "\\v";
      return;
    default:
      break;
  }
  if (r < ' ' || r == 0x7f) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned>(r));
  } else if (r < 0x10000) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(scalar(r) ? r : replacement));
  } else {
    fmt::format_to(std::back_inserter(out), "\\U{:08x}", static_cast<unsigned>(r));
  }
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool take_hex(std::string_view& text, int digits, Rune& out) {
  out = 0;
  if (text.size() < static_cast<std::size_t>(digits)) return false;
  for (int i = 0; i < digits; ++i) {
    const int v = hex_value(text[static_cast<std::size_t>(i)]);
    if (v < 0) return false;
    out = out * 16 + static_cast<Rune>(v);
  }
  text.remove_prefix(static_cast<std::size_t>(digits));
  return true;
}

bool take_octal(std::string_view& text, Rune& out) {
  out = 0;
  if (text.size() < 3) return false;
  for (int i = 0; i < 3; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '7') return false;
    out = out * 8 + static_cast<Rune>(c - '0');
  }
  text.remove_prefix(3);
  return out <= 255;
}

// One escape behind its backslash.
bool take_escape(std::string_view& text, char quote, std::string& out) {
  if (text.empty()) return false;
  constexpr std::string_view letters = "abfnrtv\\";
  constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\";
  const char c = text[0];
  if (const auto at = letters.find(c); at != std::string_view::npos) {
    text.remove_prefix(1);
    return out += meanings[at], true;
  }
  if (c == quote) return text.remove_prefix(1), out += c, true;
  Rune r = 0;
  if (c >= '0' && c <= '7') {
    if (!take_octal(text, r)) return false;
    return quote == '\'' ? append_rune(out, r) : void(out += static_cast<char>(r)), true;
  }
  text.remove_prefix(1);
  if (c == 'x') {
    if (!take_hex(text, 2, r)) return false;
    return quote == '\'' ? append_rune(out, r) : void(out += static_cast<char>(r)), true;
  }
  if (c != 'u' && c != 'U') return false;
  if (!take_hex(text, c == 'u' ? 4 : 8, r) || !scalar(r)) return false;
  return append_rune(out, r), true;
}

}  // namespace

Decoded decode_rune(std::string_view text) {
  if (text.empty()) return {replacement, 0, false};
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1, true};
  utf8proc_int32_t rune = 0;
  const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                  static_cast<utf8proc_ssize_t>(text.size()), &rune);
  if (n <= 0) return {replacement, 1, false};
  return {static_cast<Rune>(rune), static_cast<int>(n), true};
}

void append_rune(std::string& out, Rune rune) {
  utf8proc_uint8_t buffer[4];
  const auto n =
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(scalar(rune) ? rune : replacement), buffer);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(n));
}

std::vector<Rune> runes(std::string_view text) {
  std::vector<Rune> out;
  while (!text.empty()) {
    const Decoded d = decode_rune(text);
    out.push_back(d.rune);
    text.remove_prefix(static_cast<std::size_t>(d.size));
  }
  return out;
}

std::string utf8(const std::vector<Rune>& runes) {
  std::string out;
  for (Rune r : runes) append_rune(out, r);
  return out;
}

std::size_t rune_count(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(static_cast<std::size_t>(decode_rune(text).size));
  return count;
}

bool is_letter(Rune r) { return in(category(r), UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO); }
bool is_upper(Rune r) { return category(r) == UTF8PROC_CATEGORY_LU; }
bool is_lower(Rune r) { return category(r) == UTF8PROC_CATEGORY_LL; }
bool is_title(Rune r) { return category(r) == UTF8PROC_CATEGORY_LT; }
bool is_number(Rune r) { return in(category(r), UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO); }
bool is_decimal_digit(Rune r) { return category(r) == UTF8PROC_CATEGORY_ND; }
bool is_punct(Rune r) { return in(category(r), UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO); }

bool is_space(Rune r) {
  if (r < 0x100) return (r >= '\t' && r <= '\r') || r == ' ' || r == 0x85 || r == 0xa0;
  return r == 0x1680 || (r >= 0x2000 && r <= 0x200a) || r == 0x2028 || r == 0x2029 || r == 0x202f ||
         r == 0x205f || r == 0x3000;
}

bool is_print(Rune r) {
  if (r < 0x80) return r >= 0x20 && r < 0x7f;
  const auto c = category(r);
  return in(c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_SO);
}

Rune to_upper_rune(Rune r) {
  // The capital sharp s is not the simple upper case of the small one in Unicode's tables.
  return r == 0xdf ? r : static_cast<Rune>(utf8proc_toupper(static_cast<utf8proc_int32_t>(r)));
}
Rune to_lower_rune(Rune r) { return static_cast<Rune>(utf8proc_tolower(static_cast<utf8proc_int32_t>(r))); }
Rune to_title_rune(Rune r) { return static_cast<Rune>(utf8proc_totitle(static_cast<utf8proc_int32_t>(r))); }

std::string map_runes(std::string_view text, Rune (*map)(Rune)) {
  std::string out;
  while (!text.empty()) {
    const Decoded d = decode_rune(text);
    append_rune(out, map(d.rune));
    text.remove_prefix(static_cast<std::size_t>(d.size));
  }
  return out;
}

std::string_view trim_space(std::string_view text) {
  while (!text.empty()) {
    const Decoded d = decode_rune(text);
    if (!is_space(d.rune)) break;
    text.remove_prefix(static_cast<std::size_t>(d.size));
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && text.size() - start < 4 && (text[start] & 0xc0) == 0x80) --start;
    const Decoded d = decode_rune(text.substr(start));
    if (start + static_cast<std::size_t>(d.size) != text.size() || !is_space(d.rune)) break;
    text = text.substr(0, start);
  }
  return text;
}

std::vector<std::string> space_separated(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  while (!text.empty()) {
    const Decoded d = decode_rune(text);
    if (!is_space(d.rune)) {
      word += text.substr(0, static_cast<std::size_t>(d.size));
    } else if (!word.empty()) {
      out.push_back(std::exchange(word, {}));
    }
    text.remove_prefix(static_cast<std::size_t>(d.size));
  }
  if (!word.empty()) out.push_back(word);
  return out;
}

std::string go_quote(std::string_view text, bool ascii, char quote) {
  std::string out(1, quote);
  while (!text.empty()) {
    const Decoded d = decode_rune(text);
    if (d.valid) {
      append_escaped_rune(out, d.rune, quote, ascii);
    } else {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(text[0]));
    }
    text.remove_prefix(static_cast<std::size_t>(d.size));
  }
  return out + quote;
}

std::string go_quote_rune(Rune r, bool ascii) {
  std::string out = "'";
  append_escaped_rune(out, scalar(r) ? r : replacement, '\'', ascii);
  return out + "'";
}

bool can_back_quote(std::string_view text) {
  while (!text.empty()) {
    const Decoded d = decode_rune(text);
    if (!d.valid || d.rune == 0xfeff || d.rune == '`' || d.rune == 0x7f || (d.rune < ' ' && d.rune != '\t'))
      return false;
    text.remove_prefix(static_cast<std::size_t>(d.size));
  }
  return true;
}

bool go_unquote(std::string_view literal, std::string& out) {
  out.clear();
  if (literal.size() < 2 || literal.front() != literal.back()) return false;
  const char quote = literal.front();
  std::string_view body = literal.substr(1, literal.size() - 2);
  if (quote == '`') {
    for (char c : body) {
      if (c == '`') return false;
      if (c != '\r') out += c;
    }
    return true;
  }
  int count = 0;
  for (; !body.empty(); ++count) {
    if (body[0] == quote || body[0] == '\n') return false;
    if (body[0] == '\\') {
      body.remove_prefix(1);
      if (!take_escape(body, quote, out)) return false;
      continue;
    }
    const Decoded d = decode_rune(body);
    if (quote == '\'')
      append_rune(out, d.rune);
    else
      out += body.substr(0, static_cast<std::size_t>(d.size));
    body.remove_prefix(static_cast<std::size_t>(d.size));
  }
  return quote != '\'' || count == 1;
}

}  // namespace newel::templates
