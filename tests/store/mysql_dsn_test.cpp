#include "store/mysql_dsn.h"

#include <gtest/gtest.h>

namespace newel::store {
namespace {

TEST(MysqlDsn, ReadsTheFormsOfTheDriver) {
  const struct {
    std::string text, user, password, host, socket, database;
    unsigned port;
  } cases[] = {
      {"user:pass@tcp(db.example:3307)/ca", "user", "pass", "db.example", "", "ca", 3307},
      {"user:p@ss:w/rd)@tcp(db.example)/ca", "user", "p@ss:w/rd)", "db.example", "", "ca", 3306},
      {"user@unix(/run/mysqld/mysqld.sock)/ca", "user", "", "127.0.0.1", "/run/mysqld/mysqld.sock", "ca",
       3306},
      {"tcp([::1]:3306)/ca", "", "", "::1", "", "ca", 3306},
      {"tcp([::1])/ca", "", "", "::1", "", "ca", 3306},
      {"user:pass@/ca", "user", "pass", "127.0.0.1", "", "ca", 3306},
      {"/", "", "", "127.0.0.1", "", "", 3306},
      {"u@tcp/a%20b?parseTime=true&charset=utf8", "u", "", "127.0.0.1", "", "a b", 3306},
  };
  for (const auto& c : cases) {
    const auto dsn = parse_mysql_dsn(c.text);
    ASSERT_TRUE(dsn) << c.text << ": " << dsn.error().text;
    EXPECT_EQ(dsn->user, c.user) << c.text;
    EXPECT_EQ(dsn->password.view(), c.password) << c.text;
    EXPECT_EQ(dsn->host, c.host) << c.text;
    EXPECT_EQ(dsn->socket, c.socket) << c.text;
    EXPECT_EQ(dsn->database, c.database) << c.text;
    EXPECT_EQ(dsn->port, c.port) << c.text;
  }
}

TEST(MysqlDsn, ReadsOptions) {
  const auto dsn = parse_mysql_dsn(
      "/ca?tls=skip-verify&timeout=1500ms&readTimeout=2m&wait_timeout=30&sql_mode=%27ANSI%27");
  ASSERT_TRUE(dsn) << dsn.error().text;
  EXPECT_EQ(dsn->tls, MysqlDsn::Tls::unverified);
  EXPECT_EQ(dsn->connect_timeout, 2u);
  EXPECT_EQ(dsn->read_timeout, 120u);
  const std::vector<std::pair<std::string, std::string>> variables = {{"wait_timeout", "30"},
                                                                      {"sql_mode", "'ANSI'"}};
  EXPECT_EQ(dsn->variables, variables);
}

TEST(MysqlDsn, SaysWhatIsWrongWithoutQuotingThePassword) {
  const struct {
    std::string text, expected;
  } cases[] = {
      {"user:secret@tcp(host)",
       "no \"/\" before the database name; use user:password@tcp(host:3306)/database"},
      {"user:secret@tcp(host/ca",
       "the address has no closing parenthesis; use user:password@tcp(host:3306)/database"},
      {"user:secret@udp(host)/ca", "protocol \"udp\" is neither tcp nor unix"},
      {"user:secret@tcp(host:99999)/ca", "port \"99999\" is not a number from 1 to 65535"},
      {"user:secret@/ca?tls=custom", "option tls is none of true, false, skip-verify, preferred"},
      {"user:secret@/ca?timeout=5", "option timeout: time: missing unit in duration \"5\""},
      {"user:secret@/ca?a;b=1", "option name \"a;b\" is not a variable's name"},
  };
  for (const auto& c : cases) {
    const auto dsn = parse_mysql_dsn(c.text);
    ASSERT_FALSE(dsn) << c.text;
    EXPECT_EQ(dsn.error().text, c.expected);
  }
}

}  // namespace
}  // namespace newel::store
