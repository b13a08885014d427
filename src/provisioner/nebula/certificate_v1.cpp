// Version 1: two protobuf messages (proto3), one inside the other. Nebula verifies and fingerprints what it
// gets by writing the message again; we demand that the octets already are what it would write: fields in
// ascending order, none at its default value, no unknown ones.
#include <bit>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "provisioner/nebula/checks.h"
#include "provisioner/nebula/protobuf_reader.h"

namespace newel::provisioner::nebula {
namespace {

enum Field : std::uint32_t {
  details = 1,  // of the certificate
  signature = 2,
  name = 1,  // of the details
  ips = 2,
  subnets = 3,
  groups = 4,
  not_before = 5,
  not_after = 6,
  public_key = 7,
  is_ca = 8,
  issuer = 9,
  curve = 100
};

tl::unexpected<Failure> bad_format() { return failure("bad wire format"); }

IpAddress address_of(std::uint32_t number) {
  return {{static_cast<Byte>(number >> 24), static_cast<Byte>(number >> 16), static_cast<Byte>(number >> 8),
           static_cast<Byte>(number)}};
}

// Pairs of address and mask, packed.
Expected<std::vector<Prefix>> read_networks(ByteView packed) {
  std::vector<Prefix> out;
  ProtobufReader reader(packed);
  while (!reader.at_end()) {
    const auto address = reader.varint();
    const auto mask = address ? reader.varint() : address;
    if (!mask || *address > 0xffffffffu || *mask > 0xffffffffu) return bad_format();
    const auto bits = static_cast<std::uint32_t>(*mask);
    const int length = std::countl_one(bits);
    if (length < 32 && (bits << length) != 0) return failure("a network mask with holes");
    out.push_back({address_of(static_cast<std::uint32_t>(*address)), length});
  }
  return out;
}

Expected<void> read_number(Certificate& to, const ProtobufField& field) {
  if (field.type != WireType::varint || field.varint == 0) return bad_format();
  switch (field.number) {
    case not_before:
    case not_after: {
      const auto time = time_of(static_cast<std::int64_t>(field.varint));
      if (!time) return tl::unexpected(time.error());
      (field.number == not_before ? to.not_before : to.not_after) = *time;
      return {};
    }
    case is_ca:
      if (field.varint != 1) return bad_format();
      to.is_ca = true;
      return {};
    default:
      if (field.varint != 1) return failure("unknown curve");
      to.curve = CurveKind::p256;
      return {};
  }
}

Expected<void> read_octets(Certificate& to, const ProtobufField& field) {
  // A group may be empty; everything else is left out then.
  if (field.type != WireType::bytes || (field.bytes.empty() && field.number != groups)) return bad_format();
  switch (field.number) {
    case name:
      to.name = to_text(field.bytes);
      return {};
    case ips:
    case subnets: {
      auto networks = read_networks(field.bytes);
      if (!networks) return tl::unexpected(networks.error());
      (field.number == ips ? to.networks : to.unsafe_networks) = std::move(*networks);
      return {};
    }
    case groups:
      to.groups.push_back(to_text(field.bytes));
      return {};
    case public_key:
      to.public_key = to_bytes(field.bytes);
      return {};
    default:
      to.issuer = hex_encode(field.bytes);
      return {};
  }
}

Expected<void> read_details(Certificate& to, ByteView octets) {
  ProtobufReader reader(octets);
  std::uint32_t last = 0;
  while (!reader.at_end()) {
    const auto field = reader.field();
    if (!field) return tl::unexpected(field.error());
    if (field->number < last || (field->number == last && last != groups)) return bad_format();
    last = field->number;
    Expected<void> read;
    switch (last) {
      case not_before:
      case not_after:
      case is_ca:
      case curve:
        read = read_number(to, *field);
        break;
      case name:
      case ips:
      case subnets:
      case groups:
      case public_key:
      case issuer:
        read = read_octets(to, *field);
        break;
      default:
        return bad_format();
    }
    if (!read) return read;
  }
  return {};
}

}  // namespace

Expected<Certificate> Certificate::parse_v1(ByteView protobuf) {
  if (protobuf.empty() || protobuf.size() > max_certificate_size) return bad_format();
  ProtobufReader reader(protobuf);
  const auto inner = reader.field();
  if (!inner || inner->number != Field::details || inner->type != WireType::bytes) return bad_format();
  const auto sig = reader.field();
  if (!sig || sig->number != Field::signature || sig->type != WireType::bytes || !reader.at_end())
    return bad_format();
  Certificate out;
  if (const auto read = read_details(out, inner->bytes); !read) return tl::unexpected(read.error());
  out.signature = to_bytes(sig->bytes);
  out.signed_part = to_bytes(inner->bytes);
  out.raw = to_bytes(protobuf);
  out.fingerprint = sha256_hex(protobuf);
  if (const auto fine = check_properties(out); !fine) return tl::unexpected(fine.error());
  return out;
}

}  // namespace newel::provisioner::nebula
