#include "lint/asn1.h"

#include <algorithm>
#include <bit>

#include "base/encoding.h"
#include "x509/der_reader.h"

namespace newel::lint {
namespace {

// Tag numbers from 31 on are spelled in base 128, most significant group first.
std::optional<unsigned> high_tag_number(ByteView input, std::size_t& at) {
  unsigned number = 0;
  for (int octets = 0; octets < 4; ++octets) {
    if (at >= input.size()) return std::nullopt;
    const Byte octet = input[at++];
    if (octets == 0 && octet == 0x80) return std::nullopt;
    number = number << 7 | (octet & 0x7f);
    if ((octet & 0x80) == 0) return number < 31 ? std::nullopt : std::optional(number);
  }
  return std::nullopt;
}

std::optional<std::size_t> length_of(ByteView input, std::size_t& at) {
  if (at >= input.size()) return std::nullopt;
  const Byte head = input[at++];
  if (head < 0x80) return head;
  const std::size_t count = head & 0x7f;
  if (count == 0 || count > 4 || input.size() - at < count || input[at] == 0) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < count; ++i) length = length << 8 | input[at++];
  if (length < 0x80) return std::nullopt;
  return length;
}

}  // namespace

std::optional<Element> take(ByteView& rest) {
  if (rest.empty()) return std::nullopt;
  std::size_t at = 1;
  Element out;
  out.tag_class = static_cast<TagClass>(rest[0] >> 6);
  out.constructed = (rest[0] & 0x20) != 0;
  out.number = rest[0] & 0x1f;
  if (out.number == 31) {
    const auto number = high_tag_number(rest, at);
    if (!number) return std::nullopt;
    out.number = *number;
  }
  const auto length = length_of(rest, at);
  if (!length || rest.size() - at < *length) return std::nullopt;
  out.content = rest.subspan(at, *length);
  out.whole = rest.first(at + *length);
  rest = rest.subspan(at + *length);
  return out;
}

std::optional<std::vector<Element>> elements(ByteView content) {
  std::vector<Element> out;
  while (!content.empty()) {
    const auto element = take(content);
    if (!element) return std::nullopt;
    out.push_back(*element);
  }
  return out;
}

std::vector<Element> fields(ByteView content) {
  std::vector<Element> out;
  while (const auto element = take(content)) out.push_back(*element);
  return out;
}

std::optional<Element> first(ByteView input) { return take(input); }

std::optional<std::vector<Element>> sequence(ByteView input) {
  const auto outer = first(input);
  if (!outer || !outer->is_sequence()) return std::nullopt;
  return elements(outer->content);
}

std::optional<std::vector<Element>> sequence_fields(ByteView input) {
  const auto outer = first(input);
  if (!outer || !outer->is_sequence()) return std::nullopt;
  return fields(outer->content);
}

std::size_t Integer::bits() const {
  if (magnitude.empty()) return 0;
  return (magnitude.size() - 1) * 8 + static_cast<std::size_t>(std::bit_width(unsigned{magnitude.front()}));
}

unsigned Integer::remainder(unsigned divisor) const {
  std::uint64_t rest = 0;
  for (const Byte octet : magnitude) rest = (rest << 8 | octet) % divisor;
  return static_cast<unsigned>(rest);
}

std::optional<std::int64_t> Integer::small() const {
  if (bits() > 63) return std::nullopt;
  std::int64_t value = 0;
  for (const Byte octet : magnitude) value = value << 8 | octet;
  return negative ? -value : value;
}

std::optional<Integer> read_integer(ByteView content) {
  if (content.empty()) return std::nullopt;
  if (content.size() > 1 &&
      ((content[0] == 0 && content[1] < 0x80) || (content[0] == 0xff && content[1] >= 0x80)))
    return std::nullopt;
  Integer out;
  out.negative = content[0] >= 0x80;
  out.magnitude = to_bytes(content);
  if (out.negative) {  // two's complement
    for (Byte& octet : out.magnitude) octet = static_cast<Byte>(~octet);
    for (auto octet = out.magnitude.rbegin(); octet != out.magnitude.rend() && ++*octet == 0; ++octet) {
    }
  }
  const auto start = std::find_if(out.magnitude.begin(), out.magnitude.end(), [](Byte b) { return b != 0; });
  out.magnitude.erase(out.magnitude.begin(), start);
  return out;
}

std::string read_oid(ByteView content) {
  auto dotted = x509::decode_oid(content);
  return dotted ? std::move(*dotted) : "?" + hex_encode(content);
}

std::optional<bool> read_boolean(ByteView content) {
  if (content.size() != 1 || (content[0] != 0 && content[0] != 0xff)) return std::nullopt;
  return content[0] != 0;
}

bool BitString::at(std::size_t index) const {
  return index < bits && (octets[index / 8] >> (7 - index % 8) & 1) != 0;
}

std::optional<BitString> read_bit_string(ByteView content) {
  if (content.empty() || content[0] > 7 || (content.size() == 1 && content[0] != 0)) return std::nullopt;
  if (content.size() > 1 && (content.back() & ((1U << content[0]) - 1)) != 0) return std::nullopt;
  return BitString{content.subspan(1), (content.size() - 1) * 8 - content[0]};
}

}  // namespace newel::lint
