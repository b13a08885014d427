// SQLite as we use it: write-ahead log, every commit on disk (synchronous=FULL), one connection that writes,
// connections of their own for readers and for the checkpointer, and statements that are prepared once and
// kept.
//
// Connections are used by one thread at a time, so they are opened without SQLite's own mutex.
#include "store/sqlite_session.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <cstring>

namespace newel::store {
namespace {

struct CloseConnection {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;
using Prepared = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

// The writer's cache holds what one batch touches; readers make single look-ups.
constexpr int writer_cache_kib = 8192;
constexpr int reader_cache_kib = 256;
// A log that had to grow is cut back to this when it starts over.
constexpr int log_size_limit = 64 << 20;

struct Diagnosis {
  Fault fault;
  std::string text;
};

Diagnosis diagnose(sqlite3* db, int code) {
  const int number = db == nullptr ? 0 : sqlite3_system_errno(db);
  const std::string message = db == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db);
  const std::string system = number == 0 ? "" : fmt::format(" ({})", std::strerror(number));
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {Fault::refused, "the disk is full; free some space, the store recovers by itself"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Fault::refused, "it is locked by another process; stop that process, or wait until it is done"};
    case SQLITE_READONLY:
      return {Fault::refused, "it cannot be written; check the permissions of the file and its folder"};
    case SQLITE_NOTADB:
      return {Fault::lost,
              "the file is not a database, or damaged; restore it from a backup, or choose another path"};
    case SQLITE_CORRUPT:
      return {Fault::lost, "the file is damaged (" + message + "); restore it from a backup"};
    case SQLITE_CANTOPEN:
      return {Fault::lost,
              "it cannot be opened" + system + "; check the path and the permissions of its folder"};
    case SQLITE_IOERR:
      return {Fault::lost,
              "the disk reports an error: " + message + system + "; check the disk and its space"};
    case SQLITE_PERM:
      return {Fault::refused, "access is denied; check the permissions of the file and its folder"};
    case SQLITE_NOMEM:
      return {Fault::refused, "out of memory"};
    default:
      return {Fault::statement, message};
  }
}

class FileSession final : public SqliteSession {
 public:
  FileSession(const SqliteSettings& settings, Engine::Access access);

