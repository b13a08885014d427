#include "base/encoding.h"

#include <array>

namespace newel {
namespace {

constexpr std::string_view lower_digits = "0123456789abcdef";
constexpr std::string_view upper_digits = "0123456789ABCDEF";
constexpr std::string_view standard_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string hex(ByteView bytes, std::string_view digits) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (Byte b : bytes) {
    out.push_back(digits[b >> 4]);
    out.push_back(digits[b & 15]);
  }
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr std::array<signed char, 256> reverse(std::string_view alphabet) {
  std::array<signed char, 256> table{};
  for (auto& entry : table) entry = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
  }
  return table;
}

constexpr auto standard_values = reverse(standard_alphabet);
constexpr auto url_values = reverse(url_alphabet);

bool is_url(Base64 form) { return form == Base64::url || form == Base64::url_raw; }
bool is_padded(Base64 form) { return form == Base64::standard || form == Base64::url; }

tl::unexpected<Failure> illegal(std::size_t at) {
  return failure("illegal base64 data at input byte " + std::to_string(at));
}

}  // namespace

std::string hex_encode(ByteView bytes) { return hex(bytes, lower_digits); }
std::string hex_encode_upper(ByteView bytes) { return hex(bytes, upper_digits); }

Expected<Bytes> hex_decode(std::string_view text) {
  if (text.size() % 2 != 0) return failure("odd length hex string");
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    int high = hex_value(text[i]);
    int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return failure("invalid hex digit at position " + std::to_string(i));
    out.push_back(static_cast<Byte>(high << 4 | low));
  }
  return out;
}

std::string base64_encode(ByteView bytes, Base64 form) {
  const std::string_view alphabet = is_url(form) ? url_alphabet : standard_alphabet;
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    unsigned group = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
    out.push_back(alphabet[group >> 18]);
    out.push_back(alphabet[group >> 12 & 63]);
    out.push_back(alphabet[group >> 6 & 63]);
    out.push_back(alphabet[group & 63]);
  }
  const std::size_t rest = bytes.size() - i;
  if (rest == 0) return out;
  unsigned group = bytes[i] << 16 | (rest == 2 ? bytes[i + 1] << 8 : 0);
  out.push_back(alphabet[group >> 18]);
  out.push_back(alphabet[group >> 12 & 63]);
  if (rest == 2) out.push_back(alphabet[group >> 6 & 63]);
  if (is_padded(form)) out.append(3 - rest, '=');
  return out;
}

Expected<Bytes> base64_decode(std::string_view text, Base64 form) {
  const auto& values = is_url(form) ? url_values : standard_values;
  Bytes out;
  out.reserve(text.size() / 4 * 3 + 3);
  unsigned group = 0;
  int digits = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || c == '\r') continue;
    if (c == '=') break;
    const int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return illegal(i);
    group = group << 6 | static_cast<unsigned>(value);
    if (++digits == 4) {
      out.push_back(static_cast<Byte>(group >> 16));
      out.push_back(static_cast<Byte>(group >> 8));
      out.push_back(static_cast<Byte>(group));
      group = 0;
      digits = 0;
    }
  }
  int padding = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '\n' || text[i] == '\r') continue;
    // Go blames the first '=' when the second one is missing.
    if (text[i] != '=' && digits == 2 && padding == 1) return illegal(i - 1);
    if (text[i] != '=' || !is_padded(form) || digits < 2 || ++padding + digits > 4) return illegal(i);
  }
  // A group cut short is blamed at its beginning, missing padding at the end.
  const std::size_t blamed = padding == 0 ? text.size() - static_cast<std::size_t>(digits) : text.size();
  if (digits == 1 || (digits != 0 && is_padded(form) && padding + digits != 4)) return illegal(blamed);
  if (digits >= 2) out.push_back(static_cast<Byte>(digits == 2 ? group >> 4 : group >> 10));
  if (digits == 3) out.push_back(static_cast<Byte>(group >> 2));
  return out;
}

}  // namespace newel
