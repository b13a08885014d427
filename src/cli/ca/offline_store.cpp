#include "cli/ca/offline_store.h"

#include "base/files.h"
#include "config/database.h"

namespace newel::cli::ca {

std::shared_ptr<store::Store> open_offline_store(const config::Config& config) {
  const auto choice = config::store_options(config);
  if (!choice) return store::open_memory_store();
  if (choice->options.type == "sqlite") make_directories(directory_of(choice->options.data_source), 0700);
  return store::open_store(choice->options);
}

}  // namespace newel::cli::ca
