// Printing as Go's fmt package prints.
#pragma once

#include <string>
#include <string_view>

#include "template/function.h"
#include "template/value.h"

namespace newel::templates {

std::string default_text(const Value& value);  ///< %v
std::string printed_text(const Value& value);  ///< what an action prints: a pointer's target
std::string sprint(Args args);                 ///< blanks only between two that are no strings
std::string sprintln(Args args);
std::string sprintf_go(std::string_view format, Args args, std::size_t limit = std::size_t{16} << 20);
std::string with_verb(const Value& value, char verb);  ///< %s and the like for one value

}  // namespace newel::templates
