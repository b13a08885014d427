// The connection strings of Go's MySQL driver, which existing ca.json files hold:
//   [user[:password]@][protocol[(address)]]/database[?option=value&…]
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/secret.h"

namespace newel::store {

struct MysqlDsn {
  enum class Tls {
    off,
    preferred,  ///< if the server can, without looking at its certificate
    unverified,
    verified,
  };

  std::string user;
  Secret password;
  std::string host = "127.0.0.1";  ///< of protocol tcp
  unsigned port = 3306;
  std::string socket;  ///< of protocol unix; then host and port do not count
  std::string database;
  Tls tls = Tls::off;
  unsigned connect_timeout = 5, read_timeout = 60, write_timeout = 60;  ///< seconds
  /// What the driver would set on each connection: options it has no use for itself.
  std::vector<std::pair<std::string, std::string>> variables;

  /// "database at host:port", for messages.
  std::string place() const;
};

/// The failure text never quotes the string, it may hold a password.
Expected<MysqlDsn> parse_mysql_dsn(const std::string& text);

}  // namespace newel::store
