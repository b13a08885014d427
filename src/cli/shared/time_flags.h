// Flags whose value is a time or a duration.
#pragma once

#include "base/clock.h"
#include "cli/engine/invocation.h"

namespace newel::cli {

/// RFC 3339, or a Go duration from now; nullopt when not given or empty. Throws "invalid value 'v' for flag
/// '--f'".
std::optional<Time> time_from_flag(const Invocation& in, std::string_view flag,
                                   Time now = system_clock().now());

}  // namespace newel::cli
