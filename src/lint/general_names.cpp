#include "lint/general_names.h"

namespace newel::lint {
namespace {

// GeneralName is a choice by tag number (RFC 5280 section 4.2.1.6).
void add_name(const Element& name, GeneralNamesView& out) {
  switch (name.number) {
    case 0:
      out.has_other_names = true;
      break;
    case 1:
      out.emails.push_back(to_text(name.content));
      break;
    case 2:
      out.dns.push_back(to_text(name.content));
      break;
    case 4:
      out.has_directory_names = true;
      break;
    case 5:
      out.has_edi_party_names = true;
      break;
    case 6:
      out.uris.push_back(to_text(name.content));
      break;
    case 7:
      if (name.content.size() == 4 || name.content.size() == 16) out.ips.push_back({to_bytes(name.content)});
      break;
    case 8:
      out.has_registered_ids = true;
      break;
    default:
      break;
  }
}

// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
void add_subtrees(const Element& list, bool excluded, SubtreesView& out) {
  const auto subtrees = elements(list.content);
  if (!subtrees) return;
  for (const Element& subtree : *subtrees) {
    const auto parts = fields(subtree.content);
    if (!subtree.is_sequence() || parts.empty()) continue;
    SubtreeView view{parts.front().number, excluded, false, false};
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const Element& bound = parts[i];
      const auto number = read_integer(bound.content);
      const bool counts = !number || !number->is_zero();
      if (bound.is_context(0)) view.has_minimum = counts;
      if (bound.is_context(1)) view.has_maximum = counts;
    }
    out.push_back(view);
  }
}

}  // namespace

GeneralNamesView read_general_names(ByteView extension_value) {
  GeneralNamesView out;
  const auto names = sequence(extension_value);
  if (!names) return out;
  for (const Element& name : *names) add_name(name, out);
  return out;
}

SubtreesView read_name_constraints(ByteView extension_value) {
  SubtreesView out;
  const auto lists = sequence_fields(extension_value);
  if (!lists) return out;
  for (const Element& list : *lists) {
    if (list.is_context(0) || list.is_context(1)) add_subtrees(list, list.number == 1, out);
  }
  return out;
}

}  // namespace newel::lint
