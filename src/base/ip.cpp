#include "base/ip.h"

#include <arpa/inet.h>

#include <charconv>

#include "base/encoding.h"

namespace newel {
namespace {

constexpr Byte mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool has_leading_zero(std::string_view v4) {
  std::size_t start = 0;
  for (std::size_t i = 0; i <= v4.size(); ++i) {
    if (i != v4.size() && v4[i] != '.') continue;
    if (i - start > 1 && v4[start] == '0') return true;
    start = i + 1;
  }
  return false;
}

int prefix_length(ByteView mask) {
  int ones = 0;
  bool ended = false;
  for (Byte b : mask) {
    for (int bit = 7; bit >= 0; --bit) {
      const bool set = (b >> bit & 1) != 0;
      if (set && ended) return -1;
      if (set) ++ones;
      if (!set) ended = true;
    }
  }
  return ones;
}

}  // namespace

std::optional<IpAddress> ip_from_octets(ByteView octets) {
  if (octets.size() == 16 && equal(octets.first(12), mapped_prefix)) octets = octets.subspan(12);
  if (octets.size() != 4 && octets.size() != 16) return std::nullopt;
  return IpAddress{to_bytes(octets)};
}

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string literal(text);
  if (literal.size() != text.size() || literal.find('\0') != std::string::npos) return std::nullopt;
  Byte buffer[16];
  if (text.find(':') == std::string_view::npos) {
    if (has_leading_zero(text) || inet_pton(AF_INET, literal.c_str(), buffer) != 1) return std::nullopt;
    return IpAddress{Bytes(buffer, buffer + 4)};
  }
  if (inet_pton(AF_INET6, literal.c_str(), buffer) != 1) return std::nullopt;
  return ip_from_octets({buffer, 16});
}

std::string IpAddress::to_string() const {
  char text[INET6_ADDRSTRLEN] = {};
  if (octets.size() == 4) {
    inet_ntop(AF_INET, octets.data(), text, sizeof text);
  } else if (octets.size() == 16) {
    inet_ntop(AF_INET6, octets.data(), text, sizeof text);
  }
  return text;
}

bool IpNetwork::contains(const IpAddress& ip) const {
  if (ip.octets.size() != address.octets.size()) return false;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if ((ip.octets[i] & mask[i]) != (address.octets[i] & mask[i])) return false;
  }
  return true;
}

std::string IpNetwork::to_string() const {
  const int ones = prefix_length(mask);
  return address.to_string() + "/" + (ones < 0 ? hex_encode(mask) : std::to_string(ones));
}

std::optional<IpNetwork> parse_cidr(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto ip = parse_ip(text.substr(0, slash));
  const std::string_view digits = text.substr(slash + 1);
  unsigned ones = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), ones);
  if (!ip || digits.empty() || digits.size() > 3 || code != std::errc{} ||
      end != digits.data() + digits.size() || ones > ip->octets.size() * 8) {
    return std::nullopt;
  }
  IpNetwork network{*ip, Bytes(ip->octets.size())};
  for (unsigned i = 0; i < ones; ++i)
    network.mask[i / 8] = static_cast<Byte>(network.mask[i / 8] | 0x80 >> (i % 8));
  for (std::size_t i = 0; i < network.mask.size(); ++i) network.address.octets[i] &= network.mask[i];
  return network;
}

}  // namespace newel
