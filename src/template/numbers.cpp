#include "template/numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/text.h"

namespace newel::templates {
namespace {

// Underscores may only separate digits; a base prefix counts as one.
bool underscores_ok(std::string_view s) {
  char last = '^';
  if (!s.empty() && (s[0] == '-' || s[0] == '+')) s.remove_prefix(1);
  bool hex = false;
  if (s.size() >= 2 && s[0] == '0' && std::strchr("bBoOxX", s[1]) != nullptr) {
    hex = s[1] == 'x' || s[1] == 'X';
    s.remove_prefix(2);
    last = '0';
  }
  for (char c : s) {
    if ((c >= '0' && c <= '9') || (hex && std::isxdigit(static_cast<unsigned char>(c)) != 0)) {
      last = '0';
    } else if (c == '_') {
      if (last != '0') return false;
      last = '_';
    } else {
      if (last == '_') return false;
      last = '!';
    }
  }
  return last != '_';
}

std::string without_underscores(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != '_') out += c;
  }
  return out;
}

int take_base(std::string_view& digits) {
  if (digits.size() < 2 || digits[0] != '0') return 10;
  const char c = static_cast<char>(digits[1] | 0x20);
  const int base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
  if (base != 0 && digits.size() < 3) return -1;
  digits.remove_prefix(base == 0 ? 1 : 2);
  return base == 0 ? 8 : base;
}

struct Digits {
  bool negative;
  std::string text;  ///< d or ddddd, the point behind the first
  int exponent;      ///< of the first digit
};

// `precision` digits behind the first; -1 shortest.
Digits scientific(double value, int precision) {
  std::string buffer(precision < 0 ? 64 : static_cast<std::size_t>(precision) + 64, 0);
  const double magnitude = std::fabs(value);
  char* const end = buffer.data() + buffer.size();
  const auto r = precision < 0
                     ? std::to_chars(buffer.data(), end, magnitude, std::chars_format::scientific)
                     : std::to_chars(buffer.data(), end, magnitude, std::chars_format::scientific, precision);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(r.ptr - buffer.data()));
  const auto e = text.find('e');
  Digits out{std::signbit(value), {}, std::atoi(std::string(text.substr(e + 1)).c_str())};
  for (char c : text.substr(0, e)) {
    if (c != '.') out.text += c;
  }
  return out;
}

std::string exponent_form(const Digits& d, char letter) {
  std::string out = d.negative ? "-" : "";
  out += d.text[0];
  if (d.text.size() > 1) out += "." + d.text.substr(1);
  return out + fmt::format("{}{}{:02}", letter, d.exponent < 0 ? '-' : '+', std::abs(d.exponent));
}

std::string plain_form(double value, int precision) {
  std::string buffer(400 + static_cast<std::size_t>(precision < 0 ? 0 : precision), 0);
  char* const end = buffer.data() + buffer.size();
  const auto r = precision < 0
                     ? std::to_chars(buffer.data(), end, value, std::chars_format::fixed)
                     : std::to_chars(buffer.data(), end, value, std::chars_format::fixed, precision);
  return {buffer.data(), r.ptr};
}

std::string general_form(double value, char letter, int precision) {
  const bool shortest = precision < 0;
  if (precision == 0) precision = 1;
  Digits d = scientific(value, shortest ? -1 : precision - 1);
  while (d.text.size() > 1 && d.text.back() == '0') d.text.pop_back();
  const int count = static_cast<int>(d.text.size());
  int limit = precision;
  if (limit > count && count >= d.exponent + 1) limit = count;
  if (shortest) limit = 6;
  if (value != 0 && (d.exponent < -4 || d.exponent >= limit)) return exponent_form(d, letter);
  if (value == 0) return d.negative ? "-0" : "0";
  return plain_form(shortest ? value : std::strtod(exponent_form(d, 'e').c_str(), nullptr),
                    std::max(count - d.exponent - 1, 0));
}

std::string binary_form(double value) {
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(value), &exponent);
  auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
  exponent -= 53;
  for (; mantissa != 0 && exponent < -1074; ++exponent)
    mantissa >>= 1;  // subnormal numbers keep their low exponent
  if (mantissa == 0) exponent = -1074;
  return fmt::format("{}{}p{}{}", std::signbit(value) ? "-" : "", mantissa, exponent < 0 ? "-" : "+",
                     std::abs(exponent));
}

