#include "net/proxy.h"

#include <cstdlib>

#include "base/ip.h"
#include "base/text.h"

namespace newel::net {
namespace {

std::string first_of(const Environment& environment, const char* upper, const char* lower) {
  for (const char* name : {upper, lower}) {
    if (auto value = environment(name); value && !value->empty()) return *value;
  }
  return {};
}

bool is_loopback(const IpAddress& ip) {
  if (ip.is_v4()) return ip.octets[0] == 127;
  return ip.to_string() == "::1";
}

std::string port_of(const Url& url) {
  std::string port = url.port();
  if (port.empty()) port = url.scheme == "https" ? "443" : "80";
  return port;
}

bool entry_matches(std::string_view entry, const std::string& host, const std::optional<IpAddress>& ip,
                   const std::string& port) {
  if (entry == "*") return true;
  if (ip) {
    if (const auto network = parse_cidr(entry)) return network->contains(*ip);
  }
  std::string name(entry), entry_port;
  if (!parse_ip(name)) {
    if (auto parts = split_host_port(entry)) {
      name = parts->first;
      entry_port = parts->second;
    }
  }
  if (!entry_port.empty() && entry_port != port) return false;
  if (const auto entry_ip = parse_ip(name)) return ip && *ip == *entry_ip;
  if (ip || name.empty()) return false;
  if (name.starts_with("*.")) name.erase(0, 1);
  if (name.starts_with('.')) return host.ends_with(name);
  return host == name || host.ends_with("." + name);
}

}  // namespace

std::optional<std::string> process_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

std::string proxy_for(const Url& url, const Environment& environment) {
  const std::string proxy = url.scheme == "https" ? first_of(environment, "HTTPS_PROXY", "https_proxy")
                                                  : first_of(environment, "HTTP_PROXY", "http_proxy");
  if (proxy.empty()) return {};
  // A CGI server puts the client's header "Proxy:" into HTTP_PROXY.
  if (url.scheme == "http" && environment("REQUEST_METHOD").value_or("") != "") return {};
  const std::string host = to_lower(url.host_name());
  const auto ip = parse_ip(host);
  if (host == "localhost" || (ip && is_loopback(*ip))) return {};
  for (const std::string& item : split(first_of(environment, "NO_PROXY", "no_proxy"), ',')) {
    const std::string entry = to_lower(trim(item));
    if (!entry.empty() && entry_matches(entry, host, ip, port_of(url))) return {};
  }
  return proxy.find("://") == std::string::npos ? "http://" + proxy : proxy;
}

}  // namespace newel::net
