// The printer behind format.h: one value after the other with flags, width and precision.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "template/unicode.h"
#include "template/value.h"

namespace newel::templates {

constexpr std::int64_t largest_width = 1'000'000;  ///< of a field, and of its precision

/// What stands between "%" and the verb.
struct PrintFlags {
  bool minus = false, plus = false, sharp = false, space = false, zero = false;
  bool plus_v = false, sharp_v = false;
  std::optional<int> width, precision;
};

/// Throws Error when the text becomes larger than `limit`.
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
  PrintFlags flags;

 private:
  void value(const Value& v, Rune verb, int depth);
  void nil(Rune verb, int depth);
  void nil_pointer(const Value& v, Rune verb);
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
  bool in_bad_form_ = false;  // no text forms inside "%!d(...)"
};

}  // namespace newel::templates
