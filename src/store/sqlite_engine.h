// The engine of a CA on one machine: an SQLite file.
#pragma once

#include <memory>

#include "store/session.h"
#include "store/sqlite_session.h"

namespace newel::store {

std::unique_ptr<Engine> make_sqlite_engine(SqliteSettings settings);

}  // namespace newel::store
