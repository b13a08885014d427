// What is known about domain names beyond their syntax.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace newel::lint {

/// In the root zone, now or once. Any case.
bool is_top_level_domain(std::string_view label);

/// A name taken apart at its public suffix: "a.b.example.co.uk" has suffix "co.uk", registrable label
/// "example" and "a.b" below it.
struct DomainParts {
  bool is_blank = false;   ///< empty, or it starts with a dot: there is nothing to take apart
  bool is_suffix = false;  ///< nothing stands before the public suffix
  std::string below, registrable, suffix;
  bool usable() const { return !is_blank && !is_suffix; }
};
DomainParts split_domain(std::string_view name);

/// The label behind "xn--" as UTF-8 (RFC 3492); nullopt when it is not Punycode.
std::optional<std::string> decode_punycode(std::string_view encoded);

/// Unicode's normalization form C; octets that are not UTF-8 are stepped over.
bool is_nfc(std::string_view text);

/// A host as the reference's URI rules take it: at least four characters and a dot, or an IPv4 address, or a
/// bracketed IPv6 one. A wildcard label or redacted labels in front do not count.
bool is_host_name_or_ip(std::string_view host);
/// Host of "user@host:port".
std::string_view host_of_authority(std::string_view authority);

}  // namespace newel::lint
