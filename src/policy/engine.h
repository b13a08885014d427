// One set of rules applied to names (reference: policy/engine.go, policy/validate.go).
//
// Deny rules come first, then allow rules. As soon as one allow rule of any kind exists, names of a kind that
// no rule speaks of are refused; with deny rules alone, what none of them matches passes.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "policy/name_match.h"

namespace newel::policy {

/// The names of a certificate, sorted by kind, in the order they are judged: the common name comes last.
struct Names {
  std::vector<std::string> dns;
  std::vector<IpAddress> ips;
  std::vector<std::string> emails, uris, principals;
  std::string common_name;
};

/// What became of one name, and by what.
struct Decision {
  enum class Basis {
    no_policy,      ///< nothing is restricted
    allow_rule,     ///< `rule` allows it
    not_denied,     ///< there are only deny rules, and none matches
    deny_rule,      ///< `rule` denies it
    no_allow_rule,  ///< allow rules for its kind, and none matches
    kind_unlisted,  ///< allow rules for other kinds only
    bad_domain,     ///< cannot be read as a domain
    bad_mailbox,    ///< cannot be read as a mailbox
    no_comparison,  ///< cannot be compared with a rule (URIs)
    unexpected,     ///< such a name has no place in such a certificate; `name` is the whole text
  };
  Basis basis = Basis::no_policy;
  NameType type = NameType::dns;       ///< as messages say it
  std::string name;                    ///< as the certificate has it; URIs re-serialised
  NameType rule_type = NameType::dns;  ///< a common name may fall under a dns rule
  std::string rule;                    ///< as written

  bool allowed() const { return basis <= Basis::not_denied; }
  /// A rule says no. Otherwise the name itself is at fault.
  bool refused_by_rules() const { return basis >= Basis::deny_rule && basis <= Basis::kind_unlisted; }
  /// The reference's text for clients: `dns name "x" not allowed`.
  std::string text() const;
  /// By which rule, for people: `deny rule dns "*.example.com"`.
  std::string explanation() const;
};

/// Immutable, thread-safe.
class Engine {
 public:
  /// Throws Error for a rule that does not parse; its text begins with the member below `path`.
  Engine(const RuleSet& rules, const std::string& path);

  /// The first name that is not allowed.
  std::optional<Decision> first_refusal(const Names& names) const;
  /// Every name's decision, in order.
  std::vector<Decision> explain(const Names& names) const;

 private:
  struct Lists {
    std::vector<Rule> allow, deny;
    bool empty() const { return allow.empty() && deny.empty(); }
  };
  struct Subject;  // a name, parsed

  template <class Sink>
  void judge_all(const Names& names, Sink sink) const;
  Decision judge(NameType type, const std::string& name) const;
  Decision judge_common_name(const std::string& name) const;
  Decision compare(NameType type, const std::string& shown, const Subject& subject) const;
  Match match(NameType type, const Subject& subject, const Rule& rule) const;
  const Lists& of(NameType type) const { return lists_[static_cast<std::size_t>(type)]; }

  std::array<Lists, 6> lists_;
  bool wildcards_ = false;
  bool any_rule_ = false, any_allow_ = false;
};

}  // namespace newel::policy
