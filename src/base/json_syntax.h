// What is wrong with a text that is no JSON, in the words of Go's encoding/json: people and scripts know
// them.
#pragma once

#include <string>
#include <string_view>

namespace newel::json {

/// "invalid character 'o' in literal false (expecting 'a')", "unexpected end of JSON input"; empty for a text
/// whose syntax is right as far as this looks (64 levels deep).
std::string syntax_error(std::string_view text);

}  // namespace newel::json
