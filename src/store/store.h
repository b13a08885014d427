// The port to durable storage: SQLite, PostgreSQL, MariaDB, or memory. Nobody above knows SQL.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "store/transaction.h"

namespace newel::store {

/// All members are thread-safe. Reads throw Error (status 503) when the database cannot answer.
class Store {
 public:
  /// How long after its expiry a row is kept, for the sake of clocks that differ.
  static constexpr std::chrono::minutes prune_margin{5};

  virtual ~Store() = default;

  /// Queues the transaction; `done` is called exactly once, on the writer's thread, after the transaction is
  /// on disk (or has failed). It must be quick and not throw, and must not wait for another commit. (The
  /// memory store, and every store after close(), call it before commit() returns.)
  virtual void commit(Transaction transaction, Done done) = 0;
  /// The same, waiting: for the command line and for start-up.
  CommitResult commit(Transaction transaction);

  /// A quick look, to spare a signature for a replayed token; the commit decides.
  virtual bool is_token_used(const std::string& id) = 0;
  virtual bool is_revoked(ByteView serial) = 0;
  virtual std::optional<CertificateRecord> find_certificate(ByteView serial) = 0;
  virtual std::optional<RevocationRecord> find_revocation(ByteView serial) = 0;
  /// Revocations that belong on a CRL at `now`: all but those whose certificate expired before `now - 1h`; in
  /// order of time.
  virtual std::vector<RevocationRecord> list_revocations(Time now) = 0;
  virtual std::optional<CrlRecord> latest_crl() = 0;

  /// What the admin API manages. A store that is not persistent manages nothing.
  virtual ManagedState managed_state() { return {}; }
  /// Its version alone: one look at one key, cheap enough to ask every second.
  virtual std::int64_t managed_version() { return 0; }
  /// External account keys of a provisioner from the id `from` on, sorted by id, at most so many.
  virtual std::vector<ExternalAccountKey> external_account_keys(const std::string& /*provisioner_id*/,
                                                                const std::string& /*from*/, int /*limit*/) {
    return {};
  }
  virtual std::optional<ExternalAccountKey> find_external_account_key(const std::string& /*id*/) {
    return {};
  }
  virtual std::optional<ExternalAccountKey> find_external_account_key(const std::string& /*provisioner_id*/,
                                                                      const std::string& /*reference*/) {
    return {};
  }
  /// The newest changes first.
  virtual std::vector<ChangeRecord> recent_changes(int /*limit*/) { return {}; }

  /// False for the store of a CA without `db`: it only remembers used tokens, until the process ends.
  virtual bool is_persistent() const = 0;
  /// Rows that guard a window that has passed are removed, in small batches; called by a timer. Returns rows
  /// removed.
  virtual std::size_t prune() = 0;
  /// Commits what is queued, then closes. Later commits get `unavailable`.
  virtual void close() = 0;
};

struct StoreOptions {
  std::string type{};  ///< "sqlite", "postgresql", "mysql"; the caller has mapped the reference's types
  std::string data_source{};  ///< file, or connection string
  std::string database{};     ///< SQL database name overriding the one in the connection string
  const Clock* clock = &system_clock();
  /// How many requests are being worked on now, if the caller counts them: the writer waits up to 2 ms for as
  /// many transactions to share one commit. Must outlive the store. Without it, a commit takes what has
  /// queued up.
  const std::atomic<int>* in_flight = nullptr;
  /// Calls its argument, which calls the `done` of every transaction in a batch: for whoever passes the
  /// results on together. May be empty; must not throw.
  std::function<void(const std::function<void()>&)> around_results{};
};

/// Opens and migrates. Throws Error: what failed, on which path, what to do.
std::unique_ptr<Store> open_store(const StoreOptions& options);
std::unique_ptr<Store> open_memory_store(const Clock& clock = system_clock());

}  // namespace newel::store
