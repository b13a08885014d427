// What a key may be used for: keyUsage, extKeyUsage, basicConstraints (RFC 5280 sections 4.2.1.3, .12, .9).
#include <limits>

#include "x509/der_reader.h"
#include "x509/der_writer.h"
#include "x509/extensions.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

constexpr unsigned key_usage_bits = 9;

// Named bit i is the (i+1)-th bit from the left: the order of bits in an octet is turned around.
unsigned octet_bit(unsigned i) { return 0x80u >> (i % 8); }

}  // namespace

Extension encode_key_usage(unsigned usage) {
  Byte octets[2] = {};
  int highest = -1;
  for (unsigned i = 0; i < key_usage_bits; ++i) {
    if ((usage >> i & 1) == 0) continue;
    octets[i / 8] = static_cast<Byte>(octets[i / 8] | octet_bit(i));
    highest = static_cast<int>(i);
  }
  // DER: a named bit list has no trailing zero bits (X.690 section 11.2.2).
  DerWriter writer(16);
  writer.bit_string(ByteView(octets).first(static_cast<std::size_t>(highest + 8) / 8),
                    highest < 0 ? 0 : 7 - highest % 8);
  return {std::string(oids::key_usage), true, writer.take()};
}

Expected<unsigned> decode_key_usage(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid key usage"); };
  const auto bits = der_contents(value, Tag::bit_string);
  if (!bits || bits->empty()) return invalid();
  const unsigned unused = (*bits)[0];
  const ByteView octets = bits->subspan(1);
  if (unused > 7 || (octets.empty() && unused != 0)) return invalid();
  if (!octets.empty() && (octets.back() & ((1u << unused) - 1)) != 0) return invalid();
  unsigned usage = 0;
  for (unsigned i = 0; i < key_usage_bits && i / 8 < octets.size(); ++i) {
    if ((octets[i / 8] & octet_bit(i)) != 0) usage |= 1u << i;
  }
  return usage;
}

Extension encode_extended_key_usage(const std::vector<std::string>& list) {
  DerWriter writer(64);
  for (auto oid = list.rbegin(); oid != list.rend(); ++oid) writer.oid(*oid);
  writer.close(Tag::sequence, 0);
  return {std::string(oids::extended_key_usage), false, writer.take()};
}

Expected<std::vector<std::string>> decode_extended_key_usage(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid extended key usages"); };
  const auto contents = der_contents(value, Tag::sequence);
  // SIZE (1..MAX), and an empty list must not pass for none, which means "any".
  if (!contents || contents->empty()) return invalid();
  std::vector<std::string> out;
  for (DerReader reader(*contents); !reader.at_end();) {
    auto oid = reader.object_identifier();
    if (!oid) return invalid();
    out.push_back(std::move(*oid));
  }
  return out;
}

Extension encode_basic_constraints(const BasicConstraints& constraints) {
  DerWriter writer(16);
  if (constraints.max_path_len) writer.integer(*constraints.max_path_len);
  if (constraints.is_ca) writer.boolean(true);
  writer.close(Tag::sequence, 0);
  return {std::string(oids::basic_constraints), true, writer.take()};
}

Expected<BasicConstraints> decode_basic_constraints(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid basic constraints"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return invalid();
  DerReader reader(*contents);
  BasicConstraints out;
  if (reader.peek_tag() == Byte{Tag::boolean}) {
    const auto is_ca = reader.boolean();
    if (!is_ca) return invalid();
    out.is_ca = *is_ca;
  }
  if (!reader.at_end()) {
    const auto length = reader.small_integer();
    if (!length || *length < 0 || *length > std::numeric_limits<int>::max()) return invalid();
    out.max_path_len = static_cast<int>(*length);
  }
  if (!reader.at_end()) return invalid();
  return out;
}

}  // namespace newel::x509
