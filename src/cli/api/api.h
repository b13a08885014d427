// step api: the API of Smallstep's hosted service.
#pragma once

#include "cli/engine/command.h"

namespace newel::cli::api {

extern const Command api_group;

}  // namespace newel::cli::api
