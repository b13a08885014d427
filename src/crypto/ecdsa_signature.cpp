#include "crypto/ecdsa_signature.h"

#include <algorithm>

#include "crypto/der_lite.h"

namespace newel {
namespace {

constexpr std::size_t largest_field = 66;

void append_integer(Bytes& out, ByteView magnitude) {
  while (magnitude.size() > 1 && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  const bool sign = magnitude[0] >= 0x80;
  out.push_back(der_lite::integer);
  out.push_back(static_cast<Byte>(magnitude.size() + (sign ? 1 : 0)));
  if (sign) out.push_back(0);
  append(out, magnitude);
}

}  // namespace

Expected<Bytes> ecdsa_raw_to_der(ByteView raw) {
  const std::size_t field = raw.size() / 2;
  if (raw.empty() || raw.size() % 2 != 0 || field > largest_field) {
    return failure("ECDSA signature has the wrong length");
  }
  // Room for the longest header is left in front; the shorter one is used when the contents fit it.
  Bytes out{der_lite::sequence, 0x81, 0};
  out.reserve(raw.size() + 9);
  append_integer(out, raw.first(field));
  append_integer(out, raw.subspan(field));
  const auto length = static_cast<Byte>(out.size() - 3);
  if (length >= 0x80) {
    out[2] = length;
  } else {
    out.erase(out.begin() + 1);
    out[1] = length;
  }
  return out;
}

Expected<Bytes> ecdsa_der_to_raw(ByteView der, std::size_t field) {
  const auto malformed = failure("malformed ECDSA signature");
  const auto content = der_lite::contents(der, der_lite::sequence);
  if (!content) return malformed;
  der_lite::Cursor numbers(*content);
  const auto r = numbers.take_unsigned();
  const auto s = numbers.take_unsigned();
  if (!r || !s || !numbers.at_end() || r->size() > field || s->size() > field) return malformed;
  Bytes out(2 * field);
  std::copy(r->begin(), r->end(), out.begin() + static_cast<std::ptrdiff_t>(field - r->size()));
  std::copy(s->begin(), s->end(), out.end() - static_cast<std::ptrdiff_t>(s->size()));
  return out;
}

}  // namespace newel
