// Tables on standard output whose columns are aligned with tabs, as Go's text/tabwriter writes them (tab
// stops of 8, at least one blank).
#pragma once

#include <string>
#include <vector>

namespace newel::cli {

/// One line a row, the header first.
std::string tab_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace newel::cli
