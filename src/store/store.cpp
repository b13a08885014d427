#include "store/store.h"

#include <future>

#include "base/text.h"
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

std::unique_ptr<Store> open_store(const StoreOptions& options) {
  const auto open = [&](std::unique_ptr<Engine> engine) {
    return make_sql_store(std::move(engine), *options.clock, options.in_flight);
  };
  if (options.type == "sqlite") return open(make_sqlite_engine({.path = options.data_source}));
  throw Error("database type " + quote(options.type) +
              " is not known; use \"sqlite\", \"postgresql\" or \"mysql\"");
}

}  // namespace newel::store
