// Forms and queries as application/x-www-form-urlencoded, in the way of Go's url.Values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newel {

using FormValues = std::vector<std::pair<std::string, std::string>>;

/// "a b&" to "a+b%26".
std::string form_escape(std::string_view text);
/// Sorted by name, values of one name in their order: "a=1&b=2".
std::string encode_form(FormValues values);
/// The first value of the parameter ("" for one without '='), nullopt if absent. Pairs that do not decode,
/// and pairs with a semicolon, are as if they were not there.
std::optional<std::string> form_value(std::string_view form, std::string_view name);

}  // namespace newel
