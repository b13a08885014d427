#include "x509/name_constraints_matcher.h"

#include "base/text.h"
#include "base/url.h"
#include "x509/domain_name.h"
#include "x509/name_match.h"
#include "x509/name_text.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

using Problem = std::optional<NameProblem>;
using Texts = std::vector<std::string>;

bool ends_with_ignoring_case(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         equal_ignoring_case(text.substr(text.size() - suffix.size()), suffix);
}

std::string_view behind_first_label(std::string_view name) {
  const auto dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot);
}

// "example.com" holds itself and what is below, ".example.com" only what is below, "" everything.
bool domain_holds(std::string_view constraint, std::string_view name) {
  if (constraint.empty()) return true;
  if (!ends_with_ignoring_case(name, constraint)) return false;
  if (constraint.front() == '.') return name.size() > constraint.size();
  return name.size() == constraint.size() || name[name.size() - constraint.size() - 1] == '.';
}

// "*.example.com" stands for "bad.example.com", too.
bool wildcard_covers(std::string_view name, std::string_view constraint) {
  if (!name.starts_with('*')) return false;
  const auto parent = behind_first_label(constraint);
  return !parent.empty() && equal_ignoring_case(behind_first_label(name), parent);
}

enum class Side { permitted, excluded };

std::optional<std::string> find_domain(const Texts& constraints, std::string_view name, Side side) {
  for (const std::string& constraint : constraints) {
    if (domain_holds(constraint, name)) return constraint;
    if (side == Side::excluded && wildcard_covers(name, constraint)) return constraint;
  }
  return std::nullopt;
}

// RFC 5280 section 4.2.1.10: for e-mail addresses and URIs a constraint without a leading dot is one host.
// The check before issuing keeps to the reference, which takes it for the domain below, too.
std::optional<std::string> find_host(const Texts& constraints, std::string_view host, Side side,
                                     ConstraintTexts texts) {
  if (texts == ConstraintTexts::issuing) return find_domain(constraints, host, side);
  for (const std::string& constraint : constraints) {
    const bool whole_domain = constraint.empty() || constraint.front() == '.';
    if (whole_domain ? domain_holds(constraint, host) : equal_ignoring_case(constraint, host))
      return constraint;
  }
  return std::nullopt;
}

std::optional<std::string> find_mailbox(const Texts& constraints, const Mailbox& name, Side side,
                                        ConstraintTexts texts) {
  for (const std::string& constraint : constraints) {
    if (constraint.find('@') == std::string::npos) {
      if (find_host({constraint}, name.domain, side, texts)) return constraint;
      continue;
    }
    const auto exact = parse_mailbox(constraint);
    if (exact && exact->local == name.local && equal_ignoring_case(exact->domain, name.domain))
      return constraint;
  }
  return std::nullopt;
}

std::optional<std::string> find_network(const std::vector<IpNetwork>& constraints, const IpAddress& ip) {
  for (const IpNetwork& network : constraints) {
    if (network.contains(ip)) return network.to_string();
  }
  return std::nullopt;
}

std::vector<Name> parse_all(const std::vector<Bytes>& names) {
  std::vector<Name> out;
  for (const Bytes& der : names) {
    if (auto name = Name::parse(der)) out.push_back(std::move(*name));
  }
  return out;
}

std::optional<std::string> find_directory(const std::vector<Name>& constraints, const Name& name) {
  for (const Name& base : constraints) {
    if (is_within(name, base)) return readable_name(base);
  }
  return std::nullopt;
}

class Judge {
 public:
  Judge(const NameConstraints& constraints, ConstraintTexts texts)
      : c_(constraints),
        texts_(texts),
        permitted_directories_(parse_all(constraints.permitted_directories)),
        excluded_directories_(parse_all(constraints.excluded_directories)) {}

  Problem directory(const Name& name) const {
    return verdict("directory name", readable_name(name), permitted_directories_.empty(),
                   find_directory(permitted_directories_, name), find_directory(excluded_directories_, name));
  }

  Problem dns(const std::string& name) const {
    if (constrains(c_.permitted_dns, c_.excluded_dns) && !is_valid_domain(name, false)) {
      return NameProblem{"cannot parse dnsName " + quote(name), true};
    }
    return verdict("DNS name", name, c_.permitted_dns.empty(),
                   find_domain(c_.permitted_dns, name, Side::permitted),
                   find_domain(c_.excluded_dns, name, Side::excluded));
  }

  Problem ip(const IpAddress& ip) const {
    return verdict("IP address", ip.to_string(), c_.permitted_ips.empty(), find_network(c_.permitted_ips, ip),
                   find_network(c_.excluded_ips, ip));
  }

