#include "provisioner/nebula/certificate.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/pem.h"

namespace newel::provisioner::nebula {
namespace {

constexpr std::size_t coordinate = 32;

// `public_key` as the point SEC 1 calls uncompressed.
Expected<PublicKey> p256_key(ByteView point) {
  if (point.size() != 1 + 2 * coordinate || point[0] != 4) return failure("invalid public key");
  return PublicKey::from_ec(Curve::p256, point.subspan(1, coordinate), point.subspan(1 + coordinate));
}

}  // namespace

bool Prefix::contains(const Prefix& other) const {
  if (address.octets.size() != other.address.octets.size() || bits > other.bits) return false;
  for (int i = 0; i < bits; ++i) {
    const auto octet = static_cast<std::size_t>(i / 8);
    const int mask = 0x80 >> (i % 8);
    if (((address.octets[octet] ^ other.address.octets[octet]) & mask) != 0) return false;
  }
  return true;
}

Expected<Certificate> Certificate::parse(ByteView octets) {
  if (auto first = parse_v1(octets)) return first;
  return parse_v2(octets);
}

Expected<Certificate> Certificate::parse_pem(std::string_view pem) {
  const auto block = pem_next(pem);
  if (!block) return failure("input did not contain a valid PEM encoded block");
  if (block->label == v1_label) return parse_v1(block->der);
  if (block->label == v2_label) return parse_v2(block->der);
  return failure("bytes did not contain a proper certificate banner");
}

Expected<PublicKey> Certificate::host_key() const {
  if (curve == CurveKind::p256) return p256_key(public_key);
  return PublicKey::from_raw(KeyType::x25519, public_key);
}

bool Certificate::has_signed(const Certificate& other) const {
  if (curve == CurveKind::p256) {
    const auto key = p256_key(public_key);
    return key && key->verify(SignatureAlgorithm::ecdsa_sha256, other.signed_part, other.signature);
  }
  const auto key = PublicKey::from_raw(KeyType::ed25519, public_key);
  return key && key->verify(SignatureAlgorithm::ed25519, other.signed_part, other.signature);
}

std::vector<std::string> Certificate::identities() const {
  std::vector<std::string> out{name};
  for (const Prefix& network : networks) out.push_back(network.address.to_string());
  return out;
}

}  // namespace newel::provisioner::nebula
