#include "config/database.h"

#include <gtest/gtest.h>

#include "crypto/openssl_tool.h"

namespace newel::config {
namespace {

std::optional<StoreChoice> choose(const std::string& db) {
  return store_options(parse("{\"db\":" + db + "}", "ca.json"));
}

std::string error_of(const std::string& db) {
  try {
    choose(db);
  } catch (const Error& e) {
    return e.text();
  }
  return "";
}

TEST(Database, Choices) {
  const test::ScratchFolder folder;
  struct Case {
    std::string db, type, source;
    bool notice;
  };
  const Case cases[] = {
      {R"({"type":"badgerv2","dataSource":"/x/db"})", "sqlite", "/x/db/newel.db", true},
      {R"({"type":"Badger","dataSource":"/x/db/"})", "sqlite", "/x/db/newel.db", true},
      {R"({"type":"badgerV1","dataSource":"db","badgerFileLoadingMode":"FileIO"})", "sqlite", "db/newel.db",
       true},
      {R"({"type":"bbolt","dataSource":"/x/ca.bolt"})", "sqlite", "/x/ca.bolt.newel.db", true},
      {R"({"type":"sqlite","dataSource":"/x/ca.db"})", "sqlite", "/x/ca.db", false},
      {R"({"type":"sqlite","dataSource":"/x/new/"})", "sqlite", "/x/new/newel.db", false},
      {"{\"type\":\"sqlite\",\"dataSource\":\"" + folder.path("") + "\"}", "sqlite", folder.path("newel.db"),
       false},
      {R"({"type":"postgresql","dataSource":"postgresql://u@h/","database":"ca"})", "postgresql",
       "postgresql://u@h/", false},
      {R"({"type":"MySQL","dataSource":"u:p@tcp(h)/"})", "mysql", "u:p@tcp(h)/", false},
  };
  for (const Case& c : cases) {
    const auto choice = choose(c.db);
    ASSERT_TRUE(choice) << c.db;
    EXPECT_EQ(choice->options.type, c.type) << c.db;
    EXPECT_EQ(choice->options.data_source, c.source) << c.db;
    EXPECT_EQ(!choice->notice.empty(), c.notice) << c.db;
  }
  EXPECT_EQ(choose(R"({"type":"postgresql","dataSource":"x","database":"ca"})")->options.database, "ca");
  EXPECT_FALSE(store_options(parse("{}", "x")));
}

TEST(Database, Failures) {
  EXPECT_EQ(error_of(R"({"type":"oracle","dataSource":"x"})"),
            "Error opening database of Type oracle: oracle database not supported");
  EXPECT_EQ(error_of(R"({"type":"badger","dataSource":"x","badgerFileLoadingMode":"fast"})"),
            "Invalid ValueLogLoadingMode, must be FileIO or MemoryMap");
  EXPECT_EQ(error_of(R"({"type":"sqlite"})"),
            "Error opening database of Type sqlite: db.dataSource cannot be empty");
}

}  // namespace
}  // namespace newel::config
