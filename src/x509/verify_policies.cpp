// The policy graph of RFC 9618.
//
// RFC 5280 describes a tree whose nodes multiply: a few certificates that map every policy to every other
// make it exponential. RFC 9618 joins the nodes of one depth that stand for the same policy, which gives the
// same verdicts from a graph that is no larger than the extensions it is made from. Qualifiers are not
// collected: nobody here shows them.
#include "x509/verify_policies.h"

#include <algorithm>
#include <map>
#include <set>

#include "x509/name_match.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

using Oids = std::set<std::string, std::less<>>;

struct Node {
  Oids expected;  ///< policies that satisfy this one in the next certificate
  Oids parents;   ///< policies of the depth above
};
using Level = std::map<std::string, Node, std::less<>>;

const std::string any(oids::any_policy);

// Where a policy is expected by: the parents of the node it will become.
std::map<std::string, Oids, std::less<>> parents_by_expected(const Level& level) {
  std::map<std::string, Oids, std::less<>> out;
  for (const auto& [policy, node] : level) {
    for (const std::string& expected : node.expected) out[expected].insert(policy);
  }
  return out;
}

class PolicyState {
 public:
  PolicyState(const PolicyOptions& wanted, int length)
      : explicit_policy_(wanted.require_explicit ? 0 : length + 1),
        policy_mapping_(wanted.inhibit_mapping ? 0 : length + 1),
        inhibit_any_(wanted.inhibit_any ? 0 : length + 1) {
    levels_.push_back({{any, {{any}, {}}}});
  }

  // Section 6.1.3 (d) to (f).
  bool process(const PolicyExtensions& says, bool self_issued, bool is_last) {
    levels_.push_back(next_level(says, self_issued && !is_last));
    return explicit_policy_ > 0 || !levels_.back().empty();
  }

  // Section 6.1.4 (a), (b), (h), (i), (j).
  bool prepare_next(const PolicyExtensions& says, bool self_issued) {
    for (const PolicyMapping& mapping : says.mappings) {
      if (mapping.issuer_policy == any || mapping.subject_policy == any) return false;
    }
    map_policies(says.mappings);
    if (!self_issued) {
      for (int* counter : {&explicit_policy_, &policy_mapping_, &inhibit_any_}) *counter -= *counter > 0;
    }
    const auto lower = [](int& counter, const std::optional<int>& to) {
      if (to && *to < counter) counter = *to;
    };
    lower(explicit_policy_, says.require_explicit_policy);
    lower(policy_mapping_, says.inhibit_policy_mapping);
    lower(inhibit_any_, says.inhibit_any_policy);
    return true;
  }

  // Section 6.1.5 (a), (b), (g).
  bool conclude(const PolicyExtensions& leaf, const std::vector<std::string>& wanted) {
    explicit_policy_ -= explicit_policy_ > 0;
    if (leaf.require_explicit_policy == 0) explicit_policy_ = 0;
    return explicit_policy_ > 0 || satisfies(wanted);
  }

 private:
  Level next_level(const PolicyExtensions& says, bool may_use_any) const {
    const Level& above = levels_.back();
    Level level;
    const auto parents = parents_by_expected(above);
    const bool any_above = above.count(any) == 1;
    bool has_any = false;
    for (const std::string& policy : says.policies) {
      if (policy == any) {
        has_any = true;
        continue;
      }
      const auto found = parents.find(policy);
      if (found != parents.end()) {
        level[policy] = {{policy}, found->second};
      } else if (any_above) {
        level[policy] = {{policy}, {any}};
      }
    }
    if (has_any && (inhibit_any_ > 0 || may_use_any)) {
      for (const auto& [policy, by] : parents) level.try_emplace(policy, Node{{policy}, by});
    }
    return level;
  }

  void map_policies(const std::vector<PolicyMapping>& mappings) {
    Level& level = levels_.back();
    std::map<std::string, Oids, std::less<>> targets;
    for (const PolicyMapping& mapping : mappings)
      targets[mapping.issuer_policy].insert(mapping.subject_policy);
    for (auto& [policy, expected] : targets) {
      if (policy_mapping_ == 0) {
        level.erase(policy);
      } else if (const auto node = level.find(policy); node != level.end()) {
        node->second.expected = std::move(expected);
      } else if (level.count(any) == 1) {
        level[policy] = {std::move(expected), {any}};
      }
    }
  }

  // Whether the user-constrained policy set is not empty. The policies of the anchor's own domain are those
  // of nodes right below anyPolicy; they count when a node of the last depth descends from them.
  bool satisfies(const std::vector<std::string>& wanted) const {
    const Level& last = levels_.back();
    if (last.empty()) return false;
    const bool any_wanted = wanted.empty() || std::find(wanted.begin(), wanted.end(), any) != wanted.end();
    if (any_wanted || last.count(any) == 1) return true;
    Oids alive;
    for (const auto& [policy, node] : last) alive.insert(policy);
    for (std::size_t depth = levels_.size() - 1; depth > 0; --depth) {
      Oids above;
      for (const std::string& policy : alive) {
        const auto node = levels_[depth].find(policy);
        if (node == levels_[depth].end()) continue;
        const Oids& parents = node->second.parents;
        if (parents.count(any) == 1 && std::find(wanted.begin(), wanted.end(), policy) != wanted.end())
          return true;
        above.insert(parents.begin(), parents.end());
      }
      above.erase(any);
      alive = std::move(above);
    }
    return false;
  }

  int explicit_policy_, policy_mapping_, inhibit_any_;
  std::vector<Level> levels_;  ///< [0] is the initial anyPolicy node
};

}  // namespace

bool policies_allow(const std::vector<Certificate>& chain, const PolicyOptions& wanted) {
  if (chain.size() < 2) return true;  // a trusted leaf: no certificate of the path is processed
  static const PolicyExtensions says_nothing;
  PolicyState state(wanted, static_cast<int>(chain.size()) - 1);
  for (std::size_t i = chain.size() - 1; i-- > 0;) {
    const PolicyExtensions* extensions = chain[i].policy_extensions();
    const PolicyExtensions& says = extensions == nullptr ? says_nothing : *extensions;
    const bool self_issued = same_name(chain[i].issuer(), chain[i].subject());
    if (!state.process(says, self_issued, i == 0)) return false;
    if (i > 0 && !state.prepare_next(says, self_issued)) return false;
  }
  const PolicyExtensions* leaf = chain[0].policy_extensions();
  return state.conclude(leaf == nullptr ? says_nothing : *leaf, wanted.policies);
}

}  // namespace newel::x509
