// --json: the result of a reading command for programs. The members of each are listed in docs/json.md, and
// stay.
#pragma once

#include "base/json.h"
#include "cli/engine/command.h"

namespace newel::cli {

inline constexpr Flag json_flag{"json", Kind::boolean, "Print the result as JSON."};

/// Indented by two spaces, with a line end, to standard output.
void print_json(const json::Value& value);

}  // namespace newel::cli
