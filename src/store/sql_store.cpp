// One writer session on the writer's thread; a few reading sessions, handed from thread to thread. A session
// that the database has lost is dropped and a new one opened when the next work needs it: that is all there
// is to recovery.
#include "store/sql_store.h"

#include <chrono>
#include <mutex>

#include "store/group_writer.h"
#include "store/migrations.h"
#include "store/rows.h"

namespace newel::store {
namespace {

constexpr std::int64_t prune_batch = 500;
// A certificate stays on the CRL for an hour after it expired.
constexpr auto crl_margin = std::chrono::hours(1);
// A deadlocked batch is run again; a database that is gone is not asked more often than this.
constexpr int retries = 5;
constexpr auto reconnect_pause = std::chrono::milliseconds(250);

/// Reading sessions that nobody uses at the moment.
class ReaderPool {
 public:
  explicit ReaderPool(Engine& engine) : engine_(engine) {}

  std::unique_ptr<Session> take() {
    {
      std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto session = std::move(idle_.back());
        idle_.pop_back();
        return session;
      }
    }
    return engine_.connect(Engine::Access::read);
  }
  void give_back(std::unique_ptr<Session> session) {
    std::lock_guard lock(mutex_);
    if (!closed_) idle_.push_back(std::move(session));
  }
  void drop_idle() {
    std::lock_guard lock(mutex_);
    idle_.clear();
  }
  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    idle_.clear();
  }

 private:
  Engine& engine_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;
  bool closed_ = false;
};

class SqlStore final : public Store {
 public:
  SqlStore(std::unique_ptr<Engine> engine, const StoreOptions& options)
      : clock_(*options.clock),
        engine_(std::move(engine)),
        session_(first_session()),
        readers_(*engine_),
        writer_({[this](std::span<Job> jobs) { write(jobs); }, [this] { upkeep(); }, options.around_results},
                options.in_flight) {}
  ~SqlStore() override { close(); }

  void commit(Transaction transaction, Done done) override {
    writer_.submit(std::move(transaction), std::move(done));
  }

  bool is_token_used(const std::string& id) override {
    bool found = false;
    read({Statement::token_is_used, {token_key(id)}}, [&](auto) { found = true; });
    return found;
  }
  bool is_revoked(ByteView serial) override { return find_revocation(serial).has_value(); }

  std::optional<CertificateRecord> find_certificate(ByteView serial) override {
    std::optional<CertificateRecord> found;
    read({Statement::certificate_by_serial, {serial_key(serial)}},
         [&](auto row) { found = to_certificate(row); });
    return found;
  }
  std::optional<RevocationRecord> find_revocation(ByteView serial) override {
    std::optional<RevocationRecord> found;
    read({Statement::revocation_by_serial, {serial_key(serial)}},
         [&](auto row) { found = to_revocation(row); });
    return found;
  }
  std::vector<RevocationRecord> list_revocations(Time now) override {
    std::vector<RevocationRecord> all;
    read({Statement::revocations_since, {micros_of(now - crl_margin)}},
         [&](auto row) { all.push_back(to_revocation(row)); });
    return all;
  }
  std::optional<CrlRecord> latest_crl() override {
    std::optional<CrlRecord> found;
    read({Statement::latest_crl, {}}, [&](auto row) { found = to_crl(row); });
    return found;
  }

  std::int64_t managed_version() override {
    std::int64_t version = 0;
    read({Statement::managed_version, {}}, [&](auto row) { version = std::get<std::int64_t>(row[0]); });
    return version;
  }
  ManagedState managed_state() override;
  std::vector<ExternalAccountKey> external_account_keys(const std::string& provisioner_id,
                                                        const std::string& from, int limit) override {
    std::vector<ExternalAccountKey> all;
    read({Statement::external_account_keys, {provisioner_id, from, std::int64_t{limit}}},
         [&](auto row) { all.push_back(to_external_account_key(row)); });
    return all;
  }
  std::optional<ExternalAccountKey> find_external_account_key(const std::string& id) override {
    return one_key({Statement::external_account_key_by_id, {id}});
  }
  std::optional<ExternalAccountKey> find_external_account_key(const std::string& provisioner_id,
                                                              const std::string& reference) override {
    return one_key({Statement::external_account_key_by_reference, {provisioner_id, reference}});
  }
  std::vector<ChangeRecord> recent_changes(int limit) override {
    std::vector<ChangeRecord> all;
    read({Statement::recent_changes, {std::int64_t{limit}}},
         [&](auto row) { all.push_back(to_change(row)); });
    return all;
  }

  bool is_persistent() const override { return true; }
  std::size_t prune() override;
  void close() override;

