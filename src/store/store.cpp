#include "store/store.h"

#include <future>

#include "base/text.h"
#include "store/mariadb_engine.h"
#include "store/postgres_engine.h"
#include "store/sql_store.h"
#include "store/sqlite_engine.h"

namespace newel::store {

CommitResult Store::commit(Transaction transaction) {
  // Shared: the writer may still be inside set_value when get() returns.
  auto promise = std::make_shared<std::promise<CommitResult>>();
  auto result = promise->get_future();
  commit(std::move(transaction), [promise](const CommitResult& r) { promise->set_value(r); });
  return result.get();
}

namespace {

std::unique_ptr<Engine> make_engine(const StoreOptions& options) {
  if (options.type == "sqlite") return make_sqlite_engine({.path = options.data_source});
  if (options.type == "postgresql") return make_postgres_engine(options.data_source, options.database);
  if (options.type == "mysql") return make_mariadb_engine(options.data_source, options.database);
  throw Error("database type " + quote(options.type) +
              " is not known; use \"sqlite\", \"postgresql\" or \"mysql\"");
}

}  // namespace

std::unique_ptr<Store> open_store(const StoreOptions& options) {
  try {
    return make_sql_store(make_engine(options), options);
  } catch (const SqlError& error) {
    throw Error(error.text);
  }
}

}  // namespace newel::store
