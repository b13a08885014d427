// The help of a command, composed from its table; one composition, several renderings.
#pragma once

#include <string>
#include <vector>

#include "cli/engine/command.h"

namespace newel::cli {

enum class HelpForm {
  flag,   ///< `step ca --help`, `step ca`: a group shows the generic synopsis and its OPTIONS
  topic,  ///< `step help ca`: a group shows its own synopsis
  page,   ///< an exported page: as topic, with links to the pages of subcommands
};

struct HelpSection {
  std::string title;  ///< upper case: "NAME"
  std::string text;   ///< the Markdown of command.h
};

/// In the order shown: NAME, USAGE, DESCRIPTION, [POSITIONAL ARGUMENTS,] OPTIONS, the rest, COMMANDS.
std::vector<HelpSection> compose_help(const Command& command, const std::string& path, HelpForm form);

/// compose_help for the terminal, with escapes.
std::string terminal_help(const Command& command, const std::string& path, HelpForm form);

/// What stands for the flag's value: the first `<…>` of its usage text, else "<value>"; empty for booleans.
std::string placeholder_of(const Flag& flag);

/// The two lines of `step version`.
std::string version_text();

}  // namespace newel::cli
