// A session with an SQLite file. The only code that speaks to the SQLite library is in the .cpp.
#pragma once

#include <memory>
#include <string>

#include "store/session.h"

namespace newel::store {

struct SqliteSettings {
  std::string path;
  int busy_timeout_ms = 5000;       ///< how long to wait for another process
  std::int64_t max_page_count = 0;  ///< 0: none; a limit for tests of a full disk
  bool building = false;            ///< nobody else knows the file yet, and a crash may destroy it: no syncs
};

class SqliteSession : public Session {
 public:
  enum class Checkpoint {
    passive,  ///< copies what it can without waiting for anybody
    restart,  ///< waits for readers, so that the log starts over
  };
  /// Copies the write-ahead log into the database file. True when all of it was copied.
  virtual bool checkpoint(Checkpoint kind) = 0;
  /// Pages in the write-ahead log after the last commit of this session.
  virtual int log_pages() const = 0;
};

/// Throws SqlError.
std::unique_ptr<SqliteSession> open_sqlite_session(const SqliteSettings& settings, Engine::Access access);

}  // namespace newel::store
