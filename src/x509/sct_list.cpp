#include "x509/sct_list.h"

#include <optional>

#include "x509/der_reader.h"

namespace newel::x509 {
namespace {

/// TLS presentation language (RFC 8446 section 3): big-endian numbers and vectors with a length in front.
class TlsReader {
 public:
  explicit TlsReader(ByteView rest) : rest_(rest) {}
  bool at_end() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }
  std::optional<ByteView> octets(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    const ByteView out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
  }
  std::optional<std::uint64_t> number(std::size_t size) {
    const auto view = octets(size);
    if (!view) return std::nullopt;
    std::uint64_t out = 0;
    for (Byte b : *view) out = out << 8 | b;
    return out;
  }
  std::optional<ByteView> vector16() {
    const auto length = number(2);
    return length ? octets(*length) : std::nullopt;
  }

 private:
  ByteView rest_;
};

std::optional<SignedTimestamp> read_timestamp(ByteView data) {
  TlsReader reader(data);
  const auto version = reader.number(1);
  const auto log_id = reader.octets(32);
  const auto time = reader.number(8);
  const auto extensions = reader.vector16();
  const ByteView signature_struct = reader.rest();
  const auto hash = reader.number(1), algorithm = reader.number(1);
  const auto signature = reader.vector16();
  if (!version || *version != 0 || !log_id || !time || !extensions || !hash || !algorithm || !signature ||
      !reader.at_end()) {
    return std::nullopt;
  }
  return SignedTimestamp{static_cast<int>(*version), to_bytes(*log_id),         *time,
                         to_bytes(*extensions),      static_cast<int>(*hash),   static_cast<int>(*algorithm),
                         to_bytes(*signature),       to_bytes(signature_struct)};
}

}  // namespace

Expected<std::vector<SignedTimestamp>> decode_sct_list(ByteView value) {
  const auto malformed = [] { return failure("malformed list of signed certificate timestamps"); };
  const auto octets = der_contents(value, Tag::octet_string);
  if (!octets) return malformed();
  TlsReader outer(*octets);
  const auto list = outer.vector16();
  if (!list || !outer.at_end()) return malformed();
  std::vector<SignedTimestamp> out;
  for (TlsReader reader(*list); !reader.at_end();) {
    const auto one = reader.vector16();
    auto timestamp = one ? read_timestamp(*one) : std::nullopt;
    if (!timestamp) return malformed();
    out.push_back(std::move(*timestamp));
  }
  return out;
}

}  // namespace newel::x509