 private:
  std::unique_ptr<Session> first_session();
  Session& writing_session();
  void write(std::span<Job> jobs);
  void upkeep();
  void recover(Fault fault) noexcept;
  std::int64_t prune_some();
  void read(const Call& call, const RowHandler& row);
  std::optional<ExternalAccountKey> one_key(const Call& call) {
    std::optional<ExternalAccountKey> found;
    read(call, [&](auto row) { found = to_external_account_key(row); });
    return found;
  }

  const Clock& clock_;
  const std::unique_ptr<Engine> engine_;
  // Of the writer's thread, once it runs.
  std::unique_ptr<Session> session_;
  std::chrono::steady_clock::time_point next_attempt_{};
  SqlError last_failure_{Fault::lost, ""};

  ReaderPool readers_;
  GroupWriter writer_;  // last: its thread uses all of the above
};

std::unique_ptr<Session> SqlStore::first_session() {
  auto session = engine_->connect(Engine::Access::create);
  migrate(*session, engine_->dialect(), engine_->name(), clock_);
  return session;
}

Session& SqlStore::writing_session() {
  if (session_) return *session_;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_attempt_) throw last_failure_;
  try {
    session_ = engine_->connect(Engine::Access::write);
    readers_.drop_idle();  // what the writer lost, they have most likely lost too
  } catch (const SqlError& error) {
    // Fault::refused: trying once more at once would not help.
    last_failure_ = SqlError(Fault::refused, error.text);
    next_attempt_ = std::chrono::steady_clock::now() + reconnect_pause;
    throw last_failure_;
  }
  return *session_;
}

void SqlStore::recover(Fault fault) noexcept {
  if (!session_) return;
  if (fault == Fault::lost || fault == Fault::uncertain) {
    session_.reset();
  } else {
    session_->rollback();
  }
}

// Never throws: whatever goes wrong becomes the result of every transaction in the batch.
void SqlStore::write(std::span<Job> jobs) {
  std::string reason;
  for (int attempt = 0;; ++attempt) {
    try {
      write_batch(writing_session(), jobs);
      return;
    } catch (const SqlError& error) {
      recover(error.fault);
      const int limit = error.fault == Fault::retry ? retries : error.fault == Fault::lost ? 1 : 0;
      if (attempt < limit) continue;
      reason = error.text;
    } catch (const std::exception& error) {
      recover(Fault::lost);
      reason = error.what();
    }
    break;
  }
  for (Job& job : jobs) job.result = {Outcome::unavailable, reason};
}

void SqlStore::upkeep() {
  try {
    if (session_) engine_->committed(*session_);
  } catch (const SqlError& error) {
    recover(error.fault);
  }
}

std::int64_t SqlStore::prune_some() {
  const Call call{Statement::prune_tokens, {micros_of(clock_.now() - prune_margin), prune_batch}};
  try {
    Session& session = writing_session();
    session.begin();
    std::vector<std::int64_t> affected;
    session.execute({&call, 1}, affected, Session::Then::commit);
    engine_->committed(session);
    return affected[0];
  } catch (const SqlError& error) {
    recover(error.fault);
    throw Error::unavailable(error.text);
  }
}

std::size_t SqlStore::prune() {
  std::size_t total = 0;
  for (std::int64_t removed = prune_batch; removed == prune_batch;) {
    removed = 0;
    if (!writer_.run_between_batches([&] { removed = prune_some(); })) break;
    total += static_cast<std::size_t>(removed);
  }
  return total;
}

void SqlStore::read(const Call& call, const RowHandler& row) {
  for (int attempt = 0;; ++attempt) {
    try {
      auto session = readers_.take();
      session->query(call, row);
      readers_.give_back(std::move(session));
      return;
    } catch (const SqlError& error) {
      // A session that failed is not given back. One that lay idle while the server restarted deserves a
      // second try.
      if (error.fault == Fault::lost && attempt == 0) {
        readers_.drop_idle();
        continue;
      }
      throw Error::unavailable(error.text);
    }
  }
}

// Three statements that must see one state: the version before and after them says whether they did.
ManagedState SqlStore::managed_state() {
  for (;;) {
    ManagedState out;
    out.version = managed_version();
    read({Statement::managed_provisioners, {}},
         [&](auto row) { out.provisioners.push_back(to_provisioner(row)); });
    read({Statement::managed_admins, {}}, [&](auto row) { out.admins.push_back(to_admin(row)); });
    read({Statement::managed_policies, {}}, [&](auto row) { out.policies.push_back(to_policy(row)); });
    if (managed_version() == out.version) return out;
  }
}

void SqlStore::close() {
  writer_.close();
  readers_.close();
  engine_->stop();
  session_.reset();
}

}  // namespace

std::unique_ptr<Store> make_sql_store(std::unique_ptr<Engine> engine, const StoreOptions& options) {
  return std::make_unique<SqlStore>(std::move(engine), options);
}

}  // namespace newel::store
