#include "x509/der_reader.h"

namespace newel::x509 {
namespace {

constexpr Byte high_tag_number = 0x1f;
// Four octets of length reach 4 GiB: revocation lists of a million entries pass 16 MiB.
constexpr unsigned max_length_octets = 4;

bool all_digits(std::string_view text) {
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

int two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

// RFC 5280 section 4.1.2.5: seconds are present, the zone is Z, there is no fraction.
Expected<Time> parse_time(std::string_view text, Byte tag) {
  const std::size_t year_digits = tag == Tag::utc_time ? 2 : 4;
  if (text.size() != year_digits + 11 || text.back() != 'Z' || !all_digits(text.substr(0, text.size() - 1))) {
    return failure(tag == Tag::utc_time ? "malformed UTCTime" : "malformed GeneralizedTime");
  }
  CivilTime civil{};
  const int first = two_digits(text, 0);
  if (tag == Tag::utc_time) {
    civil.year = first >= 50 ? 1900 + first : 2000 + first;
  } else {
    civil.year = first * 100 + two_digits(text, 2);
  }
  const auto part = [&](std::size_t i) {
    return static_cast<unsigned>(two_digits(text, year_digits + 2 * i));
  };
  civil.month = part(0);
  civil.day = part(1);
  civil.hour = part(2);
  civil.minute = part(3);
  civil.second = part(4);
  Time out;
  if (!from_civil(civil, out)) return failure("a time that does not exist: " + std::string(text));
  return out;
}

// Two's complement with no superfluous leading octet (X.690 section 8.3.2).
bool is_minimal_integer(ByteView content) {
  if (content.empty()) return false;
  if (content.size() == 1) return true;
  const bool sign = (content[1] & 0x80) != 0;
  return !((content[0] == 0x00 && !sign) || (content[0] == 0xff && sign));
}

}  // namespace

std::optional<Byte> DerReader::peek_tag() const {
  if (rest_.empty()) return std::nullopt;
  return rest_[0];
}

Expected<DerElement> DerReader::any() {
  if (rest_.size() < 2) return failure("truncated element");
  const Byte tag = rest_[0];
  if (tag == 0 || (tag & high_tag_number) == high_tag_number) return failure("unsupported tag");
  std::size_t header = 2;
  std::size_t length = rest_[1];
  if (length >= 0x80) {
    const unsigned count = rest_[1] & 0x7f;
    if (count == 0) return failure("indefinite length");
    if (count > max_length_octets) return failure("length is too large");
    if (rest_.size() < 2 + count) return failure("truncated length");
    length = 0;
    for (unsigned i = 0; i < count; ++i) length = length << 8 | rest_[2 + i];
    const std::size_t smallest = count == 1 ? 0x80 : std::size_t{1} << (8 * (count - 1));
    if (length < smallest) return failure("length is not minimal");
    header += count;
  }
  if (length > rest_.size() - header) return failure("truncated element");
  const DerElement element{tag, rest_.subspan(header, length), rest_.first(header + length)};
  rest_ = rest_.subspan(header + length);
  return element;
}

Expected<DerElement> DerReader::expect(Byte tag) {
  if (rest_.empty()) return failure("missing element");
  if (rest_[0] != tag) return failure("unexpected tag");
  return any();
}

Expected<std::optional<DerElement>> DerReader::optional(Byte tag) {
  if (rest_.empty() || rest_[0] != tag) return std::optional<DerElement>();
  auto element = any();
  if (!element) return tl::unexpected(element.error());
  return std::optional<DerElement>(*element);
}

Expected<std::int64_t> DerReader::small_integer() {
  DerReader ahead(rest_);
  const auto element = ahead.expect(Tag::integer);
  if (!element) return tl::unexpected(element.error());
  const ByteView content = element->content;
  if (!is_minimal_integer(content)) return failure("integer is not minimally encoded");
  if (content.size() > 8) return failure("integer is too large");
  std::uint64_t value = (content[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (Byte b : content) value = value << 8 | b;
  *this = ahead;
  return static_cast<std::int64_t>(value);
}

Expected<ByteView> DerReader::positive_integer() {
  DerReader ahead(rest_);
  const auto element = ahead.expect(Tag::integer);
  if (!element) return tl::unexpected(element.error());
  const ByteView content = element->content;
  if (!is_minimal_integer(content)) return failure("integer is not minimally encoded");
  if ((content[0] & 0x80) != 0) return failure("integer is negative");
  *this = ahead;
  return content.size() > 1 && content[0] == 0 ? content.subspan(1) : content;
}

Expected<std::string> DerReader::object_identifier() {
  DerReader ahead(rest_);
  const auto element = ahead.expect(Tag::oid);
  if (!element) return tl::unexpected(element.error());
  auto dotted = decode_oid(element->content);
  if (dotted) *this = ahead;
  return dotted;
}

Expected<bool> DerReader::boolean() {
  DerReader ahead(rest_);
  const auto element = ahead.expect(Tag::boolean);
  if (!element) return tl::unexpected(element.error());
  if (element->content.size() != 1) return failure("malformed boolean");
  const Byte value = element->content[0];
  if (value != 0x00 && value != 0xff) return failure("malformed boolean");
  *this = ahead;
  return value == 0xff;
}

Expected<Time> DerReader::time() {
  DerReader ahead(rest_);
  const auto element = ahead.any();
  if (!element) return tl::unexpected(element.error());
  if (element->tag != Tag::utc_time && element->tag != Tag::generalized_time)
    return failure("unsupported time format");
  auto time = parse_time(as_text(element->content), element->tag);
  if (time) *this = ahead;
  return time;
}

Expected<void> DerReader::end() const {
  if (!rest_.empty()) return failure("trailing data");
  return {};
}

bool is_well_formed(const DerElement& element) {
  constexpr Byte class_bits = 0xc0, constructed = 0x20, number_bits = 0x1f;
  if ((element.tag & class_bits) != 0) return true;
  const bool is_list = (element.tag & number_bits) == (Tag::sequence & number_bits) ||
                       (element.tag & number_bits) == (Tag::set & number_bits);
  if (((element.tag & constructed) != 0) != is_list) return false;
  const ByteView content = element.content;
  switch (element.tag) {
    case Tag::boolean:
      return content.size() == 1;
    case Tag::integer:
    case Tag::enumerated:
      return is_minimal_integer(content);
    case Tag::bit_string:
      return !content.empty() && content[0] <= 7 && (content.size() > 1 || content[0] == 0);
    case Tag::null:
      return content.empty();
    case Tag::oid:
      return decode_oid(content).has_value();
    case Tag::bmp_string:
      return content.size() % 2 == 0;
    case Tag::universal_string:
      return content.size() % 4 == 0;
    default:
      return true;
  }
}

Expected<ByteView> der_contents(ByteView der, Byte tag) {
  DerReader reader(der);
  const auto element = reader.expect(tag);
  if (!element) return tl::unexpected(element.error());
  if (!reader.at_end()) return failure("trailing data");
  return element->content;
}

Expected<ByteView> whole_octets(const DerElement& bit_string) {
  if (bit_string.content.empty() || bit_string.content[0] != 0) return failure("malformed bit string");
  return bit_string.content.subspan(1);
}

}  // namespace newel::x509
