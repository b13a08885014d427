// Whole and floating numbers. Arithmetic wraps around at 64 bits, as Go's does.
#include <algorithm>
#include <cmath>
#include <limits>

#include "template/cast.h"
#include "template/format.h"
#include "template/function.h"
#include "template/numbers.h"

namespace newel::templates {
namespace {

using Wide = std::uint64_t;

template <class Combine>
Value fold(Args args, Wide start, Combine combine) {
  for (const Value& v : args) start = combine(start, static_cast<Wide>(to_int64(v)));
  return Value::int64(static_cast<std::int64_t>(start));
}

Value divided(Args a, bool rest) {
  const std::int64_t x = to_int64(a[0]);
  const std::int64_t y = to_int64(a[1]);
  if (y == 0) throw Error("runtime error: integer divide by zero");
  if (y == -1) return Value::int64(rest ? 0 : static_cast<std::int64_t>(0 - static_cast<Wide>(x)));
  return Value::int64(rest ? x % y : x / y);
}

template <class Better>
Value best(Args args, Better better) {
  std::int64_t out = to_int64(args[0]);
  for (const Value& v : args) {
    if (better(to_int64(v), out)) out = to_int64(v);
  }
  return Value::int64(out);
}

Value round(Call&, Args a) {
  const double on = a.size() > 2 ? a[2].as_float() : 0.5;
  const double power = std::pow(10.0, static_cast<double>(a[1].as_int()));
  const double digit = power * to_float64(a[0]);
  double whole = 0;
  const double fraction = std::modf(digit, &whole);
  return (fraction >= on ? std::ceil(digit) : std::floor(digit)) / power;
}

Value to_decimal(Call&, Args a) {
  std::int64_t n = 0;
  return Value::int64(parse_int(default_text(a[0]), 8, n) == NumberError::none ? n : 0);
}

std::vector<std::int64_t> steps(Call& call, std::int64_t start, std::int64_t stop, std::int64_t step) {
  std::vector<std::int64_t> out;
  if (step == 0 || (start < stop) != (step > 0)) return out;
  for (std::int64_t i = start; step > 0 ? i < stop : i > stop;) {
    out.push_back(i);
    call.check_size(out.size() * sizeof(Value));
    if (__builtin_add_overflow(i, step, &i)) break;
  }
  return out;
}

Value integers(const std::vector<std::int64_t>& numbers) {
  List items;
  for (std::int64_t n : numbers) items.push_back(Value::integer(n));
  return Value::list(std::move(items), types::integers);
}

Value seq(Call& call, Args a) {
  if (a.empty() || a.size() > 3) return "";
  const std::int64_t first = a.size() == 1 ? 1 : a[0].as_int();
  const std::int64_t last = a[a.size() - 1].as_int();
  std::int64_t step = last < first ? -1 : 1;
  if (a.size() == 3) {
    step = a[1].as_int();
    if ((step > 0 && last < first) || step == 0) return "";
  }
  std::int64_t behind = 0;
  if (__builtin_add_overflow(last, last < first ? -1 : 1, &behind)) throw Error("the sequence is too long");
  std::string out;
  for (std::int64_t n : steps(call, first, behind, step)) out += (out.empty() ? "" : " ") + std::to_string(n);
  return out;
}

Value random_integer(Call& call, Args a) {
  const std::int64_t low = a[0].as_int();
  const std::int64_t high = a[1].as_int();
  if (high <= low) throw Error("invalid argument to Intn");
  return Value::integer(
      low + static_cast<std::int64_t>(call.random.below(static_cast<Wide>(high) - static_cast<Wide>(low))));
}

Value atoi(Call&, Args a) {
  std::int64_t n = 0;
  return Value::integer(parse_int(a[0].as_string(), 10, n) == NumberError::syntax ? 0 : n);
}

const auto biggest = [](Call&, Args a) { return best(a, std::greater<>()); };

const Function table[] = {
    {"int", "a", [](Call&, Args a) { return Value::integer(to_int64(a[0])); }},
    {"int64", "a", [](Call&, Args a) { return Value::int64(to_int64(a[0])); }},
    {"float64", "a", [](Call&, Args a) -> Value { return to_float64(a[0]); }},
    {"atoi", "s", atoi},
    {"add", "a*", [](Call&, Args a) { return fold(a, 0, [](Wide x, Wide y) { return x + y; }); }},
    {"add1", "a", [](Call&, Args a) { return fold(a, 1, [](Wide x, Wide y) { return x + y; }); }},
    {"sub", "aa",
     [](Call&, Args a) {
       return fold(a.subspan(1), static_cast<Wide>(to_int64(a[0])), [](Wide x, Wide y) { return x - y; });
     }},
    {"mul", "aa*", [](Call&, Args a) { return fold(a, 1, [](Wide x, Wide y) { return x * y; }); }},
    {"div", "aa", [](Call&, Args a) { return divided(a, false); }},
    {"mod", "aa", [](Call&, Args a) { return divided(a, true); }},
    {"max", "aa*", biggest},
    {"biggest", "aa*", biggest},
    {"min", "aa*", [](Call&, Args a) { return best(a, std::less<>()); }},
    {"maxf", "aa*",
     [](Call&, Args a) -> Value {
       double m = to_float64(a[0]);
       for (const Value& v : a)
         m = std::isnan(m) || std::isnan(to_float64(v)) ? std::nan("") : std::max(m, to_float64(v));
       return m;
     }},
    {"minf", "aa*",
     [](Call&, Args a) -> Value {
       double m = to_float64(a[0]);
       for (const Value& v : a)
         m = std::isnan(m) || std::isnan(to_float64(v)) ? std::nan("") : std::min(m, to_float64(v));
       return m;
     }},
    {"floor", "a", [](Call&, Args a) -> Value { return std::floor(to_float64(a[0])); }},
    {"ceil", "a", [](Call&, Args a) -> Value { return std::ceil(to_float64(a[0])); }},
    {"round", "aif*", round},
    {"toDecimal", "a", to_decimal},
    {"until", "i",
     [](Call& c, Args a) { return integers(steps(c, 0, a[0].as_int(), a[0].as_int() < 0 ? -1 : 1)); }},
    {"untilStep", "iii",
     [](Call& c, Args a) { return integers(steps(c, a[0].as_int(), a[1].as_int(), a[2].as_int())); }},
    {"seq", "i*", seq},
    {"randInt", "ii", random_integer},
};

}  // namespace

std::span<const Function> number_functions() { return table; }

}  // namespace newel::templates
