// addf, subf, mulf, divf, add1f: exact decimal arithmetic on the shortest digits of each number, so that 0.1
// and 0.2 make 0.3. OpenSSL's big numbers hold the digits.
#include <openssl/bn.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "template/cast.h"
#include "template/function.h"
#include "template/numbers.h"

namespace newel::templates {
namespace {

struct BigFree {
  void operator()(BIGNUM* n) const { BN_free(n); }
};
struct ContextFree {
  void operator()(BN_CTX* c) const { BN_CTX_free(c); }
};
using Big = std::unique_ptr<BIGNUM, BigFree>;

constexpr int division_digits = 16;

Big big(const std::string& digits) {
  BIGNUM* out = nullptr;
  BN_dec2bn(&out, digits.c_str());
  return Big(out);
}

struct Decimal {
  Big value;  // times ten to the
  int exponent;
};

Decimal from_double(double f) {
  if (!std::isfinite(f)) throw Error("Cannot create a Decimal from " + format_float(f, 'g', -1));
  std::string text = format_float(f, 'e', -1);
  const auto e = text.find('e');
  int exponent = std::atoi(text.c_str() + e + 1);
  std::string digits = text.substr(0, e);
  if (const auto point = digits.find('.'); point != std::string::npos) {
    exponent -= static_cast<int>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  return {big(digits), exponent};
}

void scale(Decimal& d, int exponent, BN_CTX* context) {
  if (d.exponent <= exponent) return;
  const Big factor = big("1" + std::string(static_cast<std::size_t>(d.exponent - exponent), '0'));
  BN_mul(d.value.get(), d.value.get(), factor.get(), context);
  d.exponent = exponent;
}

void align(Decimal& a, Decimal& b, BN_CTX* context) {
  const int exponent = std::min(a.exponent, b.exponent);
  scale(a, exponent, context);
  scale(b, exponent, context);
}

// Sixteen digits behind the point, half away from zero.
void divide(Decimal& a, Decimal& b, BN_CTX* context) {
  if (BN_is_zero(b.value.get())) throw Error("decimal division by 0");
  align(a, b, context);
  const Big factor = big("1" + std::string(division_digits, '0'));
  BN_mul(a.value.get(), a.value.get(), factor.get(), context);
  const Big rest(BN_new());
  const bool negative = BN_is_negative(a.value.get()) != BN_is_negative(b.value.get());
  BN_div(a.value.get(), rest.get(), a.value.get(), b.value.get(), context);
  BN_lshift1(rest.get(), rest.get());
  if (BN_ucmp(rest.get(), b.value.get()) >= 0) {
    if (negative)
      BN_sub_word(a.value.get(), 1);
    else
      BN_add_word(a.value.get(), 1);
  }
  a.exponent = -division_digits;
}

double to_double(const Decimal& d) {
  char* const digits = BN_bn2dec(d.value.get());
  const std::string text = std::string(digits) + "e" + std::to_string(d.exponent);
  OPENSSL_free(digits);
  return parse_float(text).value_or(HUGE_VAL);
}

Value calculate(Args args, char operation) {
  const std::unique_ptr<BN_CTX, ContextFree> context(BN_CTX_new());
  Decimal total = from_double(to_float64(args[0]));
  for (const Value& v : args.subspan(1)) {
    Decimal next = from_double(to_float64(v));
    if (operation == '*') {
      BN_mul(total.value.get(), total.value.get(), next.value.get(), context.get());
      total.exponent += next.exponent;
    } else if (operation == '/') {
      divide(total, next, context.get());
    } else {
      align(total, next, context.get());
      if (operation == '+')
        BN_add(total.value.get(), total.value.get(), next.value.get());
      else
        BN_sub(total.value.get(), total.value.get(), next.value.get());
    }
  }
  return to_double(total);
}

Value apply_from(double start, Args args) {
  List all{start};
  all.insert(all.end(), args.begin(), args.end());
  return calculate(all, '+');
}

constexpr Function table[] = {
    {"addf", "a*", [](Call&, Args a) { return apply_from(0.0, a); }},
    {"add1f", "a", [](Call&, Args a) { return apply_from(1.0, a); }},
    {"subf", "aa*", [](Call&, Args a) { return calculate(a, '-'); }},
    {"mulf", "aa*", [](Call&, Args a) { return calculate(a, '*'); }},
    {"divf", "aa*", [](Call&, Args a) { return calculate(a, '/'); }},
};

}  // namespace

std::span<const Function> decimal_functions() { return table; }

}  // namespace newel::templates
