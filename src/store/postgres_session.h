#pragma once

#include <array>
#include <string>

#include "store/libpq.h"
#include "store/remote_session.h"

namespace newel::store {

/// A connection in pipeline mode.
class PostgresSession final : public RemoteSession {
 public:
  /// `name`: of the database, for messages.
  PostgresSession(PostgresConnection connection, std::string name);

  void execute(std::span<const Call> calls, std::vector<std::int64_t>& affected, Then then) override;
  void rollback() noexcept override;
  void query(const Call& call, const RowHandler& row) override;
  void run(const std::vector<std::string>& statements) override;

 private:
  struct Sent;

  std::vector<PostgresResult> exchange(const std::vector<std::string>& texts, std::span<const Call> calls,
                                       bool commit);
  void send_text(const char* text);
  void send_call(const Call& call, std::vector<Sent>& sent);
  PostgresResult next_result();
  void wait_for_server();
  SqlError failure_of(const PGresult* result) const;
  [[noreturn]] void connection_failed() const;

  PostgresConnection connection_;
  const std::string name_;
  std::array<bool, statement_count> prepared_{};
  bool committing_ = false;  // a COMMIT is on its way and not answered
};

}  // namespace newel::store
