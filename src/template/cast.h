// Loose conversions between values, as sprig and its cast package make them.
#pragma once

#include <string>
#include <vector>

#include "template/value.h"

namespace newel::templates {

std::int64_t to_int64(const Value& value);              ///< 0 for what is no number
double to_float64(const Value& value);                  ///< 0 for what is no number
std::string to_text(const Value& value);                ///< toString
std::vector<std::string> to_texts(const Value& value);  ///< toStrings
/// The elements of a list of any type; for anything else throws "Cannot <verb> on type <kind>".
List list_of(const Value& value, std::string_view verb);
MapPtr map_of(const Value& value);  ///< never null

}  // namespace newel::templates
