#include "base/base32.h"

namespace newel {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

}  // namespace

std::string base32_encode(ByteView bytes) {
  std::string out;
  unsigned group = 0;
  int bits = 0;
  for (Byte b : bytes) {
    group = group << 8 | b;
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(alphabet[group >> (bits - 5) & 31]);
  }
  if (bits > 0) out.push_back(alphabet[group << (5 - bits) & 31]);
  return out;
}

Expected<Bytes> base32_decode(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  // 1, 3 and 6 digits behind the last full group of eight carry no whole octet of their own.
  if (const auto rest = text.size() % 8; rest == 1 || rest == 3 || rest == 6)
    return failure("illegal base32 length");
  Bytes out;
  unsigned group = 0;
  int bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = value_of(text[i]);
    if (value < 0) return failure("illegal base32 data at input byte " + std::to_string(i));
    group = group << 5 | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<Byte>(group >> bits));
    }
  }
  return out;
}

}  // namespace newel
