// `step template`: certificate templates, checked and tried before a CA uses them. Not among the reference's
// commands.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli {

extern const Command template_group;

namespace template_commands {
extern const Command check_command;
extern const Command render_command;
}  // namespace template_commands

}  // namespace newel::cli
