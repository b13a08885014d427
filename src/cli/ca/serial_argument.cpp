#include "cli/ca/serial_argument.h"

#include <algorithm>

#include "base/text.h"
#include "x509/certificate.h"

namespace newel::cli::ca {
namespace {

// Far more than the 20 octets RFC 5280 allows; a limit keeps the quadratic arithmetic below harmless.
constexpr std::size_t longest = 512;

int base_of(std::string_view& digits) {
  if (digits.size() < 2 || digits[0] != '0') return 10;
  const char mark = digits[1];
  const int base = mark == 'x' || mark == 'X'   ? 16
                   : mark == 'b' || mark == 'B' ? 2
                   : mark == 'o' || mark == 'O' ? 8
                                                : 0;
  digits.remove_prefix(base == 0 ? 1 : 2);
  return base == 0 ? 8 : base;
}

int value_of(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return 99;
}

// number = number * base + digit, octets big-endian.
void multiply_add(Bytes& number, int base, int digit) {
  unsigned carry = static_cast<unsigned>(digit);
  for (auto octet = number.rbegin(); octet != number.rend(); ++octet) {
    carry += *octet * static_cast<unsigned>(base);
    *octet = static_cast<Byte>(carry);
    carry >>= 8;
  }
  if (carry != 0) number.insert(number.begin(), static_cast<Byte>(carry));
}

}  // namespace

std::string decimal_serial(std::string_view text) {
  const Error wrong(
      "'" + std::string(text) +
      "' is not a valid serial number - use a base 10 representation or add a prefix indicating the base");
  std::string_view digits = text;
  const int base = base_of(digits);
  if (digits.empty() || digits.size() > longest) throw wrong;
  Bytes number{0};
  for (const char c : digits) {
    const int digit = value_of(c);
    if (digit >= base) throw wrong;
    multiply_add(number, base, digit);
  }
  return x509::Serial{number}.decimal();
}

}  // namespace newel::cli::ca
