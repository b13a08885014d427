#include "provisioner/nebula/checks.h"

#include <algorithm>

#include "base/text.h"

namespace newel::provisioner::nebula {
namespace {

constexpr std::int64_t last_second = 253402300799;  // 9999-12-31T23:59:59Z
constexpr std::size_t max_name = 253;

bool is_unspecified(const IpAddress& ip) {
  return std::all_of(ip.octets.begin(), ip.octets.end(), [](Byte octet) { return octet == 0; });
}

bool has_duplicates(std::vector<Prefix> list) {
  const auto before = [](const Prefix& a, const Prefix& b) {
    return std::pair(a.address.octets, a.bits) < std::pair(b.address.octets, b.bits);
  };
  std::sort(list.begin(), list.end(), before);
  return std::adjacent_find(list.begin(), list.end()) != list.end();
}

bool any_of_family(const std::vector<Prefix>& list, bool v4) {
  return std::any_of(list.begin(), list.end(), [&](const Prefix& one) { return one.address.is_v4() == v4; });
}

Expected<void> check_networks(const Certificate& cert) {
  if (!cert.is_ca && cert.networks.empty()) return failure("non-CA certificate must contain a network");
  for (const Prefix& network : cert.networks) {
    if (is_unspecified(network.address)) return failure("the zero address cannot be a network");
  }
  if (cert.version == 1) return {};
  if (has_duplicates(cert.networks) || has_duplicates(cert.unsafe_networks))
    return failure("duplicate network");
  for (const Prefix& network : cert.unsafe_networks) {
    if (!cert.is_ca && !any_of_family(cert.networks, network.address.is_v4()))
      return failure("unsafe network without an address of its family: " + network.to_string());
  }
  return {};
}

}  // namespace

Expected<Time> time_of(std::int64_t seconds) {
  if (seconds < 0 || seconds > last_second) return failure("time out of range");
  return from_unix(seconds);
}

Expected<void> check_properties(const Certificate& cert) {
  const std::size_t key_size = cert.curve == CurveKind::p256 ? 65 : 32;
  if (cert.public_key.size() != key_size) return failure("invalid public key");
  if (cert.signature.empty()) return failure("empty signature");
  if (cert.name.size() > max_name || !is_valid_utf8(cert.name)) return failure("invalid name");
  for (const std::string& group : cert.groups) {
    if (!is_valid_utf8(group)) return failure("invalid group");
  }
  return check_networks(cert);
}

}  // namespace newel::provisioner::nebula
