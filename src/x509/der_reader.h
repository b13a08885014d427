// Strict DER (X.690) reading of outside bytes: every length is checked, indefinite and non-minimal lengths,
// non-minimal integers and trailing bytes are failures, nesting is bounded by the caller's recursion.
//
// A reader is a view with a position: copying one is free, and a failed read leaves it where it was, so that
// a caller may report the failure in its own words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/time.h"

namespace newel::x509 {

/// Universal tags as they stand in the identifier octet (constructed bit included where DER demands it).
enum Tag : Byte {
  boolean = 0x01,
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  null = 0x05,
  oid = 0x06,
  enumerated = 0x0a,
  utf8_string = 0x0c,
  numeric_string = 0x12,
  printable_string = 0x13,
  t61_string = 0x14,
  ia5_string = 0x16,
  utc_time = 0x17,
  generalized_time = 0x18,
  universal_string = 0x1c,
  bmp_string = 0x1e,
  sequence = 0x30,
  set = 0x31,
};
constexpr Byte context(int n) { return static_cast<Byte>(0x80 | n); }              ///< [n] IMPLICIT primitive
constexpr Byte context_constructed(int n) { return static_cast<Byte>(0xa0 | n); }  ///< [n] constructed

struct DerElement {
  Byte tag = 0;
  ByteView content;
  ByteView whole;  ///< identifier, length and content
};

/// A cursor over the elements of one DER value. Views borrow from the input.
class DerReader {
 public:
  explicit DerReader(ByteView input) : rest_(input) {}

  bool at_end() const { return rest_.empty(); }
  std::optional<Byte> peek_tag() const;
  Expected<DerElement> any();
  Expected<DerElement> expect(Byte tag);
  /// The element if the next one has this tag, else nullopt and nothing is consumed.
  Expected<std::optional<DerElement>> optional(Byte tag);

  Expected<std::int64_t> small_integer();
  Expected<ByteView> positive_integer();      ///< magnitude without leading zero octet; "0" is one zero octet
  Expected<std::string> object_identifier();  ///< dotted
  Expected<bool> boolean();
  Expected<Time> time();  ///< UTCTime or GeneralizedTime, RFC 5280 section 4.1.2.5 forms only
  /// Nothing may follow.
  Expected<void> end() const;
  ByteView rest() const { return rest_; }

 private:
  ByteView rest_;
};

/// For values of type ANY, which nobody decodes: a universal tag is used in the form and with contents that
/// DER allows for it.
bool is_well_formed(const DerElement& element);

/// A whole input that must be exactly one element with this tag.
Expected<ByteView> der_contents(ByteView der, Byte tag);
/// Contents of a BIT STRING that is a whole number of octets, without the leading count of unused bits.
Expected<ByteView> whole_octets(const DerElement& bit_string);

/// Content octets to dotted decimal; arcs up to 128 bits (UUID arcs below 2.25 need them).
Expected<std::string> decode_oid(ByteView content);
Expected<Bytes> encode_oid(std::string_view dotted);  ///< content octets only

}  // namespace newel::x509
