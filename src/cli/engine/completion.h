// Candidates for the shells: the protocol of `--generate-bash-completion`, and the scripts that use it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/engine/command.h"

namespace newel::cli {

/// One candidate per line for the words typed so far (without the program's name). After a word that begins
/// with '-' the flags it can become, else the subcommands, "name:usage" when _CLI_ZSH_AUTOCOMPLETE_HACK=1.
std::string completion_candidates(const Command& root, const std::vector<std::string>& words);

/// The script for "bash", "zsh" or "fish"; empty for another shell.
std::string completion_script(const Command& root, std::string_view shell);

}  // namespace newel::cli
