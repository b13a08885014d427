// Name policies as people write them in ca.json: lists of allowed and of denied names.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace newel::policy {

enum class NameType { cn, dns, ip, email, uri, principal };
std::string_view name_type_text(NameType type);  ///< "cn", "dns": the member and the word in messages

/// Rules as written, by the kind of name they speak of.
struct NameRules {
  std::vector<std::string> cn, dns, ip, email, uri, principal;
  bool empty() const;
  const std::vector<std::string>& of(NameType type) const;
};

struct RuleSet {
  NameRules allow, deny;
  bool allow_wildcards = false;  ///< X.509 only: literal wildcard names such as "*.example.com"
  /// Nothing is allowed or denied: everything passes, whatever allow_wildcards says.
  bool empty() const { return allow.empty() && deny.empty(); }
};

/// A policy at one level: the authority's, a provisioner's. The three parts are independent.
struct Rules {
  RuleSet x509, ssh_user, ssh_host;
  bool empty() const { return x509.empty() && ssh_user.empty() && ssh_host.empty(); }
};

/// The member `policy` of ca.json. Names ignore case, null is absent. Failure names the member below `path`
/// that has the wrong kind; the paths of members that nobody reads go to `unknown` if it is given.
Expected<Rules> read_rules(const json::Object& object, const std::string& path,
                           std::vector<std::string>* unknown = nullptr);

}  // namespace newel::policy
