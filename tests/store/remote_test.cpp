// What is particular to a server across a wire: connection strings, loss and return, views.
#include <atomic>
#include <thread>

#include "base/files.h"
#include "base/text.h"
#include "engines.h"

namespace newel::store {
namespace {

struct Remote {
  std::string name;
  Server& (*server)();
  StoreOptions (*options)(const std::string& database);
  std::string (*tcp)(const std::string& database);
};

const Remote remotes[] = {
    {"postgresql", []() -> Server& { return postgres_server(); },
     [](const std::string& database) { return postgres_server().options(database); },
     [](const std::string& database) { return postgres_server().url(database); }},
    {"mariadb", []() -> Server& { return mariadb_server(); },
     [](const std::string& database) { return mariadb_server().options(database); },
     [](const std::string& database) { return mariadb_server().tcp(database); }},
};

class RemoteStore : public testing::TestWithParam<Remote> {
 protected:
  std::string type() const { return GetParam().name == "postgresql" ? "postgresql" : "mysql"; }
};
INSTANTIATE_TEST_SUITE_P(Engines, RemoteStore, testing::ValuesIn(remotes),
                         [](const auto& info) { return info.param.name; });

CommitResult commit_when_back(Store& store, const std::string& id) {
  CommitResult result;
  for (int i = 0; i < 200; ++i) {
    result = store.commit(transaction(token(id)));
    if (result.outcome != Outcome::unavailable) break;
    ::usleep(50'000);
  }
  return result;
}

TEST_P(RemoteStore, OpensOverTcpAndADatabaseMayBeNamedApart) {
  const std::string in_dsn = fresh_name(), apart = fresh_name();
  GetParam().server();
  const auto over_tcp = open_store({.type = type(), .data_source = GetParam().tcp(in_dsn)});
  ASSERT_TRUE(over_tcp->commit(transaction(token("t"))).ok());
  EXPECT_TRUE(open_store(GetParam().options(in_dsn))->is_token_used("t"));
  const auto other = open_store({.type = type(), .data_source = GetParam().tcp(in_dsn), .database = apart});
  EXPECT_FALSE(other->is_token_used("t"));
}

TEST_P(RemoteStore, AServerThatRestartsWhileIdleIsNotNoticed) {
  const auto store = open_store(GetParam().options(fresh_name()));
  ASSERT_TRUE(store->commit(transaction(token("before"))).ok());
  ASSERT_TRUE(store->is_token_used("before"));
  GetParam().server().crash();
  GetParam().server().start();
  EXPECT_TRUE(store->is_token_used("before"));
  EXPECT_TRUE(store->commit(transaction(token("after"))).ok());
}

TEST_P(RemoteStore, AServerThatIsGoneRefusesAndRecoversByItself) {
  const auto store = open_store(GetParam().options(fresh_name()));
  ASSERT_TRUE(store->commit(transaction(token("before"))).ok());
  GetParam().server().crash();
  const auto result = store->commit(transaction(token("during")));
  EXPECT_EQ(result.outcome, Outcome::unavailable);
  EXPECT_NE(result.detail, "");
  EXPECT_NE(error_of([&] { store->is_token_used("before"); }), "");
  GetParam().server().start();
  EXPECT_TRUE(commit_when_back(*store, "after").ok());
  EXPECT_TRUE(store->is_token_used("before"));
  EXPECT_FALSE(store->is_token_used("during"));
}

TEST_P(RemoteStore, WhatWasAcknowledgedSurvivesAServerKilledUnderLoad) {
  const auto store = open_store(GetParam().options(fresh_name()));
  std::atomic<bool> stop = false;
  std::atomic<int> count = 0;
  std::vector<std::vector<std::uint64_t>> acknowledged(8);
  std::vector<std::thread> clients;
  for (std::uint64_t c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      for (std::uint64_t n = c; !stop; n += 8) {
        if (store->commit(transaction(token(std::to_string(n)), AddCertificate{certificate(n)})).ok()) {
          acknowledged[c].push_back(n);
          ++count;
        }
      }
    });
  }
  for (int round = 1; round <= 3; ++round) {
    while (count < round * 100) ::usleep(1000);
    GetParam().server().crash();
    GetParam().server().start();
  }
  stop = true;
  for (auto& client : clients) client.join();
  for (const auto& numbers : acknowledged) {
    for (const auto n : numbers) {
      ASSERT_TRUE(store->is_token_used(std::to_string(n)));
      ASSERT_TRUE(store->find_certificate(serial_of(n)));
    }
  }
}

TEST_P(RemoteStore, ABatchLargerThanAPacketIsWritten) {
  const auto store = open_store(GetParam().options(fresh_name()));
  std::atomic<int> committed = 0;
  for (std::uint64_t n = 0; n < 200; ++n) {
    auto large = certificate(n);
    large.der = Bytes(60'000, 1);
    store->commit(transaction(token(std::to_string(n)), AddCertificate{large}),
                  [&](const CommitResult& r) { committed += r.ok(); });
  }
  ASSERT_TRUE(store->commit({}).ok());
  EXPECT_EQ(committed, 200);
}

TEST_P(RemoteStore, NobodyThereIsToldInOneLineWithoutThePassword) {
  const std::string dsn =
      type() == "mysql" ? "user:hunter2@tcp(127.0.0.1:1)/ca" : "postgresql://user:hunter2@127.0.0.1:1/ca";
  const std::string error = error_of([&] { open_store({.type = type(), .data_source = dsn}); });
  EXPECT_NE(error.find("cannot connect: "), std::string::npos) << error;
  EXPECT_NE(error.find("check db.dataSource and the server"), std::string::npos) << error;
  EXPECT_EQ(error.find("hunter2"), std::string::npos) << error;
  EXPECT_EQ(error.find('\n'), std::string::npos) << error;
}

TEST_P(RemoteStore, SeveralNodesMayStartTogether) {
  const auto options = GetParam().options(fresh_name());
  std::vector<std::thread> nodes;
  std::atomic<int> opened = 0;
  for (int i = 0; i < 4; ++i) {
    nodes.emplace_back([&] {
      const std::string error = error_of([&] { open_store(options); });
      EXPECT_EQ(error, "");
      ++opened;
    });
  }
  for (auto& node : nodes) node.join();
  EXPECT_EQ(opened, 4);
}

TEST(DataSource, WhatIsNoneIsRefused) {
  EXPECT_EQ(error_of([] { open_store({.type = "oracle"}); }),
            "database type \"oracle\" is not known; use \"sqlite\", \"postgresql\" or \"mysql\"");
  EXPECT_EQ(error_of([] { open_store({.type = "mysql", .data_source = "u:hunter2@tcp(h)/"}); }),
            "the data source names no database; write it behind the \"/\", or set db.database");
  const std::string error =
      error_of([] { open_store({.type = "postgresql", .data_source = "password=hunter2 nonsense"}); });
  EXPECT_TRUE(error.starts_with("the data source is not a PostgreSQL connection string; use ")) << error;
}

TEST(PostgresDatabase, APersonCanReadIt) {
  const auto options = postgres_server().options(fresh_name());
  const auto store = open_store(options);
  auto record = certificate(1);
  record.serial = {0x0a, 0xff};
  ASSERT_TRUE(store
                  ->commit(transaction(token("t"), AddCertificate{record}, AddRevocation{revocation(1)},
                                       PutCrl{crl("120")}))
                  .ok());
  const auto shell = [&](const std::string& sql) {
    TemporaryFolder folder;
    const std::string command = "psql -XAt '" + options.data_source + " dbname=" + options.database +
                                "' -c \"" + sql + "\" > '" + (folder / "out") + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return std::string(trim(*read_file(folder / "out")));
  };
  EXPECT_EQ(shell("SELECT serial, subject, not_after FROM v_certificates"),
            "0AFF|host1.example.com|2027-01-16T08:00:00Z");
  EXPECT_EQ(shell("SELECT number, octets FROM v_crls"), "120|500");
  EXPECT_EQ(shell("SELECT revoked_at, expires_at FROM v_revocations"),
            "2027-01-15T08:00:01Z|2027-01-16T08:00:00Z");
}

TEST(MariadbDatabase, APersonCanReadIt) {
  const std::string database = fresh_name();
  const auto store = open_store(mariadb_server().options(database));
  auto record = certificate(1);
  record.serial = {0x0a, 0xff};
  record.not_after = at(86400 * 365 * 20);
  ASSERT_TRUE(store->commit(transaction(AddCertificate{record}, PutCrl{crl("120")})).ok());
  const auto shell = [&](const std::string& sql) {
    TemporaryFolder folder;
    const std::string command = "mariadb --no-defaults -N -u root -S '" + mariadb_server().home() +
                                "/sock' " + database + " -e \"" + sql + "\" > '" + (folder / "out") + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
    return std::string(trim(*read_file(folder / "out")));
  };
  EXPECT_EQ(shell("SELECT serial, not_after FROM v_certificates"), "0AFF\t2047-01-10T08:00:00Z");
  EXPECT_EQ(shell("SELECT number, octets FROM v_crls"), "120\t500");
}

}  // namespace
}  // namespace newel::store
