// The lists are texts in the program; they are split when a rule first asks, and searched by halving.
#include "lint/domains.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace newel::lint {
namespace {

constexpr std::string_view top_level_domain_texts[] = {
#include "lint/data/top_level_domains.inc"
};
constexpr std::string_view public_suffix_texts[] = {
#include "lint/data/public_suffixes.inc"
};

template <std::size_t N>
std::vector<std::string_view> words(const std::string_view (&texts)[N]) {
  std::vector<std::string_view> out;
  for (std::string_view text : texts) {
    for (std::size_t end; (end = text.find(' ')) != std::string_view::npos; text.remove_prefix(end + 1)) {
      out.push_back(text.substr(0, end));
    }
  }
  return out;
}

enum class RuleKind { normal, wildcard, exception };
struct SuffixRule {
  std::string_view name;
  RuleKind kind;
};

const std::vector<SuffixRule>& suffix_rules() {
  static const std::vector<SuffixRule> rules = [] {
    std::vector<SuffixRule> out;
    for (std::string_view word : words(public_suffix_texts)) {
      const RuleKind kind = word.ends_with('*')   ? RuleKind::wildcard
                            : word.ends_with('!') ? RuleKind::exception
                                                  : RuleKind::normal;
      if (kind != RuleKind::normal) word.remove_suffix(1);
      out.push_back({word, kind});
    }
    return out;
  }();
  return rules;
}

const SuffixRule* find_rule(std::string_view name) {
  const auto& rules = suffix_rules();
  const auto found =
      std::lower_bound(rules.begin(), rules.end(), name,
                       [](const SuffixRule& rule, std::string_view n) { return rule.name < n; });
  return found != rules.end() && found->name == name ? &*found : nullptr;
}

// Length of the public suffix: the rule of the longest matching name decides, without one the last label.
std::size_t suffix_length(std::string_view name) {
  for (std::string_view part = name;;) {
    const SuffixRule* rule = find_rule(part);
    if (rule != nullptr && !(rule->kind == RuleKind::wildcard && part.size() == name.size())) {
      if (rule->kind == RuleKind::exception) return part.size() - std::min(part.find('.') + 1, part.size());
      if (rule->kind == RuleKind::normal) return part.size();
      const std::string_view before = name.substr(0, name.size() - part.size() - 1);
      const auto dot = before.rfind('.');
      return dot == std::string_view::npos ? name.size() : name.size() - dot - 1;
    }
    const auto dot = part.find('.');
    if (dot == std::string_view::npos) return part.size();
    part.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_top_level_domain(std::string_view label) {
  static const auto list = words(top_level_domain_texts);
  return std::binary_search(list.begin(), list.end(), std::string_view(to_lower(label)));
}

DomainParts split_domain(std::string_view name) {
  DomainParts out;
  const std::string lower = to_lower(name);
  if (lower.empty() || lower[0] == '.') return out.is_blank = true, out;
  const std::size_t suffix = suffix_length(lower);
  out.is_suffix = suffix == 0 || suffix >= lower.size();
  if (out.is_suffix) return out;
  out.suffix = lower.substr(lower.size() - suffix);
  const std::string left = lower.substr(0, lower.size() - suffix - 1);
  const auto dot = left.rfind('.');
  out.registrable = dot == std::string::npos ? left : left.substr(dot + 1);
  if (dot != std::string::npos) out.below = left.substr(0, dot);
  return out;
}

}  // namespace newel::lint