  void begin() override {
    check_still_there();
    step_once(transaction_statement(begin_immediate));
  }
  void execute(std::span<const Call> calls, std::vector<std::int64_t>& affected, Then then) override;
  void rollback() noexcept override {
    if (sqlite3_get_autocommit(db_.get()) == 0)
      sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  void savepoint() override { step_once(transaction_statement(savepoint_one)); }
  void release_savepoint() override { step_once(transaction_statement(release_one)); }
  void rollback_to_savepoint() override { step_once(transaction_statement(rollback_to_one)); }
  void query(const Call& call, const RowHandler& row) override;
  void run(const std::vector<std::string>& statements) override {
    for (const std::string& text : statements) run_text(text);
  }
  bool is_remote() const override { return false; }
  bool checkpoint(Checkpoint kind) override;
  int log_pages() const override { return log_pages_; }

 private:
  enum TransactionStatement {
    begin_immediate,
    commit_now,
    savepoint_one,
    release_one,
    rollback_to_one,
    transaction_count
  };

  [[noreturn]] void fail(int code) const;
  void run_text(const std::string& text);
  void configure(Engine::Access access, const SqliteSettings& settings);
  void check_still_there() const;
  Prepared prepare(std::string_view text) const;
  sqlite3_stmt* transaction_statement(TransactionStatement which);
  sqlite3_stmt* bound(const Call& call);
  void step_once(sqlite3_stmt* statement);

  const std::string path_;
  Connection db_;
  struct stat identity_ {};
  std::array<Prepared, statement_count> statements_;
  std::array<Prepared, transaction_count> transaction_statements_;
  int log_pages_ = 0;
};

FileSession::FileSession(const SqliteSettings& settings, Engine::Access access) : path_(settings.path) {
  sqlite3* raw = nullptr;
  const int how = access == Engine::Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int code =
      sqlite3_open_v2(path_.c_str(), &raw, how | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  db_.reset(raw);
  if (code != SQLITE_OK) fail(code);
  sqlite3_busy_timeout(raw, settings.busy_timeout_ms);
  configure(access, settings);
  sqlite3_wal_hook(  // last: setting wal_autocheckpoint takes the hook away
      raw,
      [](void* self, sqlite3*, const char*, int pages) {
        static_cast<FileSession*>(self)->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
  if (::stat(path_.c_str(), &identity_) != 0) fail(SQLITE_CANTOPEN);
}

void FileSession::configure(Engine::Access access, const SqliteSettings& settings) {
  const bool reads = access == Engine::Access::read;
  run_text(fmt::format("PRAGMA cache_size=-{}", reads ? reader_cache_kib : writer_cache_kib));
  run_text("PRAGMA temp_store=MEMORY");
  run_text("PRAGMA trusted_schema=OFF");
  if (reads) return;
  // SQLite opens a file that may not be written for reading, without a word.
  if (sqlite3_db_readonly(db_.get(), "main") == 1) fail(SQLITE_READONLY);
  run_text(settings.building ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
  run_text("PRAGMA journal_mode=WAL");
  run_text("PRAGMA wal_autocheckpoint=0");  // the engine decides; this also clears the hook that SQLite sets
                                            // for it
  run_text(fmt::format("PRAGMA journal_size_limit={}", log_size_limit));
  if (settings.max_page_count > 0) run_text(fmt::format("PRAGMA max_page_count={}", settings.max_page_count));
}

void FileSession::fail(int code) const {
  Diagnosis diagnosis = diagnose(db_.get(), code);
  throw SqlError(diagnosis.fault, "SQLite database " + path_ + ": " + diagnosis.text);
}

void FileSession::run_text(const std::string& text) {
  const int code = sqlite3_exec(db_.get(), text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

// A file that was deleted or replaced under a running server would go on to take commits that nobody ever
// sees again.
void FileSession::check_still_there() const {
  struct stat now {};
  if (::stat(path_.c_str(), &now) != 0) {
    throw SqlError(Fault::lost, "SQLite database " + path_ + ": the file is gone (" + std::strerror(errno) +
                                    "); bring it back, or restart to begin with an empty one");
  }
  if (now.st_ino != identity_.st_ino || now.st_dev != identity_.st_dev) {
    throw SqlError(Fault::lost, "SQLite database " + path_ + ": the file was replaced by another one");
  }
}

Prepared FileSession::prepare(std::string_view text) const {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(db_.get(), text.data(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  Prepared statement(raw);
  if (code != SQLITE_OK) fail(code);
  return statement;
}

sqlite3_stmt* FileSession::transaction_statement(TransactionStatement which) {
  static constexpr std::string_view texts[] = {"BEGIN IMMEDIATE", "COMMIT", "SAVEPOINT one", "RELEASE one",
                                               "ROLLBACK TO one"};
  Prepared& statement = transaction_statements_[which];
  if (!statement) statement = prepare(texts[which]);
  return statement.get();
}

struct BindValue {
  sqlite3_stmt* statement;
  int index;
  // The values outlive the step, so SQLite need not copy them.
  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(std::int64_t v) const { return sqlite3_bind_int64(statement, index, v); }
  int operator()(const std::string& v) const {
    return sqlite3_bind_text64(statement, index, v.data(), v.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  int operator()(const Bytes& v) const {
    // A null pointer would bind NULL, not the empty octet string.
    return v.empty() ? sqlite3_bind_zeroblob(statement, index, 0)
                     : sqlite3_bind_blob64(statement, index, v.data(), v.size(), SQLITE_STATIC);
  }
};

sqlite3_stmt* FileSession::bound(const Call& call) {
  Prepared& statement = statements_[static_cast<std::size_t>(call.statement)];
  if (!statement) statement = prepare(sql_of(call.statement, Dialect::sqlite));
  for (std::size_t i = 0; i < call.values.size(); ++i) {
    const int code = std::visit(BindValue{statement.get(), static_cast<int>(i) + 1}, call.values[i]);
    if (code != SQLITE_OK) fail(code);
  }
  return statement.get();
}

void FileSession::step_once(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  if (code == SQLITE_DONE || code == SQLITE_ROW) {
    sqlite3_reset(statement);
    return;
  }
  const Diagnosis diagnosis = diagnose(db_.get(), code);  // before the reset forgets it
  sqlite3_reset(statement);
  throw SqlError(diagnosis.fault, "SQLite database " + path_ + ": " + diagnosis.text);
}

void FileSession::execute(std::span<const Call> calls, std::vector<std::int64_t>& affected, Then then) {
  affected.clear();
  for (const Call& call : calls) {
    step_once(bound(call));
    affected.push_back(sqlite3_changes(db_.get()));
  }
  if (then == Then::stay) return;
  try {
    step_once(transaction_statement(commit_now));
  } catch (const SqlError& error) {
    // After a failed write or sync of the log's last page, that page may or may not survive.
    if (error.fault == Fault::lost) throw SqlError(Fault::uncertain, error.text);
    throw;
  }
}

Value column(sqlite3_stmt* statement, int i) {
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
  switch (sqlite3_column_type(statement, i)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, i)};
    case SQLITE_TEXT:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, i)), size);
    case SQLITE_BLOB: {
      const auto* data = static_cast<const Byte*>(sqlite3_column_blob(statement, i));
      return size == 0 ? Bytes() : Bytes(data, data + size);
    }
    default:
      return std::monostate();
  }
}

void FileSession::query(const Call& call, const RowHandler& row) {
  check_still_there();
  sqlite3_stmt* statement = bound(call);
  std::vector<Value> values(static_cast<std::size_t>(sqlite3_column_count(statement)));
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = column(statement, static_cast<int>(i));
    try {
      row(values);
    } catch (...) {
      sqlite3_reset(statement);
      throw;
    }
  }
  const Diagnosis diagnosis = code == SQLITE_DONE ? Diagnosis{} : diagnose(db_.get(), code);
  sqlite3_reset(statement);
  if (code != SQLITE_DONE)
    throw SqlError(diagnosis.fault, "SQLite database " + path_ + ": " + diagnosis.text);
}

bool FileSession::checkpoint(Checkpoint kind) {
  int pages = 0, copied = 0;
  const int mode = kind == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, mode, &pages, &copied);
  if (code == SQLITE_OK && pages == copied) {
    log_pages_ = 0;
    return true;
  }
  return false;
}

}  // namespace

std::unique_ptr<SqliteSession> open_sqlite_session(const SqliteSettings& settings, Engine::Access access) {
  return std::make_unique<FileSession>(settings, access);
}

}  // namespace newel::store
