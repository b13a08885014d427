#include "x509/der_writer.h"

#include <algorithm>

#include "base/text.h"

namespace newel::x509 {
namespace {

char* put_two(char* out, unsigned value) {
  *out++ = static_cast<char>('0' + value / 10);
  *out++ = static_cast<char>('0' + value % 10);
  return out;
}

bool is_printable_string(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
  });
}

}  // namespace

DerWriter::DerWriter(std::size_t reserve) : buffer_(std::max<std::size_t>(reserve, 16)) {}

ByteView DerWriter::view() const { return ByteView(buffer_).last(used_); }

// What is written lies at the end of the buffer; growing keeps it there.
void DerWriter::prepend(ByteView octets) {
  if (octets.empty()) return;
  if (buffer_.size() - used_ < octets.size()) {
    Bytes bigger(std::max(buffer_.size() * 2, used_ + octets.size() + 64));
    std::copy(buffer_.end() - static_cast<std::ptrdiff_t>(used_), buffer_.end(),
              bigger.end() - static_cast<std::ptrdiff_t>(used_));
    buffer_ = std::move(bigger);
  }
  used_ += octets.size();
  std::memcpy(buffer_.data() + (buffer_.size() - used_), octets.data(), octets.size());
}

void DerWriter::header(Byte tag, std::size_t length) {
  Byte octets[2 + sizeof length];
  Byte* first = octets + sizeof octets;
  if (length < 0x80) {
    *--first = static_cast<Byte>(length);
  } else {
    Byte count = 0;
    for (std::size_t rest = length; rest != 0; rest >>= 8, ++count) *--first = static_cast<Byte>(rest);
    *--first = static_cast<Byte>(0x80 | count);
  }
  *--first = tag;
  prepend({first, octets + sizeof octets});
}

void DerWriter::close(Byte tag, std::size_t mark) { header(tag, used_ - mark); }

void DerWriter::raw(ByteView der) { prepend(der); }

void DerWriter::primitive(Byte tag, ByteView content) {
  prepend(content);
  header(tag, content.size());
}

void DerWriter::boolean(bool value) {
  const Byte octet = value ? 0xff : 0x00;
  primitive(Tag::boolean, {&octet, 1});
}

void DerWriter::integer(std::int64_t value) {
  Byte octets[8];
  for (int i = 7; i >= 0; --i, value >>= 8) octets[i] = static_cast<Byte>(value);
  std::size_t first = 0;
  while (first < 7 && ((octets[first] == 0x00 && (octets[first + 1] & 0x80) == 0) ||
                       (octets[first] == 0xff && (octets[first + 1] & 0x80) != 0))) {
    ++first;
  }
  primitive(Tag::integer, ByteView(octets).subspan(first));
}

void DerWriter::positive_integer(ByteView magnitude) {
  while (!magnitude.empty() && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  const bool needs_zero = magnitude.empty() || (magnitude[0] & 0x80) != 0;
  const Byte zero = 0;
  prepend(magnitude);
  if (needs_zero) prepend({&zero, 1});
  header(Tag::integer, magnitude.size() + (needs_zero ? 1 : 0));
}

void DerWriter::oid(std::string_view dotted) { primitive(Tag::oid, value_or_throw(encode_oid(dotted))); }

void DerWriter::null() { header(Tag::null, 0); }

void DerWriter::bit_string(ByteView content, int unused_bits) {
  const auto unused = static_cast<Byte>(unused_bits);
  prepend(content);
  prepend({&unused, 1});
  header(Tag::bit_string, content.size() + 1);
}

void DerWriter::directory_text(std::string_view value) {
  if (is_printable_string(value)) return text(Tag::printable_string, value);
  if (!is_valid_utf8(value)) throw Error("asn1: string not valid UTF-8");
  text(Tag::utf8_string, value);
}

void DerWriter::time(Time t) {
  const CivilTime civil = to_civil(t);
  if (civil.year < 0 || civil.year > 9999) throw Error("asn1: cannot represent time as GeneralizedTime");
  const bool short_year = civil.year >= 1950 && civil.year < 2050;
  const auto year = static_cast<unsigned>(civil.year);
  char digits[16];
  char* end = digits;
  if (!short_year) end = put_two(end, year / 100);
  end = put_two(end, year % 100);
  for (unsigned part : {civil.month, civil.day, civil.hour, civil.minute, civil.second})
    end = put_two(end, part);
  *end++ = 'Z';
  text(short_year ? Tag::utc_time : Tag::generalized_time, {digits, static_cast<std::size_t>(end - digits)});
}

}  // namespace newel::x509
