#include "template/printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "template/numbers.h"

namespace newel::templates {
namespace {

constexpr int max_depth = 20000;

// `#` keeps the point and, for the shortest forms, as many digits as asked for.
std::string with_point(const std::string& text, char form, int precision) {
  int missing = std::string_view("gGxX").find(form) == std::string_view::npos || form == 'X' ? 0
                : precision == -1                                                            ? 6
                                                                                             : precision;
  const bool hex = form == 'x' || form == 'X';
  std::string number = text;
  std::string tail;
  const auto end = number.find_first_of(hex ? "pP" : "pPeE", 1);
  if (end != std::string::npos) {
    tail = number.substr(end);
    number.resize(end);
  }
  bool point = false;
  bool nonzero = false;
  for (std::size_t i = 1; i < number.size(); ++i) {
    if (number[i] == '.') {
      point = true;
      continue;
    }
    nonzero = nonzero || number[i] != '0';
    if (nonzero) --missing;
  }
  if (!point) {
    if (number.size() == 2 && number[1] == '0') --missing;
    number += '.';
  }
  if (missing > 0) number.append(static_cast<std::size_t>(missing), '0');
  return number + tail;
}

}  // namespace

void Printer::pad(std::string_view text) {
  const std::size_t count = rune_count(text);
  const auto width = static_cast<std::size_t>(flags.width.value_or(0));
  const std::string fill(width > count ? width - count : 0, flags.zero && !flags.minus ? '0' : ' ');
  if (!flags.minus) raw(fill);
  raw(text);
  if (flags.minus) raw(fill);
}

void Printer::bad(const Value& v, Rune verb) {
  std::string head = "%!";
  append_rune(head, verb);
  raw(head + "(");
  if (v.is_nil()) {
    raw("<nil>");
  } else {
    raw(std::string(v.type_name()) + "=");
    const bool outer = std::exchange(in_bad_form_, true);
    value(v, 'v');
    in_bad_form_ = outer;
  }
  raw(")");
}

void Printer::nil(Rune verb, int depth) {
  if (depth > 0) return raw(flags.sharp_v ? "interface {}(nil)" : "<nil>");
  if (verb == 'T' || verb == 'v')
    pad("<nil>");
  else
    bad({}, verb);
}

void Printer::nil_pointer(const Value& v, Rune verb) {
  if (flags.sharp_v) return raw("(" + std::string(v.type_name()) + ")(nil)");
  if (verb == 'v' || v.type()->text != nullptr) return pad("<nil>");
  raw("%!");
  std::string letter;
  append_rune(letter, verb);
  raw(letter + "(" + std::string(v.type_name()) + "=<nil>)");
}

bool Printer::text_form(const Value& v, Rune verb) {
  if (v.type()->text == nullptr || flags.sharp_v || in_bad_form_) return false;
  if (std::u32string_view(U"vsxXq").find(verb) == std::u32string_view::npos) return false;
  string(v, v.type()->text(v), verb);
  return true;
}

void Printer::value(const Value& v, Rune verb, int depth) {
  if (depth > max_depth) throw Error("the value is nested too deep");
  if (v.is_nil()) return nil(verb, depth);
  if (verb == 'T' && depth == 0) return string(v, std::string(v.type_name()), 's');
  if (v.kind() == Kind::pointer && !v.as_object()) return nil_pointer(v, verb);
  if (text_form(v, verb)) return;
  switch (v.kind()) {
    case Kind::boolean:
      return boolean(v, verb);
    case Kind::integer:
    case Kind::int64:
      return integer(v, static_cast<std::uint64_t>(v.as_int()), true, verb);
    case Kind::uint8:
    case Kind::uint64:
      return integer(v, v.as_uint(), false, verb);
    case Kind::float64:
      return floating(v, v.as_float(), verb);
    case Kind::complex128:
      return complex(v, verb);
    case Kind::string:
      return string(v, v.as_string(), verb);
    case Kind::slice:
      return list(v, verb, depth);
    case Kind::map:
      return map(v, verb, depth);
    case Kind::structure:
    case Kind::pointer:
      return object(v, verb, depth);
    case Kind::invalid:
      break;
  }
}

void Printer::boolean(const Value& v, Rune verb) {
  if (verb != 't' && verb != 'v') return bad(v, verb);
  pad(v.as_bool() ? "true" : "false");
}

void Printer::digits(std::uint64_t n, int base, bool is_signed, Rune verb) {
  const bool negative = is_signed && static_cast<std::int64_t>(n) < 0;
  if (negative) n = 0 - n;
  std::size_t minimum = 0;
  if (flags.precision) {
    minimum = static_cast<std::size_t>(*flags.precision);
    if (minimum == 0 && n == 0) return pad_without_zeros("");
  } else if (flags.zero && !flags.minus && flags.width) {
    minimum =
        static_cast<std::size_t>(std::max(*flags.width - (negative || flags.plus || flags.space ? 1 : 0), 0));
  }
  char buffer[65];
  std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, n, base).ptr);
  if (verb == 'X')
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' ? char(c - 32) : c; });
  if (text.size() < minimum) text.insert(0, minimum - text.size(), '0');
  if (flags.sharp && base == 2) text.insert(0, "0b");
  if (flags.sharp && base == 8 && text[0] != '0') text.insert(0, "0");
  if (flags.sharp && base == 16) text.insert(0, verb == 'X' ? "0X" : "0x");
  if (verb == 'O') text.insert(0, "0o");
  if (negative)
    text.insert(0, "-");
  else if (flags.plus)
    text.insert(0, "+");
  else if (flags.space)
    text.insert(0, " ");
  pad_without_zeros(text);
}

