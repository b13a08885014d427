// Does a certificate speak for a host (RFC 6125 sections 6.4, B.2)? Only subject alternative names count; a
// wildcard is the whole first label.
#include <algorithm>

#include "base/text.h"
#include "x509/oids.h"
#include "x509/verify.h"

namespace newel::x509 {
namespace {

constexpr std::size_t most_names_shown = 100;

std::string_view without_final_dot(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

bool is_label(std::string_view label) {
  if (label.empty() || label.front() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

bool is_host_name(std::string_view host, bool pattern) {
  if (!pattern) host = without_final_dot(host);
  if (host.empty() || host == "*") return false;
  const auto labels = split(host, '.');
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!(pattern && i == 0 && labels[i] == "*") && !is_label(labels[i])) return false;
  }
  return true;
}

bool pattern_matches(std::string_view pattern, std::string_view host) {
  host = without_final_dot(host);
  if (pattern.empty() || host.empty()) return false;
  if (!pattern.starts_with("*.")) return equal_ignoring_case(pattern, host);
  const auto dot = host.find('.');
  return dot != std::string_view::npos && equal_ignoring_case(pattern.substr(1), host.substr(dot));
}

// A name that is no host name (odd characters) may still be matched as it stands.
bool names_match(const std::string& name, std::string_view host) {
  if (is_host_name(host, false) && is_host_name(name, true)) return pattern_matches(name, host);
  return name != "." && host != "." && !name.empty() && equal_ignoring_case(name, host);
}

std::string valid_for(const std::vector<std::string>& names, std::string_view host) {
  if (names.empty())
    return "x509: certificate is not valid for any names, but wanted to match " + std::string(host);
  return "x509: certificate is valid for " + join(names, ", ") + ", not " + std::string(host);
}

std::string ip_mismatch(const Certificate& leaf, std::string_view host) {
  const auto& ips = leaf.names().ips;
  if (ips.empty()) {
    return "x509: cannot validate certificate for " + std::string(host) +
           " because it doesn't contain any IP SANs";
  }
  if (ips.size() >= most_names_shown) {
    return "x509: certificate is valid for " + std::to_string(ips.size()) + " IP SANs, but none matched " +
           std::string(host);
  }
  std::vector<std::string> shown;
  for (const IpAddress& ip : ips) shown.push_back(ip.to_string());
  return valid_for(shown, host);
}

std::string mismatch(const Certificate& leaf, std::string_view host, bool is_ip) {
  const bool has_names = find_extension(leaf.extensions(), oids::subject_alt_name) != nullptr;
  if (!has_names && pattern_matches(leaf.subject().common_name(), host)) {
    return "x509: certificate relies on legacy Common Name field, use SANs instead";
  }
  if (is_ip) return ip_mismatch(leaf, host);
  const auto& dns = leaf.names().dns;
  if (dns.size() >= most_names_shown) {
    return "x509: certificate is valid for " + std::to_string(dns.size()) + " names, but none matched " +
           std::string(host);
  }
  return valid_for(dns, host);
}

}  // namespace

Expected<void> verify_host(const Certificate& leaf, std::string_view host) {
  std::string_view candidate = host;
  if (host.size() >= 3 && host.front() == '[' && host.back() == ']')
    candidate = host.substr(1, host.size() - 2);
  if (const auto ip = parse_ip(candidate)) {
    const auto& ips = leaf.names().ips;
    if (std::find(ips.begin(), ips.end(), *ip) != ips.end()) return {};
    return failure(mismatch(leaf, candidate, true));
  }
  const auto& dns = leaf.names().dns;
  if (std::any_of(dns.begin(), dns.end(), [&](const std::string& name) { return names_match(name, host); }))
    return {};
  return failure(mismatch(leaf, host, false));
}

}  // namespace newel::x509
