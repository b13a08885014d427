// Connection strings of PostgreSQL as ca.json holds them.
#pragma once

#include <string>

namespace newel::store {

/// A URL or key=value string without the settings of the reference's client library (pool sizes, statement
/// caches), which libpq would refuse. Everything else stays as it is.
std::string without_pool_settings(const std::string& dsn);

}  // namespace newel::store
