// The engines that the common tests run over. A new one is a line in engines_under_test().
#pragma once

#include <functional>

#include "servers.h"

namespace newel::store {

struct EngineUnderTest {
  std::string name;
  /// The options for an empty database of its own.
  std::function<StoreOptions(const TemporaryFolder&)> fresh;
};

inline std::vector<EngineUnderTest> engines_under_test() {
  return {
      {"postgresql", [](const TemporaryFolder&) { return postgres_server().options(fresh_name()); }},
      {"mariadb", [](const TemporaryFolder&) { return mariadb_server().options(fresh_name()); }},
      {"sqlite",
       [](const TemporaryFolder& folder) {
         return StoreOptions{.type = "sqlite", .data_source = folder / "ca.db"};
       }},
  };
}

/// An open store over a fresh database, and the means to open it again.
class AnyEngine : public testing::TestWithParam<EngineUnderTest> {
 protected:
  AnyEngine() : options_(GetParam().fresh(folder_)) {
    options_.clock = &clock_;
    store_ = open_store(options_);
  }

  CommitResult commit(Transaction t) { return store_->commit(std::move(t)); }
  void reopen() {
    store_->close();
    store_ = open_store(options_);
  }

  TemporaryFolder folder_;
  ManualClock clock_{at(0)};
  StoreOptions options_;
  std::unique_ptr<Store> store_;
};

inline std::string engine_name(const testing::TestParamInfo<EngineUnderTest>& info) {
  return info.param.name;
}

}  // namespace newel::store
