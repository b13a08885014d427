#include "lint/rules/alt_names.h"

#include <algorithm>

namespace newel::lint {

bool is_not_ascii(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

Verdict dns_names_are_ascii(const ExtensionView& extension) {
  const auto names = sequence(extension.value);
  if (!names) return Verdict::fatal;
  return finding_if(std::any_of(names->begin(), names->end(), [](const Element& name) {
    return name.number == 2 && is_not_ascii(as_text(name.content));
  }));
}

Verdict names_are_not_empty(const ExtensionView& extension) {
  const auto names = sequence(extension.value);
  if (!names) return Verdict::fatal;
  return finding_if(
      std::any_of(names->begin(), names->end(), [](const Element& name) { return name.content.empty(); }));
}

bool is_empty_list(const ExtensionView& extension) {
  const auto list = first(extension.value);
  return extension.value.size() < 2 || (extension.value.size() == 2 && list && list->is_sequence());
}

bool is_bad_mailbox(std::string_view text) {
  if (text.empty()) return false;
  return text.find(' ') != std::string_view::npos || text.front() == '<' || text.back() == ')';
}

bool is_incomplete_uri(std::string_view text) {
  const auto url = parse_url(text);
  if (!url || url->scheme.empty()) return true;
  return url->host.empty() && url->user.empty() && url->opaque.empty() && url->path.empty();
}

bool is_relative_uri(std::string_view text) {
  const auto url = parse_url(text);
  return !url || url->scheme.empty();
}

}  // namespace newel::lint
