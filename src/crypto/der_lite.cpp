#include "crypto/der_lite.h"

#include <algorithm>

namespace newel::der_lite {

std::optional<ByteView> Cursor::element(Byte tag, bool whole) {
  if (rest_.size() < 2 || rest_[0] != tag) return std::nullopt;
  std::size_t header = 2;
  std::size_t length = rest_[1];
  if (length >= 0x80) {
    const std::size_t octets = length & 0x7f;
    if (octets == 0 || octets > 3 || rest_.size() < 2 + octets) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < octets; ++i) length = length << 8 | rest_[2 + i];
    const bool minimal = length >= 0x80 && length >> (8 * (octets - 1)) != 0;
    if (!minimal) return std::nullopt;
    header += octets;
  }
  if (rest_.size() - header < length) return std::nullopt;
  const ByteView found = whole ? rest_.first(header + length) : rest_.subspan(header, length);
  rest_ = rest_.subspan(header + length);
  return found;
}

std::optional<ByteView> Cursor::take(Byte tag) { return element(tag, false); }
std::optional<ByteView> Cursor::take_whole(Byte tag) { return element(tag, true); }

std::optional<ByteView> Cursor::take_unsigned() {
  const auto content = take(integer);
  if (!content || content->empty() || (*content)[0] >= 0x80) return std::nullopt;
  if ((*content)[0] != 0) return content;
  if (content->size() > 1 && (*content)[1] < 0x80) return std::nullopt;
  return content->subspan(1);
}

std::optional<int> Cursor::take_small() {
  const auto magnitude = take_unsigned();
  if (!magnitude || magnitude->size() > 4) return std::nullopt;
  std::uint32_t value = 0;
  for (Byte b : *magnitude) value = value << 8 | b;
  if (value > 0x7fffffff) return std::nullopt;
  return static_cast<int>(value);
}

std::optional<ByteView> contents(ByteView der, Byte tag) {
  Cursor cursor(der);
  const auto found = cursor.take(tag);
  return found && cursor.at_end() ? found : std::nullopt;
}

SecretBytes element(Byte tag, std::initializer_list<ByteView> parts) {
  std::size_t length = 0;
  for (ByteView part : parts) length += part.size();
  SecretBytes out;
  out.reserve(length + 6);
  out.push_back(tag);
  if (length < 0x80) {
    out.push_back(static_cast<Byte>(length));
  } else {
    int octets = 1;
    while (length >> (8 * octets) != 0) ++octets;
    out.push_back(static_cast<Byte>(0x80 | octets));
    for (int i = octets - 1; i >= 0; --i) out.push_back(static_cast<Byte>(length >> (8 * i)));
  }
  for (ByteView part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

SecretBytes unsigned_integer(ByteView magnitude) {
  static constexpr Byte zero[] = {0};
  const auto first = std::find_if(magnitude.begin(), magnitude.end(), [](Byte b) { return b != 0; });
  magnitude = magnitude.subspan(static_cast<std::size_t>(first - magnitude.begin()));
  const bool needs_sign = magnitude.empty() || magnitude[0] >= 0x80;
  return element(integer, {needs_sign ? ByteView(zero) : ByteView(), magnitude});
}

SecretBytes small_integer(unsigned value) {
  const Byte octets[] = {static_cast<Byte>(value >> 24), static_cast<Byte>(value >> 16),
                         static_cast<Byte>(value >> 8), static_cast<Byte>(value)};
  return unsigned_integer(octets);
}

Expected<ByteView> certificate_spki(ByteView certificate) {
  const auto malformed = failure("x509: malformed certificate");
  const auto outer = contents(certificate, sequence);
  if (!outer) return malformed;
  const auto tbs = Cursor(*outer).take(sequence);
  if (!tbs) return malformed;
  Cursor fields(*tbs);
  constexpr Byte version = 0xa0;
  if (fields.next_is(version) && !fields.take(version)) return malformed;
  // serial number, signature algorithm, issuer, validity, subject
  for (const Byte tag : {Byte(integer), Byte(sequence), Byte(sequence), Byte(sequence), Byte(sequence)}) {
    if (!fields.take(tag)) return malformed;
  }
  const auto spki = fields.take_whole(sequence);
  if (!spki) return malformed;
  return *spki;
}

Expected<ByteView> request_spki(ByteView request) {
  const auto malformed = failure("x509: malformed certificate request");
  const auto outer = contents(request, sequence);
  if (!outer) return malformed;
  const auto info = Cursor(*outer).take(sequence);
  if (!info) return malformed;
  Cursor fields(*info);
  if (!fields.take(integer) || !fields.take(sequence)) return malformed;  // version, subject
  const auto spki = fields.take_whole(sequence);
  if (!spki) return malformed;
  return *spki;
}

}  // namespace newel::der_lite
