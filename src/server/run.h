// step-ca from its arguments to its exit code.
#pragma once

#include <string>
#include <vector>

namespace newel::server {

/// 0: stopped as asked. 1: wrong usage. 2: configuration, keys, database or listeners make serving
/// impossible.
int run(const std::vector<std::string>& arguments);

}  // namespace newel::server
