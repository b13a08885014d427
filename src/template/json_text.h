// JSON as Go's encoding/json writes and reads it, for the values of templates.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "template/json_tree.h"
#include "template/value.h"

namespace newel::templates {

/// Failure: `json: unsupported value: +Inf` and the like.
Expected<std::string> to_json(const Value& value, bool escape_html = true);
std::string pretty_json(std::string_view compact);
/// One document; numbers become float64. Failure texts are Go's.
Expected<Value> from_json(std::string_view text);
Expected<Value> dynamic_value(const JsonNode& node);  ///< failure: a number beyond float64

}  // namespace newel::templates
