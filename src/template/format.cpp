// The directives of Go's fmt: flags, width, precision and argument indexes, applied to every element of a
// list or map in turn. A value that does not fit its verb is no error: it prints as %!verb(type=value).
#include "template/format.h"

#include <algorithm>
#include <charconv>

#include "template/printer.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

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
    if (n > largest_width) return std::nullopt;
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
  if (n > largest_width || n < -largest_width) return std::nullopt;
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
  PrintFlags& flags = printer_.flags;
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
