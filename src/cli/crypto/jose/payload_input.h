// The message of `jws sign` and `jwt sign`.
#pragma once

#include <string>

#include "cli/engine/invocation.h"

namespace newel::cli::crypto {

/// The file of the argument, standard input for "-"; without an argument standard input if something is piped
/// into it, else nothing. `name` is what errors call it.
std::string read_payload(const Invocation& in, std::string& name);

}  // namespace newel::cli::crypto
