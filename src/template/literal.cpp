#include "template/literal.h"

#include <cmath>
#include <limits>

#include "template/numbers.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

bool fits_int(double f) { return f >= -0x1p63 && f < 0x1p63 && std::trunc(f) == f; }
bool fits_uint(double f) { return f >= 0 && f < 0x1p64 && std::trunc(f) == f; }

// The narrower types an exact float or a complex without imaginary part fits.
void narrow(Number& n) {
  if (!n.is_int && fits_int(n.float_value))
    n.is_int = true, n.int_value = static_cast<std::int64_t>(n.float_value);
  if (!n.is_uint && fits_uint(n.float_value))
    n.is_uint = true, n.uint_value = static_cast<std::uint64_t>(n.float_value);
}

Number of_complex(std::complex<double> value) {
  Number n;
  n.is_complex = true;
  n.complex_value = value;
  if (value.imag() == 0) {
    n.is_float = true;
    n.float_value = value.real();
    narrow(n);
  }
  return n;
}

Expected<Number> character(const std::string& text) {
  std::string value;
  if (!go_unquote(text, value)) {
    const bool several = text.size() > 2 && text[1] != '\\' && text[1] != '\'';
    return failure(several ? "malformed character constant: " + text : "invalid syntax");
  }
  Number n;
  n.is_int = n.is_uint = n.is_float = true;
  n.int_value = static_cast<std::int64_t>(decode_rune(value).rune);
  n.uint_value = static_cast<std::uint64_t>(n.int_value);
  n.float_value = static_cast<double>(n.int_value);
  return n;
}

Expected<Number> pair(const std::string& text) {
  auto sign = text.find_last_of("+-");
  if (sign > 0 && std::string_view("eEpP").find(text[sign - 1]) != std::string_view::npos)
    sign = text.find_last_of("+-", sign - 1);
  const auto real = parse_float(text.substr(0, sign));
  const auto imaginary = parse_float(text.substr(sign, text.size() - sign - 1));
  if (!real || !imaginary) return failure("syntax error scanning complex number");
  return of_complex({*real, *imaginary});
}

}  // namespace

Expected<Number> parse_number(const std::string& text, TokenKind kind) {
  if (kind == TokenKind::char_constant) return character(text);
  if (kind == TokenKind::complex) return pair(text);
  if (text.ends_with('i')) {
    if (const auto f = parse_float(text.substr(0, text.size() - 1))) return of_complex({0, *f});
  }
  Number n;
  n.is_uint = parse_uint(text, 0, n.uint_value) == NumberError::none;
  n.is_int = parse_int(text, 0, n.int_value) == NumberError::none;
  if (n.is_int && n.int_value == 0) n.is_uint = true;
  if (n.is_int || n.is_uint) {
    n.is_float = true;
    n.float_value = n.is_int ? static_cast<double>(n.int_value) : static_cast<double>(n.uint_value);
    return n;
  }
  const auto f = parse_float(text);
  if (!f) return failure("illegal number syntax: " + go_quote(text));
  if (text.find_first_of(".eEpP") == std::string::npos) return failure("integer overflow: " + go_quote(text));
  n.is_float = true;
  n.float_value = *f;
  narrow(n);
  return n;
}

std::optional<Value> natural_value(const Node& node) {
  const std::string& text = node.text;
  const Number& n = node.number;
  const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
                   text.find_first_of("pP") == std::string::npos;
  if (n.is_complex) return Value(n.complex_value);
  if (n.is_float && !hex && text[0] != '\'' && text.find_first_of(".eEpP") != std::string::npos)
    return Value(n.float_value);
  if (n.is_int) return Value::integer(n.int_value);
  return std::nullopt;
}

}  // namespace newel::templates
