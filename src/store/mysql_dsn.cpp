// The grammar is read from both ends, as the driver does, so that a password may contain '@', ':' and '/'.
#include "store/mysql_dsn.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "base/time.h"
#include "base/url.h"

namespace newel::store {
namespace {

constexpr std::string_view expected_form = "use user:password@tcp(host:3306)/database";

// Options about the driver's own working, which have no counterpart here.
constexpr std::string_view without_meaning[] = {
    "allowAllFiles",
    "allowCleartextPasswords",
    "allowFallbackToPlaintext",
    "allowNativePasswords",
    "allowOldPasswords",
    "charset",
    "checkConnLiveness",
    "clientFoundRows",
    "collation",
    "columnsWithAlias",
    "interpolateParams",
    "loc",
    "maxAllowedPacket",
    "multiStatements",
    "parseTime",
    "rejectReadOnly",
    "serverPubKey",
    "connectionAttributes",
    "timeTruncate",
    "compress",
};

bool is_variable_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Expected<unsigned> whole_seconds(const std::string& name, const std::string& value) {
  const auto duration = parse_duration(value);
  if (!duration) return failure("option " + name + ": " + duration.error().text);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(*duration).count();
  if (seconds < 0 || seconds > 86400) return failure("option " + name + " is not between 0s and 24h");
  return static_cast<unsigned>(seconds);
}

Expected<MysqlDsn::Tls> tls_mode(const std::string& value) {
  if (value == "true" || value == "1" || value == "TRUE" || value == "True") return MysqlDsn::Tls::verified;
  if (value == "false" || value == "0" || value == "FALSE" || value == "False") return MysqlDsn::Tls::off;
  if (value == "skip-verify") return MysqlDsn::Tls::unverified;
  if (value == "preferred") return MysqlDsn::Tls::preferred;
  return failure("option tls is none of true, false, skip-verify, preferred");
}

Expected<void> read_option(const std::string& option, MysqlDsn& dsn) {
  const auto equals = option.find('=');
  if (equals == std::string::npos) return {};  // the driver skips it
  const std::string name = option.substr(0, equals);
  std::string encoded = option.substr(equals + 1);
  std::replace(encoded.begin(), encoded.end(), '+', ' ');
  const auto value = percent_decode(encoded);
  if (!value) return failure("option " + name + ": " + value.error().text);
  const auto set = [&](auto& target, auto&& parsed) -> Expected<void> {
    if (!parsed) return tl::unexpected<Failure>(parsed.error());
    target = *parsed;
    return {};
  };
  if (name == "tls") return set(dsn.tls, tls_mode(*value));
  if (name == "timeout") return set(dsn.connect_timeout, whole_seconds(name, *value));
  if (name == "readTimeout") return set(dsn.read_timeout, whole_seconds(name, *value));
  if (name == "writeTimeout") return set(dsn.write_timeout, whole_seconds(name, *value));
  if (std::find(std::begin(without_meaning), std::end(without_meaning), name) != std::end(without_meaning))
    return {};
  if (!is_variable_name(name)) return failure("option name " + quote(name) + " is not a variable's name");
  dsn.variables.emplace_back(name, *value);
  return {};
}

Expected<void> read_address(const std::string& protocol, const std::string& address, MysqlDsn& dsn) {
  if (protocol == "unix") {
    dsn.socket = address.empty() ? "/tmp/mysql.sock" : address;
    return {};
  }
  if (protocol != "tcp" && !protocol.empty())
    return failure("protocol " + quote(protocol) + " is neither tcp nor unix");
  if (address.empty()) return {};
  const auto parts = split_host_port(address);
  if (!parts) {  // a host without a port
    const bool bracketed = address.starts_with('[') && address.ends_with(']');
    dsn.host = bracketed ? address.substr(1, address.size() - 2) : address;
    return {};
  }
  if (!parts->first.empty()) dsn.host = parts->first;
  const std::string& port = parts->second;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), dsn.port);
  if (error != std::errc() || end != port.data() + port.size() || dsn.port == 0 || dsn.port > 65535) {
    return failure("port " + quote(port) + " is not a number from 1 to 65535");
  }
  return {};
}

}  // namespace

std::string MysqlDsn::place() const {
  return database + " at " + (socket.empty() ? join_host_port(host, std::to_string(port)) : socket);
}

Expected<MysqlDsn> parse_mysql_dsn(const std::string& text) {
  MysqlDsn dsn;
  const auto slash = text.rfind('/');
  if (slash == std::string::npos)
    return failure("no \"/\" before the database name; " + std::string(expected_form));
  std::string left = text.substr(0, slash);
  if (const auto at = left.rfind('@'); at != std::string::npos) {
    const std::string account = left.substr(0, at);
    const auto colon = account.find(':');
    dsn.user = account.substr(0, colon);
    if (colon != std::string::npos) dsn.password = Secret(std::string_view(account).substr(colon + 1));
    left.erase(0, at + 1);
  }
  std::string address;
  if (const auto open = left.find('('); open != std::string::npos) {
    if (!left.ends_with(')'))
      return failure("the address has no closing parenthesis; " + std::string(expected_form));
    address = left.substr(open + 1, left.size() - open - 2);
    left.erase(open);
  }
  if (const auto read = read_address(left, address, dsn); !read) return tl::unexpected<Failure>(read.error());

  const std::string right = text.substr(slash + 1);
  const auto question = right.find('?');
  const auto database = percent_decode(right.substr(0, question));
  if (!database) return failure("the database name: " + database.error().text);
  dsn.database = *database;
  if (question == std::string::npos) return dsn;
  for (const std::string& option : split(std::string_view(right).substr(question + 1), '&')) {
    if (const auto read = read_option(option, dsn); !read) return tl::unexpected<Failure>(read.error());
  }
  return dsn;
}

}  // namespace newel::store
