// Domain names in the common name and in the subject's alternative names.
#include "base/text.h"
#include "lint/domains.h"
#include "lint/oids.h"
#include "lint/rule.h"

namespace newel::lint {
namespace {

using C = CertificateView;
constexpr Source br = Source::baseline_requirements;

bool subscribers_with_names(const C& c) {
  return c.is_subscriber() && !(c.subject.common_name().empty() && c.san.dns.empty());
}

bool common_name_is_domain(const C& c) {
  const std::string name = c.subject.common_name();
  return !name.empty() && !parse_ip(name);
}

/// No common name that may be a domain and no DNS name may do what `bad` says.
template <class Bad>
Verdict no_name(const C& c, Bad bad) {
  if (common_name_is_domain(c) && bad(c.subject.common_name())) return Verdict::finding;
  for (const std::string& name : c.san.dns) {
    if (bad(name)) return Verdict::finding;
  }
  return Verdict::pass;
}

/// The same for names taken apart at their public suffix; the first that cannot be ends the rule.
template <class Bad>
Verdict no_split_name(const C& c, Bad bad) {
  std::vector<std::string> names = c.san.dns;
  if (common_name_is_domain(c)) names.insert(names.begin(), c.subject.common_name());
  for (const std::string& name : names) {
    const DomainParts parts = split_domain(name);
    if (!parts.usable()) return Verdict::not_applicable;
    if (bad(parts)) return Verdict::finding;
  }
  return Verdict::pass;
}

/// No label of any name, an address as common name included, may do what `bad(label, is_first)` says.
template <class Bad>
Verdict no_label_anywhere(const C& c, Bad bad) {
  std::vector<std::string> names = c.san.dns;
  names.push_back(c.subject.common_name());
  for (const std::string& name : names) {
    const auto labels = split(name, '.');
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (bad(labels[i], i == 0)) return Verdict::finding;
    }
  }
  return Verdict::pass;
}

bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*' || c == '_' ||
         c == '-';
}

// Redacted labels ("?") may stand in front, behind a wildcard; only the last label may be empty.
bool has_bad_character(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  while (name.starts_with("?.")) name.remove_prefix(2);
  const auto labels = split(name, '.');
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].empty() && i + 1 < labels.size()) return true;
    for (const char c : labels[i]) {
      if (!is_name_character(c)) return true;
    }
  }
  return false;
}

bool has_label(std::string_view name, bool (*bad)(const std::string&)) {
  for (const std::string& label : split(name, '.')) {
    if (bad(label)) return true;
  }
  return false;
}

bool contains(std::string_view text, char c) { return text.find(c) != std::string_view::npos; }

bool is_redacted(std::string_view name) {
  if (name.starts_with("*.")) name.remove_prefix(2);
  return name.starts_with("?.");
}

Verdict not_redacted(const C& c) {
  if (is_redacted(c.subject.common_name())) return Verdict::finding;
  for (const std::string& name : c.san.dns) {
    if (is_redacted(name)) return Verdict::finding;
  }
  return Verdict::pass;
}

constexpr Rule rules[] = {
    {"e_dnsname_bad_character_in_label", "labels consist of letters, digits, -, _ and *", "BRs: 7.1.4.2", br,
     br_1_0, subscribers_with_names, [](const C& c) { return no_name(c, has_bad_character); }},
    {"e_dnsname_contains_bare_iana_suffix", "a name is not a top-level domain alone", "BRs: 7.1.4.2", br,
     br_1_0, subscribers_with_names, [](const C& c) { return no_name(c, is_top_level_domain); }},
    {"e_dnsname_empty_label", "no label is empty", "BRs: 7.1.4.2", br, br_1_0, subscribers_with_names,
     [](const C& c) {
       return no_name(c, [](std::string_view name) {
         return has_label(name, [](const std::string& label) { return label.empty(); });
       });
     }},
    {"e_dnsname_hyphen_in_sld", "the registered label neither begins nor ends with a hyphen", "BRs 7.1.4.2",
     br, rfc5280, subscribers_with_names,
     [](const C& c) {
       return no_split_name(c, [](const DomainParts& name) {
         return name.registrable.starts_with('-') || name.registrable.ends_with('-');
       });
     }},
    {"e_dnsname_label_too_long", "a label has 63 characters at most", "RFC 1035", br, br_1_0,
     subscribers_with_names,
     [](const C& c) {
       return no_name(c, [](std::string_view name) {
         return has_label(name, [](const std::string& label) { return label.size() > 63; });
       });
     }},
    {"e_dnsname_left_label_wildcard_correct", "a wildcard is the whole first label", "BRs: 7.1.4.2", br,
     br_1_0, everyone,
     [](const C& c) {
       return no_label_anywhere(c, [](const std::string& label, bool is_first) {
         return is_first && contains(label, '*') && label != "*";
       });
     }},
    {"e_dnsname_not_valid_tld", "a name ends in a top-level domain", "BRs: 7.1.4.2", br, br_1_0,
     subscribers_with_names,
     [](const C& c) {
       return no_name(c, [](std::string_view name) { return !is_top_level_domain(split(name, '.').back()); });
     }},
    {"e_dnsname_underscore_in_sld", "the registered label has no underscore", "BRs: 7.1.4.2", br, rfc5280,
     subscribers_with_names,
     [](const C& c) {
       return no_split_name(c, [](const DomainParts& name) { return contains(name.registrable, '_'); });
     }},
    {"w_dnsname_underscore_in_trd", "labels below the registered one have no underscore", "BRs: 7.1.4.2", br,
     rfc5280, subscribers_with_names,
     [](const C& c) {
       return no_split_name(c, [](const DomainParts& name) { return contains(name.below, '_'); });
     }},
    {"w_dnsname_wildcard_left_of_public_suffix", "no wildcard stands right before a public suffix",
     "BRs: 3.2.2.6", br, br_1_0, subscribers_with_names,
     [](const C& c) {
       return no_split_name(c, [](const DomainParts& name) { return name.registrable == "*"; });
     }},
    {"e_dnsname_wildcard_only_in_left_label", "a wildcard is in the first label only", "BRs: 7.1.4.2", br,
     br_1_0, everyone,
     [](const C& c) {
       return no_label_anywhere(
           c, [](const std::string& label, bool is_first) { return !is_first && contains(label, '*'); });
     }},
    {"n_contains_redacted_dnsname", "no label is redacted",
     "IETF Draft: https://tools.ietf.org/id/draft-strad-trans-redaction-00.html", Source::zlint, always,
     subscribers, not_redacted},
};

}  // namespace

std::span<const Rule> domain_rules() { return rules; }

}  // namespace newel::lint
