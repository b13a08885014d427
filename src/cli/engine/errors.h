// The errors every command words the same way (reference: cli-utils errs/errs.go). Flags are named without
// dashes.
#pragma once

#include <string_view>

#include "base/error.h"

namespace newel::cli {

/// invalid value 'v' for flag '--f'[; options are o] — or: missing value for flag '--f'.
Error invalid_flag_value(std::string_view flag, std::string_view value, std::string_view options = {});
/// invalid value 'v' for flag '--f'; hint
Error invalid_flag_value_hint(std::string_view flag, std::string_view value, std::string_view hint);
/// flag '--f' is incompatible with 'what'
Error incompatible_with(std::string_view flag, std::string_view what);
/// flag '--f' is incompatible with '--g'
Error incompatible_flags(std::string_view flag, std::string_view other);
/// flag '--f' is incompatible with flag '--g v'
Error incompatible_flag_value(std::string_view flag, std::string_view other, std::string_view value);
/// flag '--f v' is incompatible with flag '--g w'[, empty line,   Option(s): --g options]
Error incompatible_values(std::string_view flag, std::string_view value, std::string_view other,
                          std::string_view other_value, std::string_view options = {});
/// flag '--f' requires the '--g' flag
Error required_with(std::string_view flag, std::string_view other);
/// '--f v' requires the '--g' flag
Error required_with_value(std::string_view flag, std::string_view value, std::string_view other);
/// provisioner type 'T' requires the '--f' flag
Error required_with_provisioner_type(std::string_view type, std::string_view flag);
/// flag '--f' is required unless the '--g' flag is provided
Error required_unless(std::string_view flag, std::string_view other);
/// one of flag --f or --g is required
Error required_or(std::string_view flag, std::string_view other);
/// one of flag --f or --g is required with flag --w
Error required_with_or(std::string_view with, std::string_view flag, std::string_view other);
/// flag '--f' requires the '--insecure' flag
Error required_insecure(std::string_view flag);
/// flag '--f v' requires the '--insecure' flag
Error required_insecure_value(std::string_view flag, std::string_view value);
/// positional argument <a> requires the '--insecure' flag
Error required_insecure_argument(std::string_view argument);
/// flag '--f' is required unless the '--subtle' flag is provided
Error required_unless_subtle(std::string_view flag);
/// flag '--f' requires at least N unless '--insecure' flag is provided
Error min_size_insecure(std::string_view flag, std::string_view size);
/// flag '--f' must be greater than or equal to N
Error min_size(std::string_view flag, std::string_view size);
/// flag '--f' and flag '--g' are mutually exclusive
Error mutually_exclusive(std::string_view flag, std::string_view other);
/// <op> <path> failed: <reason of errno>
Error file_error(std::string_view operation, std::string_view path, int error_number);
/// unexpected error on <path>: <text>
Error unexpected_file_error(std::string_view path, std::string_view text);
/// An error with a text for people and a chain for those who debug: main prints `message` and how to see
/// more.
Error friendly(std::string_view text, std::string_view message);

}  // namespace newel::cli
