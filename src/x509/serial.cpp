// Serial numbers between octets and decimal text, without a big-number library: at twenty octets (RFC 5280
// section 4.1.2.2) the schoolbook way is faster than setting one up.
#include <algorithm>

#include "base/encoding.h"
#include "x509/certificate.h"

namespace newel::x509 {
namespace {

// Texts from outside: more digits than any serial number has are refused before the quadratic work.
constexpr std::size_t max_digits = 400;

Bytes without_leading_zeros(Bytes octets) {
  const auto first = std::find_if(octets.begin(), octets.end(), [](Byte b) { return b != 0; });
  octets.erase(octets.begin(), first);
  if (octets.empty()) octets.push_back(0);
  return octets;
}

// octets = octets * 10 + digit, growing at the front.
void push_digit(Bytes& octets, unsigned digit) {
  unsigned carry = digit;
  for (auto it = octets.rbegin(); it != octets.rend(); ++it) {
    carry += *it * 10u;
    *it = static_cast<Byte>(carry);
    carry >>= 8;
  }
  if (carry != 0) octets.insert(octets.begin(), static_cast<Byte>(carry));
}

}  // namespace

std::string Serial::decimal() const {
  constexpr std::uint32_t chunk = 1'000'000'000;
  std::vector<std::uint32_t> chunks{0};  // base 10^9, least significant first
  for (Byte b : magnitude) {
    std::uint64_t carry = b;
    for (std::uint32_t& c : chunks) {
      carry += std::uint64_t{c} << 8;
      c = static_cast<std::uint32_t>(carry % chunk);
      carry /= chunk;
    }
    if (carry != 0) chunks.push_back(static_cast<std::uint32_t>(carry));
  }
  std::string out = std::to_string(chunks.back());
  for (std::size_t i = chunks.size() - 1; i-- > 0;) {
    const std::string digits = std::to_string(chunks[i]);
    out.append(9 - digits.size(), '0').append(digits);
  }
  return out;
}

std::string Serial::hex() const { return hex_encode(magnitude); }

std::optional<Serial> parse_serial(std::string_view text) {
  if (text.size() > max_digits) return std::nullopt;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    std::string digits(text.substr(2));
    if (digits.empty()) return std::nullopt;
    if (digits.size() % 2 != 0) digits.insert(digits.begin(), '0');
    auto octets = hex_decode(digits);
    if (!octets) return std::nullopt;
    return Serial{without_leading_zeros(std::move(*octets))};
  }
  if (text.empty()) return std::nullopt;
  Bytes octets{0};
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    push_digit(octets, static_cast<unsigned>(c - '0'));
  }
  return Serial{without_leading_zeros(std::move(octets))};
}

}  // namespace newel::x509
