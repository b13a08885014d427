// Which store serves the `db` member of a configuration.
#pragma once

#include <optional>

#include "config/config.h"
#include "store/store.h"

namespace newel::config {

struct StoreChoice {
  store::StoreOptions options;
  std::string notice;  ///< one line for the operator; "" if there is nothing to say
};

/// nullopt without `db`. The reference's embedded databases (badger, bbolt) are served by SQLite in a file
/// beside their data, which stays as it is. Type "sqlite" is ours: `dataSource` is a file or a folder. Throws
/// Error "Error opening database of Type <t>: <t> database not supported".
std::optional<StoreChoice> store_options(const Config& config);

}  // namespace newel::config
