// Punycode (RFC 3492) and normalization.
#include <utf8proc.h>

#include <cstdlib>
#include <limits>
#include <memory>

#include "lint/domains.h"

namespace newel::lint {
namespace {

// RFC 3492 section 5
constexpr std::int64_t base = 36, t_min = 1, t_max = 26, skew = 38, damp = 700, initial_bias = 72,
                       initial_n = 128;
constexpr std::int64_t largest = std::numeric_limits<std::int32_t>::max();
// A label has at most 63 octets; far beyond that nothing is worth the quadratic time of the insertions.
constexpr std::size_t most_characters = 1024;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0' + 26;
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a';
  return -1;
}

// Section 6.1
std::int64_t adapt(std::int64_t delta, std::int64_t count, bool is_first) {
  delta /= is_first ? damp : 2;
  delta += delta / count;
  std::int64_t k = 0;
  for (; delta > (base - t_min) * t_max / 2; k += base) delta /= base - t_min;
  return k + (base - t_min + 1) * delta / (delta + skew);
}

// One variable-length integer of section 6.2, added to `i`.
bool read_delta(std::string_view& rest, std::int64_t bias, std::int64_t& i) {
  std::int64_t weight = 1;
  for (std::int64_t k = base;; k += base) {
    const int digit = rest.empty() ? -1 : digit_of(rest[0]);
    if (digit < 0) return false;
    rest.remove_prefix(1);
    i += digit * weight;
    if (i > largest) return false;
    const std::int64_t t = k <= bias ? t_min : k >= bias + t_max ? t_max : k - bias;
    if (digit < t) return true;
    weight *= base - t;
    if (weight > largest) return false;
  }
}

std::string to_utf8(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) {
    utf8proc_uint8_t buffer[4];
    auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), buffer);
    if (length == 0 || (c >= 0xd800 && c < 0xe000)) length = utf8proc_encode_char(0xfffd, buffer);
    out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(length));
  }
  return out;
}

bool is_nfc_run(std::string_view valid) {
  utf8proc_uint8_t* composed = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                   static_cast<utf8proc_ssize_t>(valid.size()), &composed,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(composed, std::free);
  return length < 0 ||
         std::string_view(reinterpret_cast<const char*>(composed), static_cast<std::size_t>(length)) == valid;
}

}  // namespace

std::optional<std::string> decode_punycode(std::string_view encoded) {
  if (encoded.empty()) return "";
  const auto hyphen = encoded.rfind('-');
  if (hyphen == 0) return std::nullopt;
  std::u32string output;
  if (hyphen != std::string_view::npos) {
    for (const char c : encoded.substr(0, hyphen)) output += static_cast<unsigned char>(c);
    encoded.remove_prefix(hyphen + 1);
  }
  std::int64_t i = 0, n = initial_n, bias = initial_bias;
  while (!encoded.empty()) {
    const std::int64_t before = i;
    if (!read_delta(encoded, bias, i) || output.size() >= most_characters) return std::nullopt;
    const auto count = static_cast<std::int64_t>(output.size()) + 1;
    bias = adapt(i - before, count, before == 0);
    n += i / count;
    i %= count;
    if (n > 0x10ffff) return std::nullopt;
    output.insert(static_cast<std::size_t>(i), 1, static_cast<char32_t>(n));
    ++i;
  }
  return to_utf8(output);
}

bool is_nfc(std::string_view text) {
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t character = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &character);
    if (length > 0) {
      at += static_cast<std::size_t>(length);
      continue;
    }
    if (!is_nfc_run(text.substr(start, at - start))) return false;
    start = ++at;
  }
  return is_nfc_run(text.substr(start));
}

}  // namespace newel::lint
