// The query of a request URI, read as Go's url.ParseQuery reads it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace newel::api {

/// The first value of the parameter ("" for one without '='), nullopt if absent. Pairs that do not decode,
/// and pairs with a semicolon, are as if they were not there.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace newel::api
