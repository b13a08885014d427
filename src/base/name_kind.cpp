#include "base/name_kind.h"

#include <cctype>

#include "base/text.h"
#include "base/url.h"

namespace newel {

NameKind name_kind(std::string_view name) {
  if (parse_ip(name)) return NameKind::ip;
  if (const auto url = parse_url(name); url && !url->scheme.empty()) return NameKind::uri;
  return name.find('@') != std::string_view::npos ? NameKind::email : NameKind::dns;
}

bool is_dns_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > 253) return false;
  for (const std::string& label : split(name, '.')) {
    if (label.empty() || label.size() > 63 || label[0] == '-') return false;
    for (char c : label) {
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_') return false;
    }
  }
  return true;
}

SplitNames split_names(const std::vector<std::string>& names) {
  SplitNames out;
  for (const std::string& name : names) {
    if (name.empty()) continue;
    switch (name_kind(name)) {
      case NameKind::ip:
        out.ips.push_back(*parse_ip(name));
        break;
      case NameKind::uri:
        out.uris.push_back(parse_url(name)->to_string());
        break;
      case NameKind::email:
        out.emails.push_back(name);
        break;
      case NameKind::dns:
        out.dns.push_back(name);
        break;
    }
  }
  return out;
}

}  // namespace newel
