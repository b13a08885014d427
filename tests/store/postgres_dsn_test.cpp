#include "store/postgres_dsn.h"

#include <gtest/gtest.h>

namespace newel::store {
namespace {

TEST(PostgresDsn, OnlyPoolSettingsAreTakenOut) {
  const struct {
    std::string in, out;
  } cases[] = {
      {"", ""},
      {"postgres://u:p@h/db", "postgres://u:p@h/db"},
      {"postgres://u:p@h/db?pool_max_conns=5", "postgres://u:p@h/db"},
      {"postgres://u:p@h/db?sslmode=require&pool_max_conns=5&connect_timeout=3",
       "postgres://u:p@h/db?sslmode=require&connect_timeout=3"},
      {"host=h pool_max_conns=5 dbname=db", "host=h dbname=db"},
      {"host=h password='a  b'", "host=h password='a  b'"},
  };
  for (const auto& c : cases) EXPECT_EQ(without_pool_settings(c.in), c.out);
}

}  // namespace
}  // namespace newel::store
