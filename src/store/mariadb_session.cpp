// The client library has no pipeline for prepared statements, and one trip per statement would make a batch
// of 64 transactions cost 130 trips. It does have multi-statements: one text with many statements, answered
// one by one. So the statements travel as text, and every value in it is written in hexadecimal digits or as
// a decimal number: there is nothing to escape, and nothing in a value can become SQL.
//
// The server stops at the first statement that fails, so a COMMIT at the end of the text is only reached when
// everything before it was done.
#include "store/mariadb_session.h"

#include <errmsg.h>
#include <mysqld_error.h>

#include <charconv>

#include "base/encoding.h"

namespace newel::store {
namespace {

constexpr unsigned binary_charset = 63;
constexpr std::size_t text_limit = 1 << 20;  // statements beyond this go in a further trip

std::string literal(const Value& value) {
  struct {
    std::string operator()(std::monostate) const { return "NULL"; }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(const std::string& v) const {
      return "_utf8mb4 X'" + hex_encode(as_bytes(v)) + "'";
    }
    std::string operator()(const Bytes& v) const { return "X'" + hex_encode(v) + "'"; }
  } write;
  return std::visit(write, value);
}

std::string text_of(const Call& call) {
  std::string out;
  std::size_t next = 0;
  for (const char c : sql_of(call.statement, Dialect::mariadb)) {
    if (c == '?') {
      out += literal(call.values.at(next++));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

Value column(const MYSQL_FIELD& field, const char* data, unsigned long length) {
  if (data == nullptr) return std::monostate();
  switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG: {
      std::int64_t number = 0;
      std::from_chars(data, data + length, number);
      return number;
    }
    default: {
      const std::string_view octets(data, length);
      if (field.charsetnr == binary_charset) return to_bytes(octets);
      return std::string(octets);
    }
  }
}

}  // namespace

Fault mariadb_fault(unsigned number, bool committing) {
  switch (number) {
    case ER_LOCK_DEADLOCK:
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_CHECKREAD:
      return Fault::retry;
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_COMMANDS_OUT_OF_SYNC:
    case ER_SERVER_SHUTDOWN:
    case ER_CONNECTION_KILLED:
      return committing ? Fault::uncertain : Fault::lost;
    case ER_OPTION_PREVENTS_STATEMENT:  // --read-only: a replica after a failover
    case ER_UNKNOWN_COM_ERROR:
      return Fault::lost;  // Galera: a node that has lost its cluster
    case ER_RECORD_FILE_FULL:
    case ER_DISK_FULL:
    case ER_ERROR_ON_WRITE:
    case ER_GET_ERRNO:
    case ER_OUTOFMEMORY:
    case ER_OUT_OF_RESOURCES:
    case ER_CON_COUNT_ERROR:
    case ER_QUERY_INTERRUPTED:
      return Fault::refused;
    default:
      return Fault::statement;
  }
}

MariadbSession::MariadbSession(MysqlConnection connection, std::string name)
    : connection_(std::move(connection)), name_(std::move(name)) {
  // Strict, so that a value that does not fit is an error and not cut; read committed, for fewer locks
  // between nodes.
  run({"SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
       "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"});
  query({Statement::largest_packet, {}},
        [&](auto row) { largest_packet_ = static_cast<std::size_t>(std::get<std::int64_t>(row[0])); });
}

void MariadbSession::fail(bool commits) const {
  const unsigned number = libmariadb().mysql_errno(connection_.get());
  throw SqlError(mariadb_fault(number, commits),
                 name_ + ": " + in_one_line(libmariadb().mysql_error(connection_.get())) + " (error " +
                     std::to_string(number) + ")");
}

// One trip: all statements as one text; `each` sees every answer while it is the current one.
void MariadbSession::send(std::span<const std::string> statements, std::size_t first, bool commits,
                          const EachResult& each) {
  const std::string text = join({statements.begin(), statements.end()}, ";");
  if (text.size() + 1024 > largest_packet_) {
    throw SqlError(Fault::statement, name_ + ": a statement of " + std::to_string(text.size()) +
                                         " octets does not fit; raise the server's max_allowed_packet, now " +
                                         std::to_string(largest_packet_));
  }
  const Libmariadb& my = libmariadb();
  if (my.mysql_real_query(connection_.get(), text.data(), text.size()) != 0) fail(commits);
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (i > 0 && my.mysql_next_result(connection_.get()) != 0) fail(commits);
    each(first + i);
  }
}

void MariadbSession::exchange(std::span<const std::string> statements, bool commits, const EachResult& each) {
  const std::size_t limit = std::min(text_limit, largest_packet_ / 2);
  for (std::size_t first = 0; first < statements.size();) {
    std::size_t last = first, size = 0;
    while (last < statements.size() && (last == first || size + statements[last].size() < limit)) {
      size += statements[last++].size() + 1;
    }
    send(statements.subspan(first, last - first), first, commits && last == statements.size(), each);
    first = last;
  }
}

void MariadbSession::execute(std::span<const Call> calls, std::vector<std::int64_t>& affected, Then then) {
  std::vector<std::string> statements = take_ahead();
  const std::size_t skip = statements.size();
  for (const Call& call : calls) statements.push_back(text_of(call));
  if (then == Then::commit) statements.push_back("COMMIT");
  affected.assign(calls.size(), 0);
  exchange(statements, then == Then::commit, [&](std::size_t number) {
    if (number < skip || number - skip >= calls.size()) return;
    affected[number - skip] = static_cast<std::int64_t>(libmariadb().mysql_affected_rows(connection_.get()));
  });
}

void MariadbSession::rollback() noexcept {
  try {
    const auto ahead = take_ahead();
    if (ahead.empty() || ahead.front() != "BEGIN") run({"ROLLBACK"});
  } catch (const std::exception&) {
    // The next use finds the connection lost.
  }
}

void MariadbSession::query(const Call& call, const RowHandler& row) {
  const Libmariadb& my = libmariadb();
  std::vector<std::string> statements = take_ahead();
  statements.push_back(text_of(call));
  MysqlResult result;
  exchange(statements, false, [&](std::size_t number) {
    if (number + 1 < statements.size()) return;
    result.reset(my.mysql_store_result(connection_.get()));
    if (!result) fail(false);
  });
  const MYSQL_FIELD* fields = my.mysql_fetch_fields(result.get());
  std::vector<Value> values(my.mysql_num_fields(result.get()));
  while (MYSQL_ROW data = my.mysql_fetch_row(result.get())) {
    const unsigned long* lengths = my.mysql_fetch_lengths(result.get());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = column(fields[i], data[i], lengths[i]);
    row(values);
  }
}

void MariadbSession::run(const std::vector<std::string>& statements) {
  std::vector<std::string> all = take_ahead();
  all.insert(all.end(), statements.begin(), statements.end());
  exchange(all, false, [&](std::size_t) {
    // A statement that answers with rows (get_lock) must be read to its end before the next one.
    if (libmariadb().mysql_field_count(connection_.get()) > 0) {
      MysqlResult unread(libmariadb().mysql_store_result(connection_.get()));
    }
  });
}

}  // namespace newel::store
