// From a rule as it is written to the form names are compared with (reference: policy/options.go).
#pragma once

#include "base/ip.h"
#include "policy/rules.h"

namespace newel::policy {

/// One rule, ready to match.
struct Rule {
  std::string written;  ///< as the policy has it
  /// cn: lower case. dns, uri: ASCII, a leading dot for "*.". email: "local@domain" or a domain. principal:
  /// as written.
  std::string value;
  IpNetwork network;  ///< ip only
};

/// Failure: the reference's text, without its prefix "cannot parse permitted ... constraint".
Expected<Rule> parse_rule(NameType type, const std::string& written);

/// Every rule of a list, once. Throws Error: `cannot parse permitted domain constraint "x": <why>`, `cannot
/// parse excluded ...` for a list of denied names.
std::vector<Rule> parse_rules(NameType type, const std::vector<std::string>& written, bool deny);

/// "10.0.0.0/8" or a single address; "::ffff:10.0.0.0/104" is IPv4.
std::optional<IpNetwork> parse_network(std::string_view text);

}  // namespace newel::policy
