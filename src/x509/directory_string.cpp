#include "x509/directory_string.h"

#include <algorithm>

#include "base/text.h"

namespace newel::x509 {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<Byte>(c) < 0x80; });
}

bool is_character(char32_t c) { return c <= 0x10ffff && (c < 0xd800 || c > 0xdfff); }

void append_utf8(std::string& out, char32_t c) {
  const auto push = [&](char32_t octet) { out.push_back(static_cast<char>(octet)); };
  if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xc0 | c >> 6), push(0x80 | (c & 63));
  } else if (c < 0x10000) {
    push(0xe0 | c >> 12), push(0x80 | (c >> 6 & 63)), push(0x80 | (c & 63));
  } else {
    push(0xf0 | c >> 18), push(0x80 | (c >> 12 & 63)), push(0x80 | (c >> 6 & 63)), push(0x80 | (c & 63));
  }
}

// The character at the front of valid UTF-8, which is taken away.
char32_t take_character(std::string_view& text) {
  const auto first = static_cast<Byte>(text[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t c = length == 1 ? first : first & (0x7f >> length);
  for (std::size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<Byte>(text[i]) & 63);
  text.remove_prefix(length);
  return c;
}

std::size_t unit_size(Byte tag) { return tag == Tag::bmp_string ? 2 : tag == Tag::universal_string ? 4 : 1; }

}  // namespace

bool is_string_tag(Byte tag) {
  switch (tag) {
    case Tag::utf8_string:
    case Tag::numeric_string:
    case Tag::printable_string:
    case Tag::t61_string:
    case Tag::ia5_string:
    case Tag::bmp_string:
    case Tag::universal_string:
      return true;
    default:
      return false;
  }
}

std::optional<std::string> decode_string(Byte tag, ByteView content) {
  const std::string_view text = as_text(content);
  if (tag == Tag::utf8_string) return is_valid_utf8(text) ? std::optional(std::string(text)) : std::nullopt;
  if (tag == Tag::printable_string || tag == Tag::ia5_string || tag == Tag::numeric_string) {
    return is_ascii(text) ? std::optional(std::string(text)) : std::nullopt;
  }
  const std::size_t unit = unit_size(tag);
  if (!is_string_tag(tag) || content.size() % unit != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < content.size(); i += unit) {
    char32_t c = 0;
    for (std::size_t j = 0; j < unit; ++j) c = c << 8 | content[i + j];
    if (!is_character(c)) return std::nullopt;
    append_utf8(out, c);
  }
  return out;
}

std::optional<Bytes> encode_string(Byte tag, std::string_view utf8) {
  if (!is_valid_utf8(utf8)) return std::nullopt;
  if (tag == Tag::utf8_string) return to_bytes(utf8);
  if (tag == Tag::printable_string || tag == Tag::ia5_string || tag == Tag::numeric_string) {
    return is_ascii(utf8) ? std::optional(to_bytes(utf8)) : std::nullopt;
  }
  if (!is_string_tag(tag)) return std::nullopt;
  const std::size_t unit = unit_size(tag);
  Bytes out;
  while (!utf8.empty()) {
    const char32_t c = take_character(utf8);
    if (unit < 4 && c >> (8 * unit) != 0) return std::nullopt;
    for (std::size_t j = unit; j-- > 0;) out.push_back(static_cast<Byte>(c >> (8 * j)));
  }
  return out;
}

}  // namespace newel::x509
