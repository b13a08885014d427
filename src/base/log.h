// Structured logging: one line per event, text or JSON, to standard error.
//
// Never give it a token, a key or a password.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"

namespace newel::log {

enum class Level { trace, info, warning, error };

using FieldValue = std::variant<std::string, std::int64_t, bool>;
/// Names in the order given; writers sort them.
using Fields = std::vector<std::pair<std::string, FieldValue>>;

/// "2006/01/02 15:04:05 <text>": the plain lines of start-up, reload and shutdown. Thread-safe; one write per
/// line.
void line(std::string_view text);

}  // namespace newel::log
