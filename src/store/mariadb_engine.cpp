#include "store/mariadb_engine.h"

#include <mysqld_error.h>

#include "store/mariadb_session.h"
#include "store/mysql_dsn.h"

namespace newel::store {
namespace {

constexpr const char* trusted_roots = "/etc/ssl/certs/ca-certificates.crt";

class MariadbEngine final : public Engine {
 public:
  explicit MariadbEngine(MysqlDsn dsn) : dsn_(std::move(dsn)), name_("MariaDB database " + dsn_.place()) {}

  std::unique_ptr<Session> connect(Access access) override;
  Dialect dialect() const override { return Dialect::mariadb; }
  std::string name() const override { return name_; }

 private:
  MysqlConnection try_connect(const char* database) const;
  void set_options(MYSQL* connection) const;
  void create_database() const;
  [[noreturn]] void cannot_connect(MYSQL* connection) const;

  const MysqlDsn dsn_;
  const std::string name_;
};

std::string in_back_quotes(const std::string& name) {
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out.push_back('`');
    out.push_back(c);
  }
  return out + "`";
}

void MariadbEngine::set_options(MYSQL* connection) const {
  const auto set = [&](mysql_option option, const void* value) {
    libmariadb().mysql_options(connection, option, value);
  };
  set(MYSQL_OPT_CONNECT_TIMEOUT, &dsn_.connect_timeout);
  set(MYSQL_OPT_READ_TIMEOUT, &dsn_.read_timeout);
  set(MYSQL_OPT_WRITE_TIMEOUT, &dsn_.write_timeout);
  set(MYSQL_SET_CHARSET_NAME, "utf8mb4");
  const my_bool yes = 1, no = 0;
  const bool enforced = dsn_.tls == MysqlDsn::Tls::unverified || dsn_.tls == MysqlDsn::Tls::verified;
  set(MYSQL_OPT_SSL_ENFORCE, enforced ? &yes : &no);
  set(MYSQL_OPT_SSL_VERIFY_SERVER_CERT, dsn_.tls == MysqlDsn::Tls::verified ? &yes : &no);
  if (dsn_.tls == MysqlDsn::Tls::verified) set(MYSQL_OPT_SSL_CA, trusted_roots);
}

// Null or not connected: the error is in the connection.
MysqlConnection MariadbEngine::try_connect(const char* database) const {
  MysqlConnection connection(libmariadb().mysql_init(nullptr));
  if (!connection) throw SqlError(Fault::refused, name_ + ": out of memory");
  set_options(connection.get());
  SecretBytes password = to_secret(dsn_.password.bytes());
  password.push_back(0);
  libmariadb().mysql_real_connect(
      connection.get(), dsn_.socket.empty() ? dsn_.host.c_str() : nullptr, dsn_.user.c_str(),
      reinterpret_cast<const char*>(password.data()), database, dsn_.socket.empty() ? dsn_.port : 0,
      dsn_.socket.empty() ? nullptr : dsn_.socket.c_str(), CLIENT_MULTI_STATEMENTS);
  return connection;
}

void MariadbEngine::cannot_connect(MYSQL* connection) const {
  throw SqlError(Fault::lost, name_ + ": cannot connect: " +
                                  MariadbSession::in_one_line(libmariadb().mysql_error(connection)) +
                                  "; check db.dataSource and the server");
}

void MariadbEngine::create_database() const {
  MysqlConnection connection = try_connect(nullptr);
  if (libmariadb().mysql_errno(connection.get()) != 0) cannot_connect(connection.get());
  MariadbSession(std::move(connection), name_)
      .run({"CREATE DATABASE IF NOT EXISTS " + in_back_quotes(dsn_.database)});
}

std::unique_ptr<Session> MariadbEngine::connect(Access access) {
  MysqlConnection connection = try_connect(dsn_.database.c_str());
  if (access == Access::create && libmariadb().mysql_errno(connection.get()) == ER_BAD_DB_ERROR) {
    create_database();
    connection = try_connect(dsn_.database.c_str());
  }
  if (libmariadb().mysql_errno(connection.get()) != 0) cannot_connect(connection.get());
  auto session = std::make_unique<MariadbSession>(std::move(connection), name_);
  // As the driver does: the operator wrote the value, in SQL.
  for (const auto& [name, value] : dsn_.variables) session->run({"SET " + name + " = " + value});
  return session;
}

}  // namespace

std::unique_ptr<Engine> make_mariadb_engine(const std::string& dsn, const std::string& database) {
  auto parsed = parse_mysql_dsn(dsn);
  if (!parsed) throw Error("the data source is not a MySQL connection string: " + parsed.error().text);
  if (!database.empty()) parsed->database = database;
  if (parsed->database.empty()) {
    throw Error("the data source names no database; write it behind the \"/\", or set db.database");
  }
  return std::make_unique<MariadbEngine>(std::move(*parsed));
}

}  // namespace newel::store
