// Which kind of subject alternative name a plain text is: IP address, URI, e-mail address or DNS name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ip.h"

namespace newel {

enum class NameKind { dns, ip, email, uri };

/// IP literal, else a URL with a scheme, else something with '@', else DNS: the reference's rule, which makes
/// "localhost:8443" a URI.
NameKind name_kind(std::string_view name);

/// Labels of letters, digits, '-' and '_', each at most 63 long and not beginning with '-'; a final dot is
/// allowed.
bool is_dns_name(std::string_view name);

struct SplitNames {
  std::vector<std::string> dns;
  std::vector<IpAddress> ips;
  std::vector<std::string> emails;
  std::vector<std::string> uris;
};

/// Sorts names by kind, order kept, empty ones skipped.
SplitNames split_names(const std::vector<std::string>& names);

}  // namespace newel
