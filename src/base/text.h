// Small operations on text that the standard library lacks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace newel {

std::string_view trim(std::string_view text);
/// Removes trailing Unicode white space, as Go's strings.TrimRightFunc(unicode.IsSpace) does: password files.
std::string_view trim_right_space(std::string_view text);
std::string to_lower(std::string_view ascii);
std::string to_upper(std::string_view ascii);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// Go's %q: double quotes, backslash escapes, printable UTF-8 kept.
std::string quote(std::string_view text);
/// "[a b c]": how Go prints a list of strings in messages.
std::string go_list(const std::vector<std::string>& parts);
bool is_valid_utf8(std::string_view text);
/// Replaces control characters, so that outside text cannot forge log lines or drive a terminal.
std::string printable(std::string_view text);

}  // namespace newel
