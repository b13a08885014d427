// IP addresses and networks as values, printed as Go's net package prints them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace newel {

/// 4 or 16 octets. An IPv4-mapped IPv6 literal ("::ffff:1.2.3.4") is stored as IPv4.
struct IpAddress {
  Bytes octets;
  bool operator==(const IpAddress&) const = default;
  auto operator<=>(const IpAddress&) const = default;
  bool is_v4() const { return octets.size() == 4; }
  std::string to_string() const;
};

/// A literal without zone, port or brackets; leading zeros in IPv4 parts are refused.
std::optional<IpAddress> parse_ip(std::string_view text);
/// From the 4 or 16 octets of a certificate.
std::optional<IpAddress> ip_from_octets(ByteView octets);

struct IpNetwork {
  IpAddress address;  ///< masked
  Bytes mask;         ///< as long as the address
  bool operator==(const IpNetwork&) const = default;
  bool contains(const IpAddress& ip) const;
  std::string to_string() const;  ///< "10.0.0.0/8"; "addr/hexmask" when the mask is not a prefix
};

/// "10.0.0.0/8".
std::optional<IpNetwork> parse_cidr(std::string_view text);

}  // namespace newel
