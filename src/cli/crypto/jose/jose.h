// The parts of `step crypto jwk` that have a file of their own.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli::crypto {

extern const Command jwk_create_command;
extern const Command jwk_keyset_group;

}  // namespace newel::cli::crypto
