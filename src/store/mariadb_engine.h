// The engine of many nodes over one MariaDB, MySQL or Galera cluster.
#pragma once

#include <memory>
#include <string>

#include "store/session.h"

namespace newel::store {

/// `dsn` as in mysql_dsn.h; `database` overrides the one in it. Throws Error for a DSN that is none.
std::unique_ptr<Engine> make_mariadb_engine(const std::string& dsn, const std::string& database);

}  // namespace newel::store
