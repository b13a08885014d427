// The printer of Go's fmt: flags, width, precision and argument indexes, applied to every element of a list
// or map in turn. A value that does not fit its verb is no error: it prints as %!verb(type=value).
#include "template/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <charconv>

#include "base/encoding.h"
#include "template/numbers.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

constexpr int max_depth = 20000;
constexpr std::int64_t max_number = 1'000'000;  // of width and precision

struct Flags {
  bool minus = false, plus = false, sharp = false, space = false, zero = false;
  bool plus_v = false, sharp_v = false;
  std::optional<int> width, precision;
};

class Printer {
 public:
  explicit Printer(std::size_t limit) : limit_(limit) {}
  void value(const Value& v, Rune verb) { value(v, verb, 0); }
  std::string take() { return std::move(out_); }
  void raw(std::string_view text) {
    if (out_.size() + text.size() > limit_)
      throw Error("the text is larger than " + std::to_string(limit_) + " bytes");
    out_ += text;
  }
  Flags flags;

 private:
  void value(const Value& v, Rune verb, int depth);
  void nil(Rune verb, int depth);
  bool text_form(const Value& v, Rune verb);
  void boolean(const Value& v, Rune verb);
  void integer(const Value& v, std::uint64_t n, bool is_signed, Rune verb);
  void digits(std::uint64_t n, int base, bool is_signed, Rune verb);
  void code_point(std::uint64_t n);
  void floating(const Value& v, double f, Rune verb);
  void number(double f, char form, int precision);
  void complex(const Value& v, Rune verb);
  void string(const Value& v, const std::string& text, Rune verb);
  void hex(const std::string& text, bool upper);
  void list(const Value& v, Rune verb, int depth);
  void map(const Value& v, Rune verb, int depth);
  void object(const Value& v, Rune verb, int depth);
  void bad(const Value& v, Rune verb);
  void pad(std::string_view text);
  void pad_without_zeros(std::string_view text) {
    const bool zero = std::exchange(flags.zero, false);
    pad(text);
    flags.zero = zero;
  }
  std::string cut(const std::string& text) const;

  std::string out_;
  std::size_t limit_;
};

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
    value(v, 'v');
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

bool Printer::text_form(const Value& v, Rune verb) {
  if (v.type()->text == nullptr || flags.sharp_v) return false;
  if (std::u32string_view(U"vsxXq").find(verb) == std::u32string_view::npos) return false;
  string(v, v.type()->text(v), verb);
  return true;
}

void Printer::value(const Value& v, Rune verb, int depth) {
  if (depth > max_depth) throw Error("the value is nested too deep");
  if (v.is_nil()) return nil(verb, depth);
  if (verb == 'T' && depth == 0) return string(v, std::string(v.type_name()), 's');
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
      text.size(), static_cast<std::size_t>(flags.precision.value_or(static_cast<int>(max_number * 100))));
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

// The directives of one format string.
class Formatter {
 public:
  Formatter(std::string_view format, Args args, std::size_t limit)
      : rest_(format), args_(args), printer_(limit) {}
  std::string run();

 private:
  void directive();
  void take_flags();
  void take_index();
  void take_width();
  void take_precision();
  void convert();
  std::optional<int> take_number();
  std::optional<int> number_argument();
  void surplus();
  char first() const { return rest_.empty() ? '\0' : rest_[0]; }

  std::string_view rest_;
  Args args_;
  Printer printer_;
  std::size_t at_ = 0;
  bool reordered_ = false;
  bool good_index_ = true;
  bool after_index_ = false;
};

std::optional<int> Formatter::take_number() {
  if (first() < '0' || first() > '9') return std::nullopt;
  std::int64_t n = 0;
  for (; first() >= '0' && first() <= '9'; rest_.remove_prefix(1)) {
    n = n * 10 + (first() - '0');
    if (n > max_number) return std::nullopt;
  }
  return static_cast<int>(n);
}

// "[3]": the next argument is the third.
void Formatter::take_index() {
  if (first() != '[') return;
  reordered_ = true;
  const auto close = rest_.find(']');
  if (close == std::string_view::npos) {
    good_index_ = false;
    rest_.remove_prefix(1);
    return;
  }
  const std::string_view inside = rest_.substr(1, close - 1);
  std::uint64_t n = 0;
  const auto r = std::from_chars(inside.data(), inside.data() + inside.size(), n);
  const bool good = !inside.empty() && r.ec == std::errc() && r.ptr == inside.data() + inside.size() &&
                    n >= 1 && n <= args_.size();
  rest_.remove_prefix(close + 1);
  if (good) {
    at_ = n - 1;
    after_index_ = true;
  } else {
    good_index_ = false;
  }
}

std::optional<int> Formatter::number_argument() {
  if (at_ >= args_.size()) return std::nullopt;
  const Value& v = args_[at_++];
  if (!v.is_signed() && !v.is_unsigned()) return std::nullopt;
  const std::int64_t n = v.is_signed() ? v.as_int() : static_cast<std::int64_t>(v.as_uint());
  if (n > max_number || n < -max_number) return std::nullopt;
  return static_cast<int>(n);
}

