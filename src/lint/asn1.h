// The reader of what is to be judged: it takes DER with any tag, and leaves to the rules whether the contents
// keep to their type. x509/der_reader.h is the one that trusts nothing it cannot use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace newel::lint {

enum class TagClass { universal, application, context, private_use };

/// One element; views into the input.
struct Element {
  TagClass tag_class = TagClass::universal;
  bool constructed = false;
  unsigned number = 0;  ///< 16 for SEQUENCE, 17 for SET
  ByteView content, whole;

  bool is_universal(unsigned tag) const { return tag_class == TagClass::universal && number == tag; }
  bool is_sequence() const { return is_universal(16) && constructed; }
  bool is_set() const { return is_universal(17) && constructed; }
  bool is_context(unsigned tag) const { return tag_class == TagClass::context && number == tag; }
};

inline constexpr unsigned tag_boolean = 1, tag_integer = 2, tag_bit_string = 3, tag_octet_string = 4,
                          tag_oid = 6, tag_utf8 = 12, tag_printable = 19, tag_t61 = 20, tag_ia5 = 22,
                          tag_utc_time = 23, tag_generalized_time = 24, tag_bmp = 30;

/// Takes the first element off `rest`. nullopt, and `rest` as it was, when there is none or it is malformed:
/// lengths must be definite and minimal.
std::optional<Element> take(ByteView& rest);
/// The elements of a content that is a list; nullopt when one is malformed.
std::optional<std::vector<Element>> elements(ByteView content);
/// The elements of a content with a fixed number of them, up to the first malformed one: what stands behind
/// the known fields of a structure is nobody's business.
std::vector<Element> fields(ByteView content);
/// The first element, whatever follows it.
std::optional<Element> first(ByteView input);
/// The contents of a SEQUENCE that stands first, as a list.
std::optional<std::vector<Element>> sequence(ByteView input);
/// The same as fields; none when it is no SEQUENCE.
std::optional<std::vector<Element>> sequence_fields(ByteView input);

/// A whole number of any size.
struct Integer {
  bool negative = false;
  Bytes magnitude;  ///< big-endian, no leading zero octet; empty for zero
  std::size_t bits() const;
  bool is_zero() const { return magnitude.empty(); }
  bool is_odd() const { return !magnitude.empty() && (magnitude.back() & 1) != 0; }
  /// Rest of the magnitude divided by a small number.
  unsigned remainder(unsigned divisor) const;
  /// nullopt outside 63 bits.
  std::optional<std::int64_t> small() const;
};
/// nullopt for empty and for non-minimal contents (X.690 section 8.3.2).
std::optional<Integer> read_integer(ByteView content);
/// Dotted; "?" with the octets in hex for contents that are none.
std::string read_oid(ByteView content);
/// DER knows two values only.
std::optional<bool> read_boolean(ByteView content);

/// A BIT STRING whose padding is zero.
struct BitString {
  ByteView octets;
  std::size_t bits = 0;
  bool at(std::size_t index) const;
};
std::optional<BitString> read_bit_string(ByteView content);

}  // namespace newel::lint
