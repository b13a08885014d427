// The Store over any SQL engine.
#pragma once

#include <memory>

#include "store/session.h"
#include "store/store.h"

namespace newel::store {

/// Connects (creating what is missing), migrates, starts the writer. Throws Error or SqlError.
std::unique_ptr<Store> make_sql_store(std::unique_ptr<Engine> engine, const StoreOptions& options);

}  // namespace newel::store
