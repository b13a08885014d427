// The command line as data.
//
// A command is a constexpr table: its name, its texts, its flags, what it runs. One engine reads the tables
// and does everything else: parsing, values from STEP_* variables and defaults.json, help on the terminal,
// Markdown, HTML, man pages, shell completions. A command never parses, and help is never written twice.
//
//   constexpr auto flags = flag_list(
//       Flag{"roots", Kind::string, "The <file> with the root certificates."},
//       force_flag);
//
//   int run(Invocation& in) {
//     in.expect_args(1, 2);
//     …
//     return 0;
//   }
//
//   constexpr Command lint_command{   // declared `extern const Command lint_command;` in the group's header
//       .name = "lint",
//       .usage = "lint a certificate",
//       .usage_text = "**step certificate lint** <crt-file> [**--roots**=<file>]",
//       .description = R"(**step certificate lint** checks …
//
// ## POSITIONAL ARGUMENTS
//
// <crt-file>
// :  The path to a certificate.
//
// ## EXAMPLES
//
// Lint a file:
// ```
// $ step certificate lint ./baz.crt
// ```)",
//       .action = run,
//       .flags = flags,
//   };
//
// The texts are a small Markdown: paragraphs, `## HEADING` (upper case), `**bold**`, `*emphasis*`,
// `_emphasis_`, `code`, `<placeholder>` (`\<` for a real bracket), `[text](url)`, fenced code blocks, lists
// with `*` or `-`, tables `| a | b |`, and definitions: a line with the term, then lines beginning with `: `.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace newel::cli {

class Invocation;

enum class Kind {
  boolean,       ///< false unless given
  boolean_true,  ///< true unless given as --name=false
  string,        ///< the last one wins
  strings,       ///< every occurrence adds one element
  integer,       ///< Go base-0 literal: 10, 0x1f, -3
  duration,      ///< Go duration: 5m, 1h30m
};

/// One flag. All views must outlive the program: string literals.
struct Flag {
  /// Spellings in declaration order, comma separated: "f,force". The first one names the variable (STEP_F).
  std::string_view names = {};
  Kind kind = Kind::string;
  /// Markdown; the first `<placeholder>` in it names the value in the list of options.
  std::string_view usage = {};
  /// What it is when nobody sets it, as it would be typed. Empty: "", 0, or what the kind says.
  std::string_view fallback = {};
  bool hidden = false;
  /// Only the command line sets it: neither a variable nor defaults.json.
  bool exempt = false;

  constexpr Flag hide() const {
    Flag copy = *this;
    copy.hidden = true;
    return copy;
  }
  constexpr Flag with_usage(std::string_view text) const {
    Flag copy = *this;
    copy.usage = text;
    return copy;
  }
  constexpr Flag with_fallback(std::string_view text) const {
    Flag copy = *this;
    copy.fallback = text;
    return copy;
  }
};

namespace detail {
template <class T>
constexpr std::size_t flag_count = 1;
template <std::size_t N>
constexpr std::size_t flag_count<std::array<Flag, N>> = N;
}  // namespace detail

/// One array out of single flags and groups of flags, in the order given: the order of the help.
template <class... Part>
constexpr auto flag_list(const Part&... parts) {
  std::array<Flag, (detail::flag_count<Part> + ... + 0)> all{};
  std::size_t at = 0;
  auto add = [&](const auto& part) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(part)>, Flag>) {
      all[at++] = part;
    } else {
      for (const Flag& flag : part) all[at++] = flag;
    }
  };
  (add(parts), ...);
  return all;
}

/// Runs the command; the result is the exit status. Failures are thrown as newel::Error.
using Action = int (*)(Invocation&);

struct Command {
  std::string_view name = {};
  std::string_view aliases = {};  ///< comma separated
  std::string_view usage = {};    ///< one line, lower case, no full stop
  /// The synopsis. Its first line, without the bold marks, is quoted in errors about positional arguments:
  /// keep the positional arguments there and break the line before optional flags.
  std::string_view usage_text = {};
  std::string_view description = {};
  Action action = nullptr;  ///< null for a group
  std::span<const Flag> flags = {};
  std::span<const Command* const> subcommands = {};
  bool hidden = false;
  /// Neither defaults.json nor a context is applied before the action (flag --no-context, default true).
  bool no_context = false;
  /// Candidates for the positional arguments in shell completion, comma separated: "bash,zsh,fish".
  std::string_view completions = {};
};

// Flags that many commands share.
inline constexpr Flag force_flag{"f,force", Kind::boolean, "Overwrite existing files without asking."};
inline constexpr Flag insecure_flag{"insecure", Kind::boolean,
                                    "Acknowledge that what is asked for is less safe than the default."};
inline constexpr Flag subtle_flag{"subtle", Kind::boolean,
                                  "Acknowledge that the operation is easily misused."};
inline constexpr Flag context_flag{"context", Kind::string,
                                   "The <name> of the context to use for this command."};

}  // namespace newel::cli
