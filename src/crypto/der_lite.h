// The little DER (X.690) that keys need: this folder stands below the full reader and writer of X.509, and a
// key uses seven tags of it.
#pragma once

#include <initializer_list>
#include <optional>

#include "base/bytes.h"
#include "base/error.h"
#include "base/secret.h"

namespace newel::der_lite {

enum Tag : Byte {
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  null = 0x05,
  oid = 0x06,
  sequence = 0x30
};

/// Takes elements off the front of its input. Every method returns nullopt for anything that is not strict
/// DER (definite minimal lengths within the input). Views borrow from the input.
class Cursor {
 public:
  explicit Cursor(ByteView input) : rest_(input) {}

  bool at_end() const { return rest_.empty(); }
  bool next_is(Byte tag) const { return !rest_.empty() && rest_[0] == tag; }
  /// The contents of the next element, which must have this tag.
  std::optional<ByteView> take(Byte tag);
  /// The next element with its identifier and length.
  std::optional<ByteView> take_whole(Byte tag);
  /// The magnitude of a minimal INTEGER that is not negative, without its sign octet; zero is empty.
  std::optional<ByteView> take_unsigned();
  /// A not negative INTEGER below 2^31.
  std::optional<int> take_small();

 private:
  std::optional<ByteView> element(Byte tag, bool whole);
  ByteView rest_;
};

/// The contents of an input that is exactly one element with this tag.
std::optional<ByteView> contents(ByteView der, Byte tag);

/// One element around the concatenation of `parts`. The memory is wiped: private keys are written with it.
SecretBytes element(Byte tag, std::initializer_list<ByteView> parts);
/// INTEGER of a big-endian magnitude; leading zeros are dropped.
SecretBytes unsigned_integer(ByteView magnitude);
SecretBytes small_integer(unsigned value);

/// The SubjectPublicKeyInfo inside a certificate (RFC 5280 section 4.1) or a certification request (RFC
/// 2986).
Expected<ByteView> certificate_spki(ByteView certificate);
Expected<ByteView> request_spki(ByteView request);

}  // namespace newel::der_lite
