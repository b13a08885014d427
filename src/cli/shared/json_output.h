// --json: the result of a reading command for programs. The members of each are listed in docs/json.md, and
// stay.
#pragma once

#include "base/json.h"
#include "cli/engine/command.h"
#include "cli/engine/invocation.h"

namespace newel::cli {

inline constexpr Flag json_flag{"json", Kind::boolean, "Print the result as JSON."};

/// The answer of a command that compares: {"<member>": <yes>} where --json is given, else the word for yes,
/// or Error(<word for no>). Gives the exit status.
int answer(const Invocation& in, bool yes, std::string_view member, std::string_view yes_word,
           std::string_view no_word);

/// Indented by two spaces, with a line end, to standard output.
void print_json(const json::Value& value);

}  // namespace newel::cli
