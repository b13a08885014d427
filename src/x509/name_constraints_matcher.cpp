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
std::optional<std::string> find_host(const Texts& constraints, std::string_view host) {
  for (const std::string& constraint : constraints) {
    const bool whole_domain = constraint.empty() || constraint.front() == '.';
    if (whole_domain ? domain_holds(constraint, host) : equal_ignoring_case(constraint, host))
      return constraint;
  }
  return std::nullopt;
}

std::optional<std::string> find_mailbox(const Texts& constraints, const Mailbox& name) {
  for (const std::string& constraint : constraints) {
    if (constraint.find('@') == std::string::npos) {
      if (find_host({constraint}, name.domain)) return constraint;
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
    if (permitted_directories_.empty() && excluded_directories_.empty()) return std::nullopt;
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
    if (!constrains(c_.permitted_emails, c_.excluded_emails)) return std::nullopt;
    const auto mailbox = parse_mailbox(name);
    if (!mailbox) return NameProblem{"cannot parse rfc822Name " + quote(name), true};
    const char* kind = texts_ == ConstraintTexts::issuing ? "Email address" : "email address";
    return verdict(kind, name, c_.permitted_emails.empty(), find_mailbox(c_.permitted_emails, *mailbox),
                   find_mailbox(c_.excluded_emails, *mailbox));
  }

  Problem uri(const std::string& name) const {
    if (!constrains(c_.permitted_uris, c_.excluded_uris)) return std::nullopt;
    const auto url = parse_url(name);
    if (!url) return NameProblem{"cannot parse URI " + quote(name), true};
    const std::string host = to_lower(url->host_name());
    if (host.empty()) return refused_uri("empty host", name);
    if (url->host.starts_with('[') || parse_ip(host)) return refused_uri("IP", name);
    if (!is_valid_domain(host, false)) return NameProblem{"cannot parse URI host " + quote(url->host), true};
    return verdict("URI", name, c_.permitted_uris.empty(), find_host(c_.permitted_uris, host),
                   find_host(c_.excluded_uris, host));
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

std::optional<NameProblem> find_name_problem(const NameConstraints& constraints, const Name& subject,
                                             const SubjectAltNames& names, ConstraintTexts texts) {
  if (constraints.constrains_other_names && !names.other_names.empty())
    return NameProblem{"other names are under a constraint that cannot be checked"};
  if (constraints.constrains_registered_ids && !names.registered_ids.empty())
    return NameProblem{"registered identifiers are under a constraint that cannot be checked"};
  const Judge judge(constraints, texts);
  Problem problem;
  if (names.emails.empty()) {
    for (const std::string& address : subject.values(oids::email_address)) {
      if ((problem = judge.email(address))) return problem;
    }
  }
  if (!subject.empty()) problem = judge.directory(subject);
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
  return find_name_problem(constraints, below.subject(), below.names(), ConstraintTexts::path_validation);
}

}  // namespace newel::x509