std::string hex_form(double value, char letter, int precision) {
  const double magnitude = std::fabs(value);
  int exponent = 0;
  double fraction = magnitude == 0 ? 0 : std::frexp(magnitude, &exponent) * 2;
  if (magnitude != 0) --exponent;
  char buffer[80];
  const auto r = precision < 0
                     ? std::to_chars(buffer, buffer + sizeof buffer, fraction, std::chars_format::hex)
                     : std::to_chars(buffer, buffer + sizeof buffer, fraction, std::chars_format::hex,
                                     std::min(precision, 40));
  std::string digits(buffer, r.ptr);
  digits.erase(digits.find('p'));
  if (digits[0] == '2') digits[0] = '1', ++exponent;
  std::string out = fmt::format("{}0x{}p{}{:02}", std::signbit(value) ? "-" : "", digits,
                                exponent < 0 ? '-' : '+', std::abs(exponent));
  return letter == 'X' ? to_upper(out) : out;
}

}  // namespace

NumberError parse_uint(std::string_view text, int base, std::uint64_t& out) {
  out = 0;
  if (text.empty()) return NumberError::syntax;
  std::string_view digits = text;
  const bool with_prefix = base == 0;
  if (with_prefix) base = take_base(digits);
  if (base < 0) return NumberError::syntax;
  std::string plain(digits);
  if (with_prefix && digits.find('_') != std::string_view::npos) {
    if (!underscores_ok(text)) return NumberError::syntax;
    plain = without_underscores(digits);
  }
  if (plain.empty()) return NumberError::syntax;
  const auto r = std::from_chars(plain.data(), plain.data() + plain.size(), out, base);
  if (r.ec == std::errc::invalid_argument || r.ptr != plain.data() + plain.size())
    return out = 0, NumberError::syntax;
  if (r.ec == std::errc::result_out_of_range)
    return out = std::numeric_limits<std::uint64_t>::max(), NumberError::range;
  return NumberError::none;
}

NumberError parse_int(std::string_view text, int base, std::int64_t& out) {
  out = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  std::uint64_t value = 0;
  const NumberError error = parse_uint(text, base, value);
  if (error == NumberError::syntax) return error;
  constexpr std::uint64_t limit = std::uint64_t{1} << 63;
  if (error == NumberError::range || value > limit || (!negative && value == limit)) {
    out = negative ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    return NumberError::range;
  }
  out = static_cast<std::int64_t>(negative ? 0 - value : value);
  return NumberError::none;
}

std::optional<double> parse_float(std::string_view text) {
  const std::string_view whole = text;
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (equal_ignoring_case(text, "inf") || equal_ignoring_case(text, "infinity")) {
    return negative ? -HUGE_VAL : HUGE_VAL;
  }
  if (equal_ignoring_case(text, "nan") && whole.size() == 3) return std::nan("");
  if (text.find('_') != std::string_view::npos && !underscores_ok(whole)) return std::nullopt;
  std::string plain = without_underscores(text);
  const bool hex = plain.size() > 2 && plain[0] == '0' && (plain[1] | 0x20) == 'x';
  if (hex) {
    if (plain.find_first_of("pP") == std::string::npos) return std::nullopt;
    plain.erase(0, 2);
  }
  if (plain.empty() || (plain[0] != '.' && std::isxdigit(static_cast<unsigned char>(plain[0])) == 0))
    return std::nullopt;
  double value = 0;
  const auto r = std::from_chars(plain.data(), plain.data() + plain.size(), value,
                                 hex ? std::chars_format::hex : std::chars_format::general);
  if (r.ptr != plain.data() + plain.size()) return std::nullopt;
  if (r.ec == std::errc::result_out_of_range) {  // too large, or so small that it is zero
    value = std::strtod(((hex ? "0x" : "") + plain).c_str(), nullptr);
    if (std::isinf(value)) return std::nullopt;
  } else if (r.ec != std::errc()) {
    return std::nullopt;
  }
  return negative ? -value : value;
}

std::string format_float(double value, char form, int precision) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Inf" : "+Inf";
  switch (form) {
    case 'e':
    case 'E':
      return exponent_form(scientific(value, precision), form);
    case 'f':
      return plain_form(value, precision);
    case 'b':
      return binary_form(value);
    case 'x':
    case 'X':
      return hex_form(value, form, precision);
    default:
      return general_form(value, form == 'G' ? 'E' : 'e', precision);
  }
}

std::string json_float(double value) {
  const double magnitude = std::fabs(value);
  if (value == 0) return std::signbit(value) ? "-0" : "0";
  if (magnitude >= 1e-6 && magnitude < 1e21) {
    // The shortest digits, filled up with zeros: to_chars would write the exact value of a large number.
    const Digits d = scientific(value, -1);
    if (d.exponent + 1 < static_cast<int>(d.text.size())) return plain_form(value, -1);
    return (d.negative ? "-" : "") + d.text +
           std::string(static_cast<std::size_t>(d.exponent + 1) - d.text.size(), '0');
  }
  std::string text = format_float(value, 'e', -1);
  const auto e = text.find('e');
  if (e + 2 < text.size() && text[e + 1] == '-' && text[e + 2] == '0') text.erase(e + 2, 1);
  return text;
}

}  // namespace newel::templates
