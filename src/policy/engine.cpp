#include "policy/engine.h"

#include "base/idna.h"
#include "base/name_kind.h"
#include "base/text.h"
#include "base/url.h"

namespace newel::policy {
namespace {

using Basis = Decision::Basis;
constexpr std::array all_types = {NameType::cn,    NameType::dns, NameType::ip,
                                  NameType::email, NameType::uri, NameType::principal};

// "*.x" keeps its asterisk; the rest is converted. Nothing when it is no domain.
std::optional<std::string> parse_domain(const std::string& name) {
  const bool wildcard = name.starts_with("*.");
  auto ascii = domain_to_ascii(wildcard ? std::string_view(name).substr(1) : std::string_view(name));
  if (!ascii) return std::nullopt;
  if (wildcard) ascii->insert(0, "*");
  if (!x509::is_valid_domain(*ascii, true)) return std::nullopt;
  return std::move(*ascii);
}

NameType type_of(NameKind kind) {
  switch (kind) {
    case NameKind::dns:
      return NameType::dns;
    case NameKind::ip:
      return NameType::ip;
    case NameKind::email:
      return NameType::email;
    case NameKind::uri:
      return NameType::uri;
  }
  return NameType::dns;
}

}  // namespace

struct Engine::Subject {
  std::string text;  // dns: ASCII; uri, principal, cn: as it is
  IpAddress ip{};
  x509::Mailbox mailbox{};
};

std::string Decision::text() const {
  const std::string kind(name_type_text(type));
  switch (basis) {
    case Basis::no_policy:
    case Basis::allow_rule:
    case Basis::not_denied:
      return kind + " name " + quote(name) + " allowed";
    case Basis::deny_rule:
    case Basis::no_allow_rule:
    case Basis::kind_unlisted:
      return kind + " name " + quote(name) + " not allowed";
    case Basis::bad_domain:
      return "cannot parse " + kind + " domain " + quote(name);
    case Basis::bad_mailbox:
      return "cannot parse " + kind + " rfc822Name " + quote(name);
    case Basis::no_comparison:
      return "error matching " + kind + " name " + quote(name) + " to constraint";
    case Basis::unexpected:
      return name;
  }
  return name;
}

std::string Decision::explanation() const {
  const std::string kind(name_type_text(rule_type));
  switch (basis) {
    case Basis::no_policy:
      return "no policy restricts it";
    case Basis::allow_rule:
      return "allow rule " + kind + " " + quote(rule);
    case Basis::not_denied:
      return "no deny rule matches, and there is no allow rule for " + kind + " names";
    case Basis::deny_rule:
      return "deny rule " + kind + " " + quote(rule);
    case Basis::no_allow_rule:
      return "no allow rule for " + kind + " names matches";
    case Basis::kind_unlisted:
      return "there are allow rules, but none for " + kind + " names";
    case Basis::bad_domain:
      return "not a domain name";
    case Basis::bad_mailbox:
      return "not an e-mail address";
    case Basis::no_comparison:
      return "rules compare the host name of a URI, and this one has none that can be compared";
    case Basis::unexpected:
      return "such a certificate has no such names";
  }
  return {};
}

Engine::Engine(const RuleSet& rules, const std::string& path) : wildcards_(rules.allow_wildcards) {
  for (const NameType type : all_types) {
    Lists& lists = lists_[static_cast<std::size_t>(type)];
    for (const bool deny : {false, true}) {
      try {
        (deny ? lists.deny : lists.allow) =
            parse_rules(type, deny ? rules.deny.of(type) : rules.allow.of(type), deny);
      } catch (const Error& e) {
        throw e.wrapped(path + (deny ? ".deny." : ".allow.") + std::string(name_type_text(type)));
      }
    }
    any_allow_ = any_allow_ || !lists.allow.empty();
    any_rule_ = any_rule_ || !lists.empty();
  }
}

Match Engine::match(NameType type, const Subject& subject, const Rule& rule) const {
  const auto yes_or_no = [](bool matches) { return matches ? Match::yes : Match::no; };
  switch (type) {
    case NameType::dns:
      return match_domain(subject.text, rule.value, wildcards_);
    case NameType::ip:
      return yes_or_no(rule.network.contains(subject.ip));
    case NameType::email:
      return match_mailbox(subject.mailbox, rule.value, wildcards_);
    case NameType::uri:
      return match_uri(subject.text, rule.value, wildcards_);
    case NameType::principal:
      return yes_or_no(rule.value == "*" || equal_folded(subject.text, rule.value));
    case NameType::cn:
      return yes_or_no(equal_folded(subject.text, rule.value));
  }
  return Match::impossible;
}

Decision Engine::compare(NameType type, const std::string& shown, const Subject& subject) const {
  Decision out{Basis::not_denied, type, shown, type, {}};
  const Lists& lists = of(type);
  for (const bool deny : {true, false}) {
    for (const Rule& rule : deny ? lists.deny : lists.allow) {
      switch (match(type, subject, rule)) {
        case Match::no:
          continue;
        case Match::impossible:
          out.basis = Basis::no_comparison;
          return out;
        case Match::yes:
          out.basis = deny ? Basis::deny_rule : Basis::allow_rule;
          out.rule = rule.written;
          return out;
      }
    }
  }
  if (!lists.allow.empty()) out.basis = Basis::no_allow_rule;
  return out;
}

Decision Engine::judge(NameType type, const std::string& name) const {
  Decision out{Basis::not_denied, type, name, type, {}};
  Subject subject{name};
  if (type == NameType::uri) {
    if (const auto url = parse_url(name)) out.name = url->to_string();
  }
  if (of(type).empty() && any_allow_) {
    out.basis = Basis::kind_unlisted;
    return out;
  }
  switch (type) {
    case NameType::dns: {
      auto domain = parse_domain(name);
      if (!domain) {
        out.basis = Basis::bad_domain;
        return out;
      }
      subject.text = std::move(*domain);
      break;
    }
    case NameType::email: {
      auto mailbox = x509::parse_mailbox(name);
      if (!mailbox || !has_sound_punycode(mailbox->domain)) {
        out.basis = mailbox ? Basis::bad_domain : Basis::bad_mailbox;
        return out;
      }
      subject.mailbox = std::move(*mailbox);
      break;
    }
    case NameType::ip:
      subject.ip = parse_ip(name).value_or(IpAddress{});
      break;
    default:
      break;
  }
  return compare(type, out.name, subject);
}

// A common name may be named by a rule of its own; otherwise it must stand as the kind of name it looks like.
// Differs from the reference, where a deny rule for common names denies nothing.
Decision Engine::judge_common_name(const std::string& name) const {
  if (!of(NameType::cn).empty()) {
    Decision own = compare(NameType::cn, name, {name});
    if (own.allowed() || own.basis == Basis::deny_rule) return own;
  }
  const NameKind kind = name_kind(name);
  std::string typed = name;
  if (kind == NameKind::ip) typed = parse_ip(name)->to_string();
  Decision out = judge(type_of(kind), typed);
  out.type = NameType::cn;
  return out;
}

template <class Sink>
void Engine::judge_all(const Names& names, Sink sink) const {
  if (!any_rule_) return;
  for (const std::string& name : names.dns) {
    if (!sink(judge(NameType::dns, name))) return;
  }
  for (const IpAddress& ip : names.ips) {
    if (!sink(judge(NameType::ip, ip.to_string()))) return;
  }
  for (const std::string& name : names.emails) {
    if (!sink(judge(NameType::email, name))) return;
  }
  for (const std::string& name : names.uris) {
    if (!sink(judge(NameType::uri, name))) return;
  }
  for (const std::string& name : names.principals) {
    if (!sink(judge(NameType::principal, name))) return;
  }
  if (!names.common_name.empty()) sink(judge_common_name(names.common_name));
}

std::optional<Decision> Engine::first_refusal(const Names& names) const {
  std::optional<Decision> out;
  judge_all(names, [&](Decision decision) {
    if (decision.allowed()) return true;
    out = std::move(decision);
    return false;
  });
  return out;
}

std::vector<Decision> Engine::explain(const Names& names) const {
  std::vector<Decision> out;
  judge_all(names, [&](Decision decision) {
    out.push_back(std::move(decision));
    return true;
  });
  return out;
}

}  // namespace newel::policy
