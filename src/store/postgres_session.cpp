// Pipeline mode: everything of one call is written before anything is read, so a batch costs one trip however
// many statements it has. The connection is non-blocking and reads while it writes; otherwise a server that
// cannot get rid of its answers and a client that cannot get rid of its questions would wait for each other.
//
// After an error the server skips everything up to the next Sync, of which there is one per exchange; the
// transaction is then closed to all but ROLLBACK, and a COMMIT that travelled behind the error was skipped,
// not done.
#include "store/postgres_session.h"

#include <endian.h>
#include <poll.h>

#include <charconv>
#include <cstring>

namespace newel::store {
namespace {

// Types of the server's catalogue (pg_type.dat).
constexpr Oid type_bytea = 17, type_int8 = 20, type_int4 = 23, type_text = 25;
constexpr int binary = 1;

/// Parameters in the form libpq wants them; holds what they point to.
class Parameters {
 public:
  explicit Parameters(const Call& call) : integers_(call.values.size()) {
    for (std::size_t i = 0; i < call.values.size(); ++i) {
      std::visit([&](const auto& v) { add(i, v); }, call.values[i]);
      formats_.push_back(binary);
    }
  }
  int count() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(std::size_t, std::monostate) { add(0, nullptr, 0); }
  void add(std::size_t i, std::int64_t v) {
    integers_[i] = htobe64(static_cast<std::uint64_t>(v));
    add(type_int8, reinterpret_cast<const char*>(&integers_[i]), sizeof integers_[i]);
  }
  void add(std::size_t, const std::string& v) { add(type_text, v.data(), v.size()); }
  void add(std::size_t, const Bytes& v) {
    add(type_bytea, v.empty() ? "" : reinterpret_cast<const char*>(v.data()),
        v.size());  // null would mean NULL
  }
  void add(Oid type, const char* value, std::size_t length) {
    types_.push_back(type);
    values_.push_back(value);
    lengths_.push_back(static_cast<int>(length));
  }

  std::vector<std::uint64_t> integers_;
  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
};

Value column(const PGresult* result, int row, int i) {
  const Libpq& pq = libpq();
  if (pq.PQgetisnull(result, row, i)) return std::monostate();
  const char* data = pq.PQgetvalue(result, row, i);
  const auto length = static_cast<std::size_t>(pq.PQgetlength(result, row, i));
  switch (pq.PQftype(result, i)) {
    case type_int8: {
      std::uint64_t v = 0;
      std::memcpy(&v, data, sizeof v);
      return static_cast<std::int64_t>(be64toh(v));
    }
    case type_int4: {
      std::uint32_t v = 0;
      std::memcpy(&v, data, sizeof v);
      return std::int64_t{static_cast<std::int32_t>(be32toh(v))};
    }
    case type_bytea:
      return to_bytes(std::string_view(data, length));
    default:
      return std::string(data, length);
  }
}

Fault fault_of(std::string_view state) {
  const auto of_class = [&](std::string_view c) { return state.starts_with(c); };
  if (state == "40003") return Fault::uncertain;                // statement_completion_unknown
  if (of_class("40") || state == "55P03") return Fault::retry;  // serialization, deadlock, lock
  if (of_class("08") || state == "57P01" || state == "57P02" || state == "57P03") return Fault::lost;
  if (state == "25006" || of_class("26")) return Fault::lost;  // a replica after a failover; a pooler
  if (of_class("53") || of_class("57") || of_class("58") || of_class("XX")) return Fault::refused;
  return Fault::statement;
}

}  // namespace

// One command on its way: a Parse of a statement, or anything whose result the caller wants.
struct PostgresSession::Sent {
  int parsed = -1;  // the statement that this one prepares
};

PostgresSession::PostgresSession(PostgresConnection connection, std::string name)
    : connection_(std::move(connection)), name_(std::move(name)) {
  const Libpq& pq = libpq();
  pq.PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  if (pq.PQsetnonblocking(connection_.get(), 1) != 0 || pq.PQenterPipelineMode(connection_.get()) != 1) {
    connection_failed();
  }
  // Acknowledged means on disk, whatever the server's default is; stronger settings stay.
  run(
      {"SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = "
       "'off'"});
}

void PostgresSession::connection_failed() const {
  throw SqlError(
      committing_ ? Fault::uncertain : Fault::lost,
      name_ + ": the connection is lost: " + in_one_line(libpq().PQerrorMessage(connection_.get())));
}

SqlError PostgresSession::failure_of(const PGresult* result) const {
  const char* state = libpq().PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = libpq().PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (state == nullptr) {  // libpq's own words: the connection broke
    return {committing_ ? Fault::uncertain : Fault::lost,
            name_ + ": " + in_one_line(libpq().PQresultErrorMessage(result))};
  }
  return {fault_of(state),
          name_ + ": " + in_one_line(primary == nullptr ? "" : primary) + " (SQLSTATE " + state + ")"};
}

void PostgresSession::send_text(const char* text) {
  if (libpq().PQsendQueryParams(connection_.get(), text, 0, nullptr, nullptr, nullptr, nullptr, binary) !=
      1) {
    connection_failed();
  }
}

void PostgresSession::send_call(const Call& call, std::vector<Sent>& sent) {
  const Libpq& pq = libpq();
  const Parameters parameters(call);
  const std::string name = name_of(call.statement);
  const auto number = static_cast<std::size_t>(call.statement);
  if (!prepared_[number]) {
    const std::string text(sql_of(call.statement, Dialect::postgresql));
    if (pq.PQsendPrepare(connection_.get(), name.c_str(), text.c_str(), parameters.count(),
                         parameters.types()) != 1) {
      connection_failed();
    }
    sent.push_back({static_cast<int>(number)});
    prepared_[number] = true;  // taken back if the server says otherwise
  }
  if (pq.PQsendQueryPrepared(connection_.get(), name.c_str(), parameters.count(), parameters.values(),
                             parameters.lengths(), parameters.formats(), binary) != 1) {
    connection_failed();
  }
  sent.push_back({});
}

void PostgresSession::wait_for_server() {
  const Libpq& pq = libpq();
  while (pq.PQisBusy(connection_.get())) {
    const int unsent = pq.PQflush(connection_.get());
    if (unsent < 0) connection_failed();
    pollfd ready{pq.PQsocket(connection_.get()), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN),
                 0};
    if (::poll(&ready, 1, -1) < 0 && errno != EINTR) connection_failed();
    if ((ready.revents & ~POLLOUT) != 0 && pq.PQconsumeInput(connection_.get()) != 1) connection_failed();
  }
}

