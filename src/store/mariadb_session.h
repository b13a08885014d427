#pragma once

#include <string>

#include "store/libmariadb.h"
#include "store/remote_session.h"

namespace newel::store {

/// What an error number of the server or of its client library means for the work that met it.
Fault mariadb_fault(unsigned number, bool committing);

class MariadbSession final : public RemoteSession {
 public:
  /// `name`: of the database, for messages.
  MariadbSession(MysqlConnection connection, std::string name);

  void execute(std::span<const Call> calls, std::vector<std::int64_t>& affected, Then then) override;
  void rollback() noexcept override;
  void query(const Call& call, const RowHandler& row) override;
  void run(const std::vector<std::string>& statements) override;

 private:
  using EachResult = std::function<void(std::size_t number)>;

  void exchange(std::span<const std::string> statements, bool commits, const EachResult& each);
  void send(std::span<const std::string> statements, std::size_t first, bool commits, const EachResult& each);
  [[noreturn]] void fail(bool commits) const;

  MysqlConnection connection_;
  const std::string name_;
  std::size_t largest_packet_ = 1 << 20;
};

}  // namespace newel::store
