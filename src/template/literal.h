// Number and character literals.
#pragma once

#include "base/error.h"
#include "template/lexer.h"
#include "template/node.h"
#include "template/value.h"

namespace newel::templates {

Expected<Number> parse_number(const std::string& text, TokenKind kind);
/// The type and value a literal has by itself; nullopt when it is an integer beyond int.
std::optional<Value> natural_value(const Node& number);

}  // namespace newel::templates
