// The database of a CA, opened without its server.
#pragma once

#include <memory>

#include "config/config.h"
#include "store/store.h"

namespace newel::cli::ca {

std::shared_ptr<store::Store> open_offline_store(const config::Config& config);

}  // namespace newel::cli::ca
