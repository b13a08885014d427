// What the engines have to offer, and nothing more: a session runs statements of our list and brackets them
// in transactions. Batching, outcomes, migrations and the mapping of records stand above it, written once.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "store/statements.h"

namespace newel::store {

/// NULL, integer, text or octets: all that our schema holds.
using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

/// One statement with its parameters, in the order of its question marks.
struct Call {
  Statement statement;
  std::vector<Value> values;
};

using RowHandler = std::function<void(std::span<const Value>)>;

/// What a failure of the database means for the work that met it.
enum class Fault {
  statement,  ///< this statement cannot be run with these values; the session is fine after a rollback
  retry,      ///< rolled back to let another node go first (deadlock, serialization): run it again
  refused,    ///< disk full, locked, read-only: nothing was stored, the session stays
  lost,       ///< the session is gone, nothing was committed: a new one may run the work again
  uncertain,  ///< the session is gone while COMMIT was under way: nobody knows, so nobody may repeat it
};

/// Thrown by sessions; never leaves this folder. The text names the database, the cause and the remedy.
struct SqlError : std::exception {
  SqlError(Fault f, std::string t) : fault(f), text(std::move(t)) {}
  const char* what() const noexcept override { return text.c_str(); }
  Fault fault;
  std::string text;
};

/// One connection. Not thread-safe; may move between threads. All members throw SqlError unless noexcept.
class Session {
 public:
  enum class Then { stay, commit };

  virtual ~Session() = default;

  /// Opens a transaction that may write. It may be sent together with the next statements.
  virtual void begin() = 0;
  /// Runs the calls in order in as few round trips as the engine allows; `affected[i]` becomes the number of
  /// rows that calls[i] touched. With Then::commit the transaction is durable on return.
  virtual void execute(std::span<const Call> calls, std::vector<std::int64_t>& affected,
                       Then then = Then::stay) = 0;
  virtual void rollback() noexcept = 0;

  virtual void savepoint() = 0;
  virtual void release_savepoint() = 0;
  virtual void rollback_to_savepoint() = 0;

  /// Runs one reading statement; the values live until the handler returns.
  virtual void query(const Call& call, const RowHandler& row) = 0;
  /// Runs statements of a migration, one after the other.
  virtual void run(const std::vector<std::string>& statements) = 0;

  /// True when each statement costs a trip over a wire, so that a batch should travel together.
  virtual bool is_remote() const = 0;

  void commit() {
    std::vector<std::int64_t> none;
    execute({}, none, Then::commit);
  }
};

/// A database that sessions can be opened to. Thread-safe, but for committed().
class Engine {
 public:
  enum class Access {
    create,  ///< first contact of this process: file or database are made when missing
    write,   ///< a new session to what was there before; never creates
    read,    ///< reads only
  };

  virtual ~Engine() = default;
  /// Throws SqlError.
  virtual std::unique_ptr<Session> connect(Access access) = 0;
  virtual Dialect dialect() const = 0;
  /// For messages: kind and place, without password.
  virtual std::string name() const = 0;
  /// Called by the writer after the results of a batch have been told: time for upkeep.
  virtual void committed(Session&) {}
  /// No session will be asked for any more; threads of upkeep end.
  virtual void stop() {}
};

}  // namespace newel::store
