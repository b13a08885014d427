// A .t file as data: commands and what they should print. The grammar is in tests/cli/README.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace newel::t {

/// One line of a dialog: "expect", "absent", "send" or "key", and its text.
struct DialogStep {
  std::string verb;
  std::string text;
  int line = 0;
};

struct Step {
  enum class Kind { text, command, dialog };
  Kind kind = Kind::text;
  int line = 0;  ///< of the command, from 1
  std::vector<std::string> source =
      {};  ///< its lines in the file, with marks; of a text: comments, blank lines
  std::string command = {};
  std::vector<std::string> expected = {};  ///< without the escaping backslash
  std::vector<DialogStep> dialog = {};
  int status = 0;
};

/// Throws std::runtime_error "file:line: what is wrong".
std::vector<Step> parse_test(const std::string& name, std::string_view content);
/// The file again, with the expectations and states the steps have now.
std::string write_test(const std::vector<Step>& steps);

std::vector<std::string> lines_of(std::string_view text);

}  // namespace newel::t