void Formatter::take_flags() {
  for (;; rest_.remove_prefix(1)) {
    switch (first()) {
      case '#':
        printer_.flags.sharp = true;
        break;
      case '0':
        printer_.flags.zero = true;
        break;
      case '+':
        printer_.flags.plus = true;
        break;
      case '-':
        printer_.flags.minus = true;
        break;
      case ' ':
        printer_.flags.space = true;
        break;
      default:
        return;
    }
  }
}

void Formatter::take_width() {
  if (first() != '*') {
    printer_.flags.width = take_number();
    if (after_index_ && printer_.flags.width) good_index_ = false;  // "%[3]2d"
    return;
  }
  rest_.remove_prefix(1);
  printer_.flags.width = number_argument();
  if (!printer_.flags.width) printer_.raw("%!(BADWIDTH)");
  if (printer_.flags.width.value_or(0) < 0) {
    printer_.flags.width = -*printer_.flags.width;
    printer_.flags.minus = true;
    printer_.flags.zero = false;
  }
  after_index_ = false;
}

void Formatter::take_precision() {
  if (rest_.size() < 1 || first() != '.') return;
  rest_.remove_prefix(1);
  if (after_index_) good_index_ = false;  // "%[3].2d"
  take_index();
  if (first() != '*') {
    const bool digits = first() >= '0' && first() <= '9';
    printer_.flags.precision = take_number();
    if (!printer_.flags.precision && !digits) printer_.flags.precision = 0;
    return;
  }
  rest_.remove_prefix(1);
  printer_.flags.precision = number_argument();
  if (printer_.flags.precision.value_or(0) < 0) printer_.flags.precision.reset();
  if (!printer_.flags.precision) printer_.raw("%!(BADPREC)");
  after_index_ = false;
}

void Formatter::convert() {
  if (!after_index_) take_index();
  if (rest_.empty()) return printer_.raw("%!(NOVERB)");
  const Decoded verb = decode_rune(rest_);
  const std::string shown(rest_.substr(0, static_cast<std::size_t>(verb.size)));
  rest_.remove_prefix(static_cast<std::size_t>(verb.size));
  if (verb.rune == '%') return printer_.raw("%");
  if (!good_index_) return printer_.raw("%!" + shown + "(BADINDEX)");
  if (at_ >= args_.size()) return printer_.raw("%!" + shown + "(MISSING)");
  Flags& flags = printer_.flags;
  if (verb.rune == 'v') {
    flags.sharp_v = std::exchange(flags.sharp, false);
    flags.plus_v = std::exchange(flags.plus, false);
  }
  printer_.value(args_[at_++], verb.rune);
}

void Formatter::directive() {
  printer_.flags = {};
  good_index_ = true;
  after_index_ = false;
  take_flags();
  take_index();
  take_width();
  take_precision();
  convert();
}

void Formatter::surplus() {
  printer_.flags = {};
  printer_.raw("%!(EXTRA ");
  for (std::size_t i = at_; i < args_.size(); ++i) {
    if (i > at_) printer_.raw(", ");
    if (args_[i].is_nil()) {
      printer_.raw("<nil>");
    } else {
      printer_.raw(std::string(args_[i].type_name()) + "=");
      printer_.value(args_[i], 'v');
    }
  }
  printer_.raw(")");
}

std::string Formatter::run() {
  while (!rest_.empty()) {
    const auto percent = rest_.find('%');
    printer_.raw(rest_.substr(0, percent));
    if (percent == std::string_view::npos) break;
    rest_.remove_prefix(percent + 1);
    directive();
  }
  if (!reordered_ && at_ < args_.size()) surplus();
  return printer_.take();
}

constexpr std::size_t print_limit = std::size_t{16} << 20;

}  // namespace

std::string with_verb(const Value& value, char verb) {
  Printer printer(print_limit);
  printer.value(value, static_cast<Rune>(verb));
  return printer.take();
}

std::string default_text(const Value& value) { return with_verb(value, 'v'); }

std::string printed_text(const Value& value) {
  std::string text = default_text(value);
  const bool pointed =
      value.kind() == Kind::pointer && value.type()->text == nullptr && text.starts_with('&');
  return pointed ? text.substr(1) : text;
}

std::string sprint(Args args) {
  std::string out;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i > 0 && args[i].kind() != Kind::string && args[i - 1].kind() != Kind::string) out += ' ';
    out += default_text(args[i]);
  }
  return out;
}

std::string sprintln(Args args) {
  std::string out;
  for (const Value& value : args) {
    if (&value != args.data()) out += ' ';
    out += default_text(value);
  }
  return out + "\n";
}

std::string sprintf_go(std::string_view format, Args args, std::size_t limit) {
  return Formatter(format, args, limit).run();
}

}  // namespace newel::templates
