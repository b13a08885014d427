// The types of parameters: what fits them, and how they are called in messages.
#pragma once

#include <string>
#include <string_view>

#include "template/node.h"
#include "template/value.h"

namespace newel::templates {

char param_at(std::string_view params, std::size_t index);  ///< the letter for the argument at `index`
std::string_view param_type_name(char param);
bool can_be_nil(char param);
Value zero_value(char param);  ///< what a nil becomes
bool assignable(const Value& value, char param);
Value number_argument(char param, const Number& number);
const Method* find_method(const Value& value, std::string_view name);

/// Calls `fail` with a text unless the number of arguments fits.
template <class Fail>
void check_arity(std::string_view name, std::string_view params, std::size_t written, bool piped, Fail fail) {
  const bool variadic = params.ends_with('*');
  const std::size_t fixed = variadic ? params.size() - 2 : params.size();
  const std::size_t given = written + (piped ? 1 : 0);
  const std::string start = "wrong number of args for " + std::string(name) + ": want ";
  if (variadic && given < fixed)
    fail(start + "at least " + std::to_string(fixed) + " got " + std::to_string(written));
  if (!variadic && given != fixed) fail(start + std::to_string(fixed) + " got " + std::to_string(given));
}

}  // namespace newel::templates
