#include "provisioner/nebula/protobuf_reader.h"

namespace newel::provisioner::nebula {

Expected<std::uint64_t> ProtobufReader::varint() {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < rest_.size() && i < 10; ++i) {
    const Byte octet = rest_[i];
    if (i == 9 && octet > 1) break;  // more than 64 bits
    value |= static_cast<std::uint64_t>(octet & 0x7f) << (7 * i);
    if ((octet & 0x80) != 0) continue;
    if (octet == 0 && i > 0) break;  // not minimal
    rest_ = rest_.subspan(i + 1);
    return value;
  }
  return failure("bad wire format");
}

Expected<ProtobufField> ProtobufReader::field() {
  const auto key = varint();
  if (!key) return tl::unexpected(key.error());
  if (*key > 0xffffffffu) return failure("bad wire format");
  ProtobufField out;
  out.number = static_cast<std::uint32_t>(*key >> 3);
  const auto value = varint();
  if (!value) return tl::unexpected(value.error());
  switch (*key & 7) {
    case 0:
      out.varint = *value;
      return out;
    case 2:
      if (*value > rest_.size()) return failure("bad wire format");
      out.type = WireType::bytes;
      out.bytes = rest_.first(*value);
      rest_ = rest_.subspan(*value);
      return out;
    default:
      return failure("bad wire format");
  }
}

}  // namespace newel::provisioner::nebula
