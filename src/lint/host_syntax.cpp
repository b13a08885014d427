// Which hosts of URIs count as names. RFC 5280 section 4.2.1.6 asks for a fully qualified domain name or an
// IP address; the reference asks a general-purpose test for web addresses, whose grammar is odd in places
// ("a.b.c.com" is none: a run of labels needs two characters in the first). The odd grammar is the contract:
// results have to be the same.
#include <re2/re2.h>

#include "base/ip.h"
#include "base/text.h"
#include "base/url.h"
#include "lint/domains.h"

namespace newel::lint {
namespace {

constexpr std::size_t shortest = 4, longest = 2082;  // characters

std::string host_grammar() {
  const std::string alnum = "[[:alnum:]]", word = "[[:alnum:]\\x{a1}-\\x{ffff}]",
                    letter = "[[:alpha:]\\x{a1}-\\x{ffff}]";
  const std::string scheme = "(?:(?:ftp|tcp|udp|ws|wss|http|https)://)?", user = "(?:[^\\t\\n\\f\\r ]+@)?";
  const std::string octet = "(?:[0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  const std::string ipv4 = "(?:[1-9][0-9]?|1[0-9]{2}|2[01][0-9]|22[0-3]|24[0-9]|25[0-5])\\." + octet + "\\." +
                           octet + "\\." + octet;
  const std::string labels =
      alnum + "[[:alnum:]_-]*" + alnum + "(?:[-.]" + alnum + "+)*";  // first label of two characters or more
  const std::string subdomain = "www\\.|" + alnum + "+(?:[-_.]?" + alnum + ")*" + alnum + "\\." + alnum + "+";
  const std::string name =
      "(?:" + labels + "|" + subdomain + ")?(?:" + word + "+-{0,2})*" + word + "+(?:\\." + letter + "+)?";
  return scheme + user + "(?:" + ipv4 + "|" + name + ")\\.?(?::[0-9]{1,5})?(?:[/?#][^\\t\\n\\f\\r ]*)?";
}

bool is_bracketed_ipv6(std::string_view host) {
  const auto url = parse_url("http://" + std::string(host));
  return url && url->host.starts_with('[') && parse_ip(url->host_name()).has_value();
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (c & 0xc0) != 0x80 ? 1 : 0;
  return count;
}

bool is_web_address(const std::string& text) {
  if (text.size() < shortest || characters(text) > longest || text[0] == '.') return false;
  const bool only_port = text.find(':') != std::string::npos && text.find("://") == std::string::npos;
  const auto url = parse_url(only_port ? "http://" + text : text);
  if (!url || url->host.starts_with('.')) return false;
  if (url->host.empty() && !url->path.empty() && url->path.find('.') == std::string::npos) return false;
  static const re2::RE2 grammar(host_grammar(), re2::RE2::Quiet);
  return re2::RE2::FullMatch(text, grammar) || is_bracketed_ipv6(text);
}

}  // namespace

bool is_host_name_or_ip(std::string_view host) {
  std::string_view name = host;
  if (name.starts_with("*.")) name.remove_prefix(2);
  while (name.starts_with("?.")) name.remove_prefix(2);
  return is_web_address(std::string(name)) || parse_ip(host).has_value();
}

std::string_view host_of_authority(std::string_view authority) {
  auto begin = authority.find('@');
  begin = begin == std::string_view::npos || begin + 1 == authority.size() ? 0 : begin + 1;
  const auto end = std::min(authority.find(':'), authority.size());
  return end < begin ? std::string_view() : authority.substr(begin, end - begin);
}

}  // namespace newel::lint
