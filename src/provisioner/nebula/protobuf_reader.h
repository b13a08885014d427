// The part of the protobuf wire format that Nebula's first certificates use, read strictly: minimal varints,
// lengths within the input.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/error.h"

namespace newel::provisioner::nebula {

enum class WireType { varint = 0, bytes = 2 };

struct ProtobufField {
  std::uint32_t number = 0;
  WireType type = WireType::varint;
  std::uint64_t varint = 0;  ///< for WireType::varint
  ByteView bytes;            ///< for WireType::bytes; borrows from the input
};

class ProtobufReader {
 public:
  explicit ProtobufReader(ByteView input) : rest_(input) {}
  bool at_end() const { return rest_.empty(); }
  Expected<std::uint64_t> varint();
  /// Other wire types are failures.
  Expected<ProtobufField> field();

 private:
  ByteView rest_;
};

}  // namespace newel::provisioner::nebula
