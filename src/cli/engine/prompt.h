// Questions to the person at the terminal, and the status lines that answer them.
//
// Questions never touch standard output: that is for results. When standard input (and output or error) is a
// terminal it is used, else /dev/tty; without a terminal every question throws
// "error allocating terminal: open /dev/tty: …", naming the flag that would have answered it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace newel::cli {

/// Says what is wrong with the input, or nothing.
using Validator = std::function<std::optional<std::string>(std::string_view)>;

Validator not_empty();       ///< value is empty
Validator tcp_address();     ///< <s> is not an TCP address
Validator dns_or_ip();       ///< <s> is not a valid DNS name or IP address
Validator dns_or_ip_list();  ///< several, separated by blanks or commas
Validator yes_or_no();       ///< <s> is not a valid answer

/// `✔ Name: value` on standard error.
void print_status(std::string_view name, std::string_view value);
/// `✗ Name text` in red.
void print_failed(std::string_view name, std::string_view text);

struct Question {
  std::string label;
  std::string initial = {};  ///< what the editable line starts with
  Validator valid = {};
  std::string flag = {};                  ///< the flag that gives the value, named when there is no terminal
  std::optional<std::string> given = {};  ///< a value from a flag: validated, nothing asked or printed
};
std::string ask(const Question& question);

struct PasswordQuestion {
  std::string label;
  bool icon = false;      ///< the `✔ label` look instead of `label: `
  bool required = false;  ///< ask again while empty
  std::size_t min_length = 0;
  std::string flag = {};
  std::optional<Secret> given = {};
  std::string failing = {};        ///< what stands before the error when there is no terminal
  std::string empty_warning = {};  ///< said once to an empty answer, which is asked for again
  /// Whether the answer opens what it is asked for; without it every answer does. Asked again for a wrong
  /// one, `attempts` times in all: the last answer is returned, right or wrong.
  std::function<bool(const Secret&)> right = {};
  int attempts = 1;
};
/// Masked; trailing white space removed. The terminal stays masked from the first attempt to the last, so
/// that nothing typed ahead is echoed between two.
Secret ask_password(const PasswordQuestion& question);

/// An empty answer offers 32 random characters, which may be edited.
Secret ask_password_or_generate(const PasswordQuestion& question);

/// `label [y/n]`: true for yes. `flag` as in Question.
bool ask_yes_no(std::string_view label, std::string_view flag = {});

struct Choice {
  std::string label;  ///< "What provisioner do you want to use?"
  std::string name;   ///< of the status line afterwards; empty for none
  std::vector<std::string> items;
  std::string flag = {};
};
/// The index chosen; a single item is chosen without asking.
std::size_t choose(const Choice& choice);

}  // namespace newel::cli