void Printer::code_point(std::uint64_t n) {
  std::string text = fmt::format("{:X}", n);
  const auto minimum = static_cast<std::size_t>(std::max(flags.precision.value_or(4), 4));
  if (text.size() < minimum) text.insert(0, minimum - text.size(), '0');
  text.insert(0, "U+");
  if (flags.sharp && n <= 0x10ffff && is_print(static_cast<Rune>(n))) {
    text += " '";
    append_rune(text, static_cast<Rune>(n));
    text += "'";
  }
  pad_without_zeros(text);
}

void Printer::integer(const Value& v, std::uint64_t n, bool is_signed, Rune verb) {
  const Rune rune = n > 0x10ffff ? replacement : static_cast<Rune>(n);
  switch (verb) {
    case 'v':
      if (flags.sharp_v && !is_signed) {
        const bool sharp = std::exchange(flags.sharp, true);
        digits(n, 16, false, 'v');
        flags.sharp = sharp;
        return;
      }
      return digits(n, 10, is_signed, verb);
    case 'd':
      return digits(n, 10, is_signed, verb);
    case 'b':
      return digits(n, 2, is_signed, verb);
    case 'o':
    case 'O':
      return digits(n, 8, is_signed, verb);
    case 'x':
    case 'X':
      return digits(n, 16, is_signed, verb);
    case 'c': {
      std::string text;
      append_rune(text, rune);
      return pad(text);
    }
    case 'q':
      return pad(go_quote_rune(rune, flags.plus));
    case 'U':
      return code_point(n);
    default:
      bad(v, verb);
  }
}

void Printer::number(double f, char form, int precision) {
  precision = flags.precision.value_or(precision);
  std::string text = format_float(f, form, precision);
  if (text[0] != '-' && text[0] != '+') text.insert(0, "+");
  if (flags.space && text[0] == '+' && !flags.plus) text[0] = ' ';
  if (text[1] == 'I' || text[1] == 'N') {
    if (text[1] == 'N' && !flags.space && !flags.plus)
      text.erase(0, 1);
    else if (text[0] == '+' && !flags.plus)
      text.erase(0, text[1] == 'I' ? 0 : 1);
    return pad_without_zeros(text);
  }
  if (flags.sharp && form != 'b') text = with_point(text, form, precision);
  if (!flags.plus && text[0] == '+') return pad(std::string_view(text).substr(1));
  const auto width = static_cast<std::size_t>(flags.width.value_or(0));
  if (flags.zero && !flags.minus && width > text.size()) text.insert(1, width - text.size(), '0');
  pad(text);
}

