// What the rules about the subject's and the issuer's alternative names ask alike.
#pragma once

#include "base/url.h"
#include "lint/rule.h"

namespace newel::lint {

/// No name of a list may do what `bad` says.
template <class Bad>
Verdict no_text(const std::vector<std::string>& list, Bad bad) {
  for (const std::string& text : list) {
    if (bad(text)) return Verdict::finding;
  }
  return Verdict::pass;
}

/// All dNSNames are ASCII; fatal when the extension is no list of names.
Verdict dns_names_are_ascii(const ExtensionView& extension);
/// No name is empty.
Verdict names_are_not_empty(const ExtensionView& extension);
bool is_empty_list(const ExtensionView& extension);

bool is_bad_mailbox(std::string_view text);     ///< has blanks, angle brackets, or a comment behind it
bool is_incomplete_uri(std::string_view text);  ///< no scheme, or nothing behind it
bool is_relative_uri(std::string_view text);
bool is_not_ascii(std::string_view text);
inline bool has_null(std::string_view text) { return text.find('\0') != std::string_view::npos; }
inline bool has_late_wildcard(std::string_view text) { return text.find('*', 1) != std::string_view::npos; }

}  // namespace newel::lint
