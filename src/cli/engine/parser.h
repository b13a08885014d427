// Words of the command line into flag values and positional arguments.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/engine/flag_values.h"

namespace newel::cli {

enum class Order {
  flags_first,  ///< the first word that is no flag ends the flags: root and groups
  anywhere,     ///< flags may follow positional arguments: commands
};

struct ParsedWords {
  FlagValues values;
  std::vector<std::string> args;
};

/// One or two dashes alike; `--name=value` or `--name value`; booleans never take the next word; "--" ends
/// the flags;
/// "-" is an argument. With Order::anywhere an unknown flag after the first argument is an argument. Failure
/// texts as Go's flag package words them, without any context.
Expected<ParsedWords> parse_words(std::span<const Flag> flags, std::span<const std::string> words,
                                  Order order);

}  // namespace newel::cli
