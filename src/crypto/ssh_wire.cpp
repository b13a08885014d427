#include "crypto/ssh_wire.h"

#include "base/text.h"

namespace newel::ssh_wire {
namespace {

struct EcName {
  Curve curve;
  std::string_view type, identifier;
};
constexpr EcName ec_names[] = {{Curve::p256, "ecdsa-sha2-nistp256", "nistp256"},
                               {Curve::p384, "ecdsa-sha2-nistp384", "nistp384"},
                               {Curve::p521, "ecdsa-sha2-nistp521", "nistp521"}};

const EcName* find_curve(Curve curve) {
  for (const EcName& name : ec_names) {
    if (name.curve == curve) return &name;
  }
  return nullptr;
}

ByteView without_leading_zeros(ByteView magnitude) {
  while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
  return magnitude;
}

Expected<PublicKey> parse_rsa(Reader& fields) {
  const auto e = fields.take_magnitude();
  const auto n = fields.take_magnitude();
  if (!e || !n) return failure("ssh: short read");
  return PublicKey::from_rsa(*n, *e);
}

Expected<PublicKey> parse_ec(Reader& fields, Curve curve) {
  const auto identifier = fields.take_string();
  const auto point = fields.take_string();
  if (!identifier || !point) return failure("ssh: short read");
  if (as_text(*identifier) != curve_identifier(curve)) return failure("ssh: unsupported curve");
  constexpr Byte uncompressed = 4;
  const std::size_t field = (point->size() - 1) / 2;
  if (point->size() < 3 || point->front() != uncompressed) return failure("ssh: invalid curve point");
  return PublicKey::from_ec(curve, point->subspan(1, field), point->subspan(1 + field));
}

Expected<PublicKey> parse_ed25519(Reader& fields) {
  const auto raw = fields.take_string();
  if (!raw) return failure("ssh: short read");
  return PublicKey::from_raw(KeyType::ed25519, *raw);
}

}  // namespace

std::optional<std::uint32_t> Reader::take_uint32() {
  if (rest_.size() < 4) return std::nullopt;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = number << 8 | rest_[i];
  rest_ = rest_.subspan(4);
  return number;
}

std::optional<ByteView> Reader::take_string() {
  const auto size = take_uint32();
  if (!size || *size > rest_.size()) return std::nullopt;
  const ByteView out = rest_.first(*size);
  rest_ = rest_.subspan(*size);
  return out;
}

std::optional<ByteView> Reader::take_magnitude() {
  const auto number = take_string();
  if (!number || (!number->empty() && (number->front() & 0x80) != 0)) return std::nullopt;
  return without_leading_zeros(*number);
}

Writer& Writer::raw(ByteView octets) {
  out_.insert(out_.end(), octets.begin(), octets.end());
  return *this;
}

Writer& Writer::uint32(std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out_.push_back(static_cast<Byte>(number >> shift));
  return *this;
}

Writer& Writer::string(ByteView octets) {
  return uint32(static_cast<std::uint32_t>(octets.size())).raw(octets);
}

Writer& Writer::mpint(ByteView magnitude) {
  constexpr Byte not_negative[] = {0};
  magnitude = without_leading_zeros(magnitude);
  const bool looks_negative = !magnitude.empty() && (magnitude.front() & 0x80) != 0;
  uint32(static_cast<std::uint32_t>(magnitude.size() + (looks_negative ? 1 : 0)));
  if (looks_negative) raw(not_negative);
  return raw(magnitude);
}

std::string_view key_type(const PublicKey& key) {
  if (key.type() == KeyType::rsa) return "ssh-rsa";
  if (key.type() == KeyType::ed25519) return "ssh-ed25519";
  if (key.type() == KeyType::ec) {
    if (const EcName* name = find_curve(key.curve())) return name->type;
  }
  throw Error("unsupported key type " + key.describe() + ": OpenSSH has no form for it");
}

std::string_view curve_identifier(Curve curve) {
  const EcName* name = find_curve(curve);
  return name == nullptr ? std::string_view() : name->identifier;
}

std::optional<Curve> curve_by_key_type(std::string_view type) {
  for (const EcName& name : ec_names) {
    if (name.type == type) return name.curve;
  }
  return std::nullopt;
}

Bytes public_blob(const PublicKey& key) {
  Writer out;
  out.string(key_type(key));
  switch (key.type()) {
    case KeyType::rsa:
      out.mpint(key.rsa_exponent()).mpint(key.rsa_modulus());
      break;
    case KeyType::ec:
      out.string(curve_identifier(key.curve())).string(key.subject_public_key());
      break;
    default:
      out.string(key.raw());
      break;
  }
  return to_bytes(ByteView(out.bytes()));
}

Expected<PublicKey> parse_public_blob(ByteView blob) {
  Reader fields(blob);
  const auto type = fields.take_string();
  if (!type) return failure("ssh: short read");
  const std::string_view name = as_text(*type);
  const auto curve = curve_by_key_type(name);
  auto key = name == "ssh-rsa"       ? parse_rsa(fields)
             : name == "ssh-ed25519" ? parse_ed25519(fields)
             : curve                 ? parse_ec(fields, *curve)
             : name == "ssh-dss"     ? Expected<PublicKey>(failure("DSA keys not supported"))
                                     : failure("unsupported key type " + printable(name));
  if (key && !fields.at_end()) return failure("ssh: trailing data behind a key");
  return key;
}

}  // namespace newel::ssh_wire
