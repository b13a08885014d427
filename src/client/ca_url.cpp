// The address of a CA as people type it, made into the one form everything else uses.
//
// "ca", "ca:9000", "https://ca/any/path", "::1" and "::1:9000" all name a host. Bare IPv6 addresses are the
// awkward ones: a URL wants them in brackets, and without them the last group cannot be told from a port. As
// the reference does, a text that is an address is one; else what precedes the last colon must be.
#include "base/ip.h"
#include "base/text.h"
#include "base/url.h"
#include "client/ca_client.h"

namespace newel::client {
namespace {

bool is_ipv6(std::string_view text) {
  auto ip = parse_ip(text);
  return ip && !ip->is_v4();
}

std::string with_brackets(const std::string& host) {
  if (host.starts_with('[') || host.find(':') == host.rfind(':')) return host;
  if (is_ipv6(host)) return "[" + host + "]";
  const auto colon = host.rfind(':');
  const std::string address = host.substr(0, colon);
  return is_ipv6(address) ? "[" + address + "]" + host.substr(colon) : host;
}

Error bad_url(std::string_view url, std::string_view hint) {
  return Error("invalid value '" + std::string(url) + "' for flag '--ca-url'; " + std::string(hint));
}

// scheme://authority/…: the authority is cut out by hand because a bare IPv6 address is no valid URL.
std::string authority_of(std::string_view text) {
  std::string_view rest = text.substr(text.find("://") + 3);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace

std::string normalize_ca_url(std::string_view url) {
  std::string text(url);
  if (text.find("://") == std::string::npos) text = "https://" + text;
  const std::string scheme = to_lower(text.substr(0, text.find("://")));
  if (scheme != "https") throw bad_url(text, "must have https scheme");
  const std::string host = with_brackets(authority_of(text));
  const auto parsed = parse_url("https://" + host);
  if (!parsed || parsed->host_name().empty()) throw bad_url(text, "invalid URL");
  return "https://" + parsed->host;
}

}  // namespace newel::client
