// What this build calls itself.
#pragma once

#include <string>

namespace newel {

std::string version();       ///< "0.1.0", "0000000-dev" for an unset one
std::string release_date();  ///< "2006-01-02 15:04 UTC"
std::string platform();      ///< Go's names: "linux/amd64"

}  // namespace newel