PostgresResult PostgresSession::next_result() {
  wait_for_server();
  PostgresResult result(libpq().PQgetResult(connection_.get()));
  if (!result) connection_failed();
  return result;
}

// The results of the texts, then of the calls, then of the COMMIT. All are read before the first error is
// thrown.
std::vector<PostgresResult> PostgresSession::exchange(const std::vector<std::string>& texts,
                                                      std::span<const Call> calls, bool commit) {
  const Libpq& pq = libpq();
  if (pq.PQstatus(connection_.get()) != CONNECTION_OK) connection_failed();
  std::vector<Sent> sent(texts.size());
  for (const std::string& text : texts) send_text(text.c_str());
  for (const Call& call : calls) send_call(call, sent);
  if (commit) {
    send_text("COMMIT");
    sent.push_back({});
  }
  if (pq.PQpipelineSync(connection_.get()) != 1) connection_failed();
  committing_ = commit;

  std::vector<PostgresResult> results;
  PostgresResult failed;
  for (const Sent& one : sent) {
    PostgresResult result = next_result();
    wait_for_server();
    pq.PQgetResult(connection_.get());  // the null that ends one command
    const auto status = pq.PQresultStatus(result.get());
    const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!fine && one.parsed >= 0) prepared_[static_cast<std::size_t>(one.parsed)] = false;
    if (!fine && !failed && status != PGRES_PIPELINE_ABORTED) {
      failed = std::move(result);
    } else if (one.parsed < 0) {
      results.push_back(std::move(result));
    }
  }
  if (failed && pq.PQstatus(connection_.get()) != CONNECTION_OK) throw failure_of(failed.get());
  next_result();  // of the Sync
  const SqlError failure = failed ? failure_of(failed.get()) : SqlError(Fault::statement, "");
  committing_ = false;
  if (failed) throw failure;
  return results;
}

void PostgresSession::execute(std::span<const Call> calls, std::vector<std::int64_t>& affected, Then then) {
  const auto ahead = take_ahead();
  affected.clear();
  if (ahead.empty() && calls.empty() && then == Then::stay) return;
  const auto results = exchange(ahead, calls, then == Then::commit);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const std::string_view count = libpq().PQcmdTuples(results[ahead.size() + i].get());
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    affected.push_back(rows);
  }
  // The server answers COMMIT of a failed transaction with ROLLBACK, without calling it an error.
  if (then == Then::commit && std::string_view(libpq().PQcmdStatus(results.back().get())) != "COMMIT") {
    throw SqlError(Fault::statement, name_ + ": the server rolled the transaction back");
  }
}

void PostgresSession::rollback() noexcept {
  try {
    const auto ahead = take_ahead();
    const bool began = ahead.empty() || ahead.front() != "BEGIN";
    if (began && libpq().PQstatus(connection_.get()) == CONNECTION_OK) exchange({"ROLLBACK"}, {}, false);
  } catch (const std::exception&) {
    // The next use finds the connection lost.
  }
}

void PostgresSession::query(const Call& call, const RowHandler& row) {
  const auto ahead = take_ahead();
  const auto results = exchange(ahead, {&call, 1}, false);
  const PGresult* result = results.back().get();
  std::vector<Value> values(static_cast<std::size_t>(libpq().PQnfields(result)));
  for (int r = 0; r < libpq().PQntuples(result); ++r) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = column(result, r, static_cast<int>(i));
    row(values);
  }
}

void PostgresSession::run(const std::vector<std::string>& statements) {
  auto texts = take_ahead();
  texts.insert(texts.end(), statements.begin(), statements.end());
  exchange(texts, {}, false);
}

}  // namespace newel::store
