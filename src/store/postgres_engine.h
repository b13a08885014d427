// The engine of many nodes over one PostgreSQL (or a database that speaks its protocol).
#pragma once

#include <memory>
#include <string>

#include "store/session.h"

namespace newel::store {

/// `dsn`: URL or key=value, as libpq takes it; empty: the PG… environment. `database` overrides the one in
/// it.
std::unique_ptr<Engine> make_postgres_engine(const std::string& dsn, const std::string& database);

}  // namespace newel::store
