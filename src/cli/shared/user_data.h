// --set and --set-file: values a person hands to a template.
#pragma once

#include "base/json.h"
#include "cli/engine/command.h"
#include "cli/engine/invocation.h"

namespace newel::cli {

inline constexpr Flag set_flag{
    "set", Kind::strings,
    "A <key=value> pair for the template. The value may be JSON; it is a string otherwise. Use "
    "the flag several times for several pairs."};
inline constexpr Flag set_file_flag{"set-file", Kind::string,
                                    "A JSON <file> with an object of values for the template."};
inline constexpr auto template_data_flags = flag_list(set_flag, set_file_flag);

/// The object of --set-file ("-": standard input), then each --set over it. Empty when neither is given.
json::Object user_data(const Invocation& in);

}  // namespace newel::cli
