// What a person reads when the server starts.
#pragma once

#include <string>
#include <vector>

#include "authority/authority.h"

namespace newel::server {

/// The lines, without their time stamps; `context` is empty when none is selected.
std::vector<std::string> banner(const authority::Authority& authority, const std::string& context);

}  // namespace newel::server
