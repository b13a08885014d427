// DER writing from back to front: lengths are known when they are written, so nothing is measured twice and
// nothing is moved.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/time.h"
#include "x509/der_reader.h"

namespace newel::x509 {

/// Elements are prepended; a constructed element is closed by giving the mark taken before its contents:
///   auto mark = w.mark(); w.octets(...); w.integer(...); w.close(Tag::sequence, mark);
/// writes SEQUENCE { INTEGER, OCTET STRING }: the last written stands first.
class DerWriter {
 public:
  explicit DerWriter(std::size_t reserve = 4096);

  std::size_t mark() const { return used_; }
  void close(Byte tag, std::size_t mark);

  void raw(ByteView der);
  void primitive(Byte tag, ByteView content);
  void boolean(bool value);
  void integer(std::int64_t value);
  void positive_integer(ByteView magnitude);
  void oid(std::string_view dotted);
  void null();
  void octet_string(ByteView content) { primitive(Tag::octet_string, content); }
  void bit_string(ByteView content, int unused_bits = 0);
  void text(Byte tag, std::string_view text) { primitive(tag, as_bytes(text)); }
  void directory_text(std::string_view text);  ///< PrintableString if it can be, else UTF8String
  void time(Time t);                           ///< UTCTime before 2050, else GeneralizedTime

  ByteView view() const;
  Bytes take() const { return to_bytes(view()); }

 private:
  void prepend(ByteView octets);
  void header(Byte tag, std::size_t length);
  Bytes buffer_;
  std::size_t used_ = 0;
};

}  // namespace newel::x509
