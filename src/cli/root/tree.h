// The root of the command tree, and the small commands that stand directly on it.
//
// A group joins by a line in tree.cpp and a header of its own folder: `extern const Command ca_group;`.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli {

extern const Command root_command;

extern const Command help_command;
extern const Command base64_command;
extern const Command fileserver_command;
extern const Command path_command;
extern const Command completion_command;
extern const Command context_group;
extern const Command oauth_command;
extern const Command version_command;

}  // namespace newel::cli
