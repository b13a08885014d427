// Does what was printed fit what was expected, placeholders included.
#pragma once

#include <string>
#include <vector>

namespace newel::t {

bool line_matches(const std::string& expected, const std::string& actual);
bool output_matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual);

/// A readable difference: " " common, "-" expected, "+" printed.
std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual);

/// `actual` as the new expectation: lines that fitted keep their placeholders.
std::vector<std::string> updated(const std::vector<std::string>& expected,
                                 const std::vector<std::string>& actual);

}  // namespace newel::t
