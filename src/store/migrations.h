// The schema, as the steps that lead to it.
#pragma once

#include <string>

#include "base/clock.h"
#include "store/session.h"

namespace newel::store {

/// The version of the schema after all migrations this program knows.
int known_schema_version();

/// The statements of one migration (1 …) in the words of an engine.
std::vector<std::string> migration_statements(int version, Dialect dialect);

/// Brings the database to the known version, one transaction per step (MariaDB commits each DDL statement by
/// itself, so there every statement may be repeated). Nodes that start together take turns. A newer schema
/// than we know is refused. Throws Error or SqlError.
void migrate(Session& session, Dialect dialect, const std::string& database_name, const Clock& clock);

}  // namespace newel::store
