// Runs a command line against a tree of commands.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/engine/command.h"

namespace newel::cli {

/// Finds the command, parses its flags, selects the context, applies variables and defaults.json, runs it,
/// prints what went wrong. `words` are the arguments without the program's name. Returns the exit status.
int run(const Command& root, const std::vector<std::string>& words);

/// The tree that run() was given: for help, completion and exports. Valid during run().
const Command& command_tree();
/// Also right outside of run(), where there is no tree.
bool is_command_tree(const Command& command);

/// The subcommand with this name or alias; nullptr if none.
const Command* find_subcommand(const Command& group, std::string_view name);
inline bool is_group(const Command& command) { return !command.subcommands.empty(); }

/// Flags as the parser sees them: those of the table, --no-context where it applies, and --help.
std::vector<Flag> all_flags(const Command& command);

/// The word a shell appends to ask for candidates.
inline constexpr std::string_view completion_word = "--generate-bash-completion";

}  // namespace newel::cli
