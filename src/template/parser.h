// Text to tree. Functions and variables are resolved while parsing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "template/function.h"
#include "template/node.h"

namespace newel::templates {

/// Throws newel::Error with the text `template: <name>:<line>: <message>`.
std::unique_ptr<const Tree> parse_tree(std::string name, std::string text, const FunctionTable& functions);

}  // namespace newel::templates