void Printer::floating(const Value& v, double f, Rune verb) {
  switch (verb) {
    case 'v':
      return number(f, 'g', -1);
    case 'b':
    case 'g':
    case 'G':
    case 'x':
    case 'X':
      return number(f, static_cast<char>(verb), -1);
    case 'f':
    case 'e':
    case 'E':
      return number(f, static_cast<char>(verb), 6);
    case 'F':
      return number(f, 'f', 6);
    default:
      bad(v, verb);
  }
}

void Printer::complex(const Value& v, Rune verb) {
  if (std::u32string_view(U"vbgGxXfFeE").find(verb) == std::u32string_view::npos) return bad(v, verb);
  const bool plus = flags.plus;
  raw("(");
  floating(v, v.as_complex().real(), verb);
  flags.plus = true;
  floating(v, v.as_complex().imag(), verb);
  raw("i)");
  flags.plus = plus;
}

std::string Printer::cut(const std::string& text) const {
  if (!flags.precision) return text;
  std::string_view rest = text;
  for (int i = 0; i < *flags.precision && !rest.empty(); ++i)
    rest.remove_prefix(static_cast<std::size_t>(decode_rune(rest).size));
  return text.substr(0, text.size() - rest.size());
}

void Printer::hex(const std::string& text, bool upper) {
  const std::size_t count = std::min(
      text.size(), static_cast<std::size_t>(flags.precision.value_or(static_cast<int>(largest_width * 100))));
  const std::string_view prefix = !flags.sharp ? "" : upper ? "0X" : "0x";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (flags.space && i > 0) out += ' ';
    if (i == 0 || flags.space) out += prefix;
    const ByteView octet = as_bytes(text).subspan(i, 1);
    out += upper ? hex_encode_upper(octet) : hex_encode(octet);
  }
  pad(out);
}

void Printer::string(const Value& v, const std::string& text, Rune verb) {
  switch (verb) {
    case 'v':
      return pad(flags.sharp_v ? go_quote(cut(text)) : cut(text));
    case 's':
      return pad(cut(text));
    case 'x':
    case 'X':
      return hex(text, verb == 'X');
    case 'q': {
      const std::string shown = cut(text);
      return pad(flags.sharp && can_back_quote(shown) ? "`" + shown + "`" : go_quote(shown, flags.plus));
    }
    default:
      bad(v, verb);
  }
}

void Printer::list(const Value& v, Rune verb, int depth) {
  if (v.is_bytes() && (verb == 's' || verb == 'q' || verb == 'x' || verb == 'X'))
    return string(v, v.as_string(), verb);
  if (flags.sharp_v) {
    raw(v.type_name());
    if (v.is_nil_container()) return raw("(nil)");
  }
  raw(flags.sharp_v ? "{" : "[");
  for (std::size_t i = 0; i < v.length(); ++i) {
    if (i > 0) raw(flags.sharp_v ? ", " : " ");
    value(v.element(i), verb, depth + 1);
  }
  raw(flags.sharp_v ? "}" : "]");
}

void Printer::map(const Value& v, Rune verb, int depth) {
  if (flags.sharp_v) {
    raw(v.type_name());
    if (v.is_nil_container()) return raw("(nil)");
  }
  raw(flags.sharp_v ? "{" : "map[");
  if (!v.is_nil_container()) {
    bool first = true;
    for (const auto& [key, entry] : v.as_map()->entries) {
      if (!std::exchange(first, false)) raw(flags.sharp_v ? ", " : " ");
      value(Value(key), verb, depth + 1);
      raw(":");
      value(entry, verb, depth + 1);
    }
  }
  raw(flags.sharp_v ? "}" : "]");
}

void Printer::object(const Value& v, Rune verb, int depth) {
  if (v.kind() == Kind::pointer && depth > 0)
    return raw(fmt::format("{}", static_cast<const void*>(v.as_object().get())));
  if (v.kind() == Kind::pointer) raw("&");
  if (flags.sharp_v) raw(v.type_name().substr(v.kind() == Kind::pointer ? 1 : 0));
  raw("{");
  bool first = true;
  for (const auto& [name, field] : v.as_object()->fields()) {
    if (!std::exchange(first, false)) raw(flags.sharp_v ? ", " : " ");
    if (flags.plus_v || flags.sharp_v) raw(name + ":");
    value(field, verb, depth + 1);
  }
  raw("}");
}

}  // namespace newel::templates