  Problem email(const std::string& name) const {
    const auto mailbox = parse_mailbox(name);
    if (!mailbox) return NameProblem{"cannot parse rfc822Name " + quote(name), true};
    const char* kind = texts_ == ConstraintTexts::issuing ? "Email address" : "email address";
    return verdict(kind, name, c_.permitted_emails.empty(),
                   find_mailbox(c_.permitted_emails, *mailbox, Side::permitted, texts_),
                   find_mailbox(c_.excluded_emails, *mailbox, Side::excluded, texts_));
  }

  Problem uri(const std::string& name) const {
    if (texts_ == ConstraintTexts::issuing && !constrains(c_.permitted_uris, c_.excluded_uris))
      return std::nullopt;
    const auto url = parse_url(name);
    if (!url) return NameProblem{"cannot parse URI " + quote(name), true};
    const std::string host = to_lower(url->host_name());
    if (host.empty()) return refused_uri("empty host", name);
    if (url->host.starts_with('[') || parse_ip(host)) return refused_uri("IP", name);
    if (!is_valid_domain(host, false)) return NameProblem{"cannot parse URI host " + quote(url->host), true};
    return verdict("URI", name, c_.permitted_uris.empty(),
                   find_host(c_.permitted_uris, host, Side::permitted, texts_),
                   find_host(c_.excluded_uris, host, Side::excluded, texts_));
  }

 private:
  static bool constrains(const Texts& permitted, const Texts& excluded) {
    return !permitted.empty() || !excluded.empty();
  }

  static NameProblem refused_uri(const char* why, const std::string& name) {
    return {std::string("URI with ") + why + " (" + quote(name) + ") cannot be matched against constraints",
            true};
  }

  Problem verdict(const char* kind, const std::string& name, bool all_permitted,
                  const std::optional<std::string>& permitted,
                  const std::optional<std::string>& excluded) const {
    const bool not_permitted = !all_permitted && !permitted;
    if (!not_permitted && !excluded) return std::nullopt;
    const std::string subject = std::string(kind) + " " + quote(name);
    const bool report_excluded = excluded && (texts_ == ConstraintTexts::issuing || !not_permitted);
    return NameProblem{report_excluded ? subject + " is excluded by constraint " + quote(*excluded)
                                       : subject + " is not permitted by any constraint"};
  }

  const NameConstraints& c_;
  ConstraintTexts texts_;
  std::vector<Name> permitted_directories_, excluded_directories_;
};

std::size_t comparisons(const NameConstraints& c, const SubjectAltNames& names) {
  return names.dns.size() * (c.permitted_dns.size() + c.excluded_dns.size()) +
         names.emails.size() * (c.permitted_emails.size() + c.excluded_emails.size()) +
         names.uris.size() * (c.permitted_uris.size() + c.excluded_uris.size()) +
         names.ips.size() * (c.permitted_ips.size() + c.excluded_ips.size()) +
         (names.directory_names.size() + 1) *
             (c.permitted_directories.size() + c.excluded_directories.size());
}

}  // namespace

std::optional<NameProblem> find_name_problem(const NameConstraints& constraints, const SubjectAltNames& names,
                                             ConstraintTexts texts) {
  const Judge judge(constraints, texts);
  Problem problem;
  for (auto it = names.dns.begin(); !problem && it != names.dns.end(); ++it) problem = judge.dns(*it);
  for (auto it = names.ips.begin(); !problem && it != names.ips.end(); ++it) problem = judge.ip(*it);
  for (auto it = names.emails.begin(); !problem && it != names.emails.end(); ++it) problem = judge.email(*it);
  for (auto it = names.uris.begin(); !problem && it != names.uris.end(); ++it) problem = judge.uri(*it);
  for (auto it = names.directory_names.begin(); !problem && it != names.directory_names.end(); ++it) {
    if (const auto name = Name::parse(*it)) problem = judge.directory(*name);
  }
  return problem;
}

Problem find_name_problem(const NameConstraints& constraints, const Certificate& below, std::size_t& budget) {
  const std::size_t needed = comparisons(constraints, below.names());
  if (needed > budget) return NameProblem{"too many names to compare with too many constraints", true};
  budget -= needed;
  const bool on_emails = !constraints.permitted_emails.empty() || !constraints.excluded_emails.empty();
  if (on_emails && below.names().emails.empty()) {
    const Judge judge(constraints, ConstraintTexts::path_validation);
    for (const std::string& address : below.subject().values(oids::email_address)) {
      if (auto problem = judge.email(address)) return problem;
    }
  }
  const bool on_subject =
      !constraints.permitted_directories.empty() || !constraints.excluded_directories.empty();
  if (on_subject && !below.subject().empty()) {
    const Judge judge(constraints, ConstraintTexts::path_validation);
    if (auto problem = judge.directory(below.subject())) return problem;
  }
  return find_name_problem(constraints, below.names(), ConstraintTexts::path_validation);
}

}  // namespace newel::x509
