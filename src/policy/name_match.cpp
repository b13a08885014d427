#include "policy/name_match.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "template/unicode.h"

namespace newel::policy {
namespace {

Match as_match(bool matches) { return matches ? Match::yes : Match::no; }

templates::Rune fold(templates::Rune rune) {
  return templates::to_lower_rune(templates::to_upper_rune(rune));
}

}  // namespace

Match match_domain(std::string_view domain, std::string_view rule, bool wildcards) {
  if (rule.empty()) return Match::yes;
  if (domain.empty() || domain == " " || domain.front() == '.') return Match::no;
  if (domain.front() == '*' && !domain.starts_with("*.")) return Match::no;
  if (domain.front() == '*' && !wildcards) return Match::no;
  const auto asterisk = domain.rfind('*');
  if (asterisk != std::string_view::npos && asterisk > 0) return Match::no;
  if (!x509::is_valid_domain(domain, true)) return Match::impossible;
  if (rule.front() != '.') return as_match(equal_ignoring_case(domain, rule));
  const auto dot = domain.find('.');
  return as_match(dot != std::string_view::npos && equal_ignoring_case(domain.substr(dot), rule));
}

Match match_mailbox(const x509::Mailbox& mailbox, std::string_view rule, bool wildcards) {
  const auto at = rule.rfind('@');
  if (at == std::string_view::npos) return match_domain(mailbox.domain, rule, wildcards);
  return as_match(mailbox.local == rule.substr(0, at) &&
                  equal_ignoring_case(mailbox.domain, rule.substr(at + 1)));
}

Match match_uri(const std::string& uri, std::string_view rule, bool wildcards) {
  const auto url = parse_url(uri);
  if (!url || url->host.empty()) return Match::impossible;
  std::string host = url->host;
  // Escapes could only hide from a rule what a reader would decode.
  if (host.find_first_of("*%") != std::string::npos) return Match::impossible;
  if (host.find(':') != std::string::npos && !host.ends_with(']')) {
    const auto parts = split_host_port(host);
    if (!parts) return Match::impossible;
    host = parts->first;
  }
  if ((host.starts_with('[') && host.ends_with(']')) || parse_ip(host)) return Match::impossible;
  return match_domain(host, rule, wildcards);
}

bool equal_folded(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const templates::Decoded left = templates::decode_rune(a), right = templates::decode_rune(b);
    if (left.rune != right.rune && fold(left.rune) != fold(right.rune)) return false;
    a.remove_prefix(static_cast<std::size_t>(left.size));
    b.remove_prefix(static_cast<std::size_t>(right.size));
  }
  return a.empty() && b.empty();
}

}  // namespace newel::policy
