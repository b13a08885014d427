#include "store/postgres_engine.h"

#include "base/error.h"
#include "store/postgres_dsn.h"
#include "store/postgres_session.h"

namespace newel::store {
namespace {

struct Setting {
  std::string keyword, value;
};

// A server that has gone silent is noticed within seconds, not after the two hours of TCP's defaults.
const Setting defaults[] = {{"connect_timeout", "5"},
                            {"keepalives_idle", "10"},
                            {"keepalives_interval", "5"},
                            {"keepalives_count", "3"},
                            {"tcp_user_timeout", "15000"},
                            {"client_encoding", "UTF8"},
                            {"fallback_application_name", "step-ca"}};

class PostgresEngine final : public Engine {
 public:
  PostgresEngine(const std::string& dsn, const std::string& database);

  std::unique_ptr<Session> connect(Access access) override;
  Dialect dialect() const override { return Dialect::postgresql; }
  std::string name() const override { return name_; }

 private:
  PostgresConnection try_connect(const std::string& database) const;
  bool create_database() const;

  std::vector<Setting> settings_;
  std::string database_;
  std::string name_ = "PostgreSQL";
};

const std::string* find(const std::vector<Setting>& settings, const std::string& keyword) {
  for (const Setting& setting : settings) {
    if (setting.keyword == keyword) return &setting.value;
  }
  return nullptr;
}

PostgresEngine::PostgresEngine(const std::string& dsn, const std::string& database) {
  char* message = nullptr;
  PQconninfoOption* options = libpq().PQconninfoParse(without_pool_settings(dsn).c_str(), &message);
  if (options == nullptr) {
    // libpq's message may quote the string, password and all.
    if (message != nullptr) libpq().PQfreemem(message);
    throw Error(
        "the data source is not a PostgreSQL connection string; use "
        "postgresql://user:password@host:port/database or "
        "\"host=… port=… user=… dbname=…\"");
  }
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->val != nullptr) settings_.push_back({option->keyword, option->val});
  }
  libpq().PQconninfoFree(options);
  for (const Setting& setting : defaults) {
    if (find(settings_, setting.keyword) == nullptr) settings_.push_back(setting);
  }
  const std::string* given = find(settings_, "dbname");
  database_ = !database.empty() ? database : given != nullptr ? *given : "";
  if (!database_.empty()) name_ += " database " + database_;
  if (const std::string* host = find(settings_, "host")) name_ += " at " + *host;
}

PostgresConnection PostgresEngine::try_connect(const std::string& database) const {
  std::vector<const char*> keywords, values;
  for (const Setting& setting : settings_) {
    if (setting.keyword == "dbname") continue;
    keywords.push_back(setting.keyword.c_str());
    values.push_back(setting.value.c_str());
  }
  if (!database.empty()) {
    keywords.push_back("dbname");
    values.push_back(database.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  return PostgresConnection(libpq().PQconnectdbParams(keywords.data(), values.data(), 0));
}

bool is_open(const PostgresConnection& connection) {
  return connection && libpq().PQstatus(connection.get()) == CONNECTION_OK;
}

// True when it was not there and is now. The text of a failed connection may be in any language, so the
// catalogue is asked; two nodes that do this together may both try, and the second one's failure does not
// matter.
bool PostgresEngine::create_database() const {
  // CREATE DATABASE copies template1, and fails while others are connected to it: the second choice.
  PostgresConnection connection = try_connect("postgres");
  if (!is_open(connection)) connection = try_connect("template1");
  if (database_.empty() || !is_open(connection)) return false;
  char* quoted = libpq().PQescapeIdentifier(connection.get(), database_.c_str(), database_.size());
  if (quoted == nullptr) return false;
  const std::string create = std::string("CREATE DATABASE ") + quoted;
  libpq().PQfreemem(quoted);
  PostgresSession session(std::move(connection), name_);
  bool there = false;
  session.query({Statement::has_database, {database_}}, [&](auto) { there = true; });
  if (there) return false;
  try {
    session.run({create});
  } catch (const SqlError& error) {
    if (error.text.find("42P04") == std::string::npos && error.text.find("23505") == std::string::npos) throw;
  }
  return true;
}

std::unique_ptr<Session> PostgresEngine::connect(Access access) {
  PostgresConnection connection = try_connect(database_);
  if (!is_open(connection) && access == Access::create && create_database())
    connection = try_connect(database_);
  if (!is_open(connection)) {
    const std::string reason = connection ? libpq().PQerrorMessage(connection.get()) : "out of memory";
    throw SqlError(Fault::lost, name_ + ": cannot connect: " + PostgresSession::in_one_line(reason) +
                                    "; check db.dataSource and the server");
  }
  return std::make_unique<PostgresSession>(std::move(connection), name_);
}

}  // namespace

std::unique_ptr<Engine> make_postgres_engine(const std::string& dsn, const std::string& database) {
  return std::make_unique<PostgresEngine>(dsn, database);
}

}  // namespace newel::store
