// What is particular to the file: how it comes to be, what may be wrong with it, how it stays small.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>

#include "base/files.h"
#include "base/text.h"
#include "store/migrations.h"
#include "store/sql_store.h"
#include "store/sqlite_engine.h"
#include "store_support.h"

namespace newel::store {
namespace {

mode_t mode_of(const std::string& path) {
  struct stat s {};
  return ::stat(path.c_str(), &s) == 0 ? s.st_mode & 0777 : 0;
}

void run_sql(const std::string& path, const std::string& sql) {
  open_sqlite_session({.path = path}, Engine::Access::write)->run({sql});
}

TEST(SqliteFile, FolderAndFilesAreOursAlone) {
  TemporaryFolder folder;
  const mode_t before = ::umask(0);
  const std::string path = folder / "deep/er/ca.db";
  const auto store = open_sqlite(path);
  ASSERT_TRUE(store->commit(transaction(token("t"))).ok());
  ::umask(before);
  EXPECT_EQ(mode_of(folder / "deep"), 0700u);
  EXPECT_EQ(mode_of(folder / "deep/er"), 0700u);
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(mode_of(path + "-wal"), 0600u);
  EXPECT_EQ(mode_of(path + "-shm"), 0600u);
}

TEST(SqliteFile, ErrorsNamePathCauseAndRemedy) {
  TemporaryFolder folder;
  const std::string garbage = folder / "garbage.db";
  std::ofstream(garbage) << std::string(8192, 'g');
  const std::string plain = folder / "plain";
  std::ofstream(plain) << "x";
  const struct {
    std::string path, expected;
  } cases[] = {
      {"", "SQLite database \"\": the path is empty; set db.dataSource to a file"},
      {folder.path(),
       "SQLite database " + folder.path() + ": this is a directory; set db.dataSource to a file"},
      {garbage,
       "SQLite database " + garbage +
           ": the file is not a database, or damaged; restore it from a backup, or choose another path"},
  };
  for (const auto& c : cases) EXPECT_EQ(error_of([&] { open_sqlite(c.path); }), c.expected);
  EXPECT_TRUE(error_of([&] {
                open_sqlite(plain + "/ca.db");
              }).starts_with("SQLite database " + plain + "/ca.db: its folder cannot be made: "));
  EXPECT_EQ(read_file(garbage)->size(), 8192u) << "a foreign file is left as it is";
}

// Root may write anywhere, so a child process gives root up first. Returns the text of the error there.
std::string error_of_opening_as_nobody(const TemporaryFolder& folder, const std::string& path) {
  int pipe[2];
  if (::pipe(pipe) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    if (::getuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    const std::string text = error_of([&] { open_sqlite(path); });
    ::_exit(::write(pipe[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  ::close(pipe[1]);
  ::waitpid(child, nullptr, 0);
  std::string text(4096, 0);
  const ssize_t size = ::read(pipe[0], text.data(), text.size());
  ::close(pipe[0]);
  text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  ::chmod(folder.path().c_str(), 0755);
  return text;
}

TEST(SqliteFile, WhatCannotBeWrittenIsRefusedAtTheStart) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db", existing = folder / "existing.db";
  open_sqlite(existing)->close();
  ::chmod(existing.c_str(), 0444);
  ::chmod(folder.path().c_str(), 0555);
  EXPECT_EQ(error_of_opening_as_nobody(folder, path),
            "SQLite database " + path +
                ": it cannot be created (Permission denied); check the permissions of its folder");
  ::chmod(folder.path().c_str(), 0777);
  EXPECT_EQ(error_of_opening_as_nobody(folder, existing),
            "SQLite database " + existing +
                ": it cannot be written; check the permissions of the file and its folder");
}

TEST(SqliteFile, ASchemaFromTheFutureIsRefused) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  open_sqlite(path)->close();
  run_sql(path, "INSERT INTO schema_version VALUES (99, 0)");
  EXPECT_EQ(error_of([&] { open_sqlite(path); }),
            "SQLite database " + path + " has schema version 99, but this program knows only up to " +
                std::to_string(known_schema_version()) +
                ": use the newer program that made it, or restore a backup");
}

TEST(SqliteFile, AMigrationThatFailsLeavesNothingBehind) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  std::ofstream(path).close();
  run_sql(path, "CREATE TABLE crls (foreign_table TEXT)");
  EXPECT_EQ(error_of([&] { open_sqlite(path); }), "SQLite database " + path + ": table crls already exists");
  run_sql(path, "DROP TABLE crls");
  EXPECT_TRUE(open_sqlite(path)->commit(transaction(token("t"))).ok());
}

TEST(SqliteFile, AnotherProcessThatHoldsTheLockIsNamed) {
  TemporaryFolder folder;
  const SqliteSettings impatient{.path = folder / "ca.db", .busy_timeout_ms = 50};
  const auto store = make_sql_store(make_sqlite_engine(impatient), {});
  const auto other = open_sqlite_session(impatient, Engine::Access::write);
  other->begin();
  const auto result = store->commit(transaction(token("t")));
  EXPECT_EQ(result.outcome, Outcome::unavailable);
  EXPECT_EQ(result.detail,
            "SQLite database " + impatient.path +
                ": it is locked by another process; stop that process, or wait until it is done");
  EXPECT_FALSE(store->is_token_used("t")) << "reading goes on";
  other->rollback();
  EXPECT_TRUE(store->commit(transaction(token("t"))).ok());
}

TEST(SqliteFile, AFileThatIsTakenAwayOrReplacedStopsTheWork) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  const auto store = open_sqlite(path);
  ASSERT_TRUE(store->commit(transaction(token("t"))).ok());
  std::filesystem::rename(path, path + ".away");
  const auto result = store->commit(transaction(token("u")));
  EXPECT_EQ(result.outcome, Outcome::unavailable);
  EXPECT_NE(result.detail.find(path), std::string::npos) << result.detail;
  EXPECT_NE(error_of([&] { store->is_token_used("t"); }), "");
  std::filesystem::rename(path + ".away", path);
  CommitResult later;
  for (int i = 0; i < 100 && !later.ok(); ++i) {  // the store pauses between attempts
    if (i > 0) ::usleep(20'000);
    later = store->commit(transaction(token("u" + std::to_string(i))));
  }
  EXPECT_TRUE(later.ok()) << later.detail;
  EXPECT_TRUE(store->is_token_used("t"));
}

void fill_until_refused(Store& store, const std::string& expected_detail) {
  CommitResult result;
  std::uint64_t stored = 0;
  while (result.ok() && stored < 100'000) {
    result =
        store.commit(transaction(token("f" + std::to_string(stored)), AddCertificate{certificate(stored)}));
    stored += result.ok();
  }
  EXPECT_EQ(result.outcome, Outcome::unavailable);
  EXPECT_NE(result.detail.find(expected_detail), std::string::npos) << result.detail;
  for (std::uint64_t i = 0; i < stored; ++i) ASSERT_TRUE(store.is_token_used("f" + std::to_string(i))) << i;
  EXPECT_FALSE(store.is_token_used("f" + std::to_string(stored)));
  EXPECT_FALSE(store.find_certificate(serial_of(stored)));
}

TEST(SqliteFull, APageLimitRefusesAndRecovers) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  {
    const auto store = make_sql_store(make_sqlite_engine({.path = path, .max_page_count = 100}), {});
    fill_until_refused(*store, "the disk is full; free some space");
  }
  const auto store = open_sqlite(path);
  EXPECT_TRUE(store->commit(transaction(token("after"))).ok());
}

TEST(SqliteFull, AFullDiskRefusesAndRecoversByItself) {
  if (::getuid() != 0)
    GTEST_SKIP() << "mounting a small filesystem needs root; the page limit stands in for it";
  TemporaryFolder folder;
  if (::mount("newel-test", folder.path().c_str(), "tmpfs", 0, "size=2m") != 0) {
    GTEST_SKIP() << "root of a container without the right to mount; the page limit stands in for it";
  }
  {
    const std::string ballast = folder / "ballast";
    std::ofstream(ballast) << std::string(512 << 10, 'b');
    const auto store = open_sqlite(folder / "ca.db");
    fill_until_refused(*store, "the disk is full; free some space");
    std::filesystem::remove(ballast);
    EXPECT_TRUE(store->commit(transaction(token("after"), AddCertificate{certificate(1 << 20)})).ok());
    EXPECT_TRUE(store->find_certificate(serial_of(1 << 20)));
  }
  EXPECT_EQ(::umount(folder.path().c_str()), 0) << std::strerror(errno);
}

TEST(SqliteFull, AFileSizeLimitIsAnErrorNotADeath) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const auto store = open_sqlite(path);
    const rlimit tight{256 << 10, RLIM_INFINITY}, wide{RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    CommitResult result;
    for (std::uint64_t i = 0; result.ok() && i < 10'000; ++i) {
      result = store->commit(transaction(AddCertificate{certificate(i)}));
    }
    if (result.outcome != Outcome::unavailable) ::_exit(1);
    ::setrlimit(RLIMIT_FSIZE, &wide);
    ::_exit(store->commit(transaction(token("after"))).ok() ? 0 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(SqliteSize, PrunedRowsMakeRoomForNewOnes) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  ManualClock clock(at(0));
  std::uintmax_t after_first_round = 0;
  const auto store = open_store({.type = "sqlite", .data_source = path, .clock = &clock});
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 5000; ++i) {
      const std::string id = std::to_string(round) + "/" + std::to_string(i);
      store->commit(transaction(token(id, clock.now() + std::chrono::minutes(5))),
                    [](const CommitResult&) {});
    }
    ASSERT_TRUE(store->commit({}).ok());
    clock.advance(std::chrono::minutes(11));
    EXPECT_EQ(store->prune(), 5000u);
    run_sql(path, "PRAGMA wal_checkpoint(TRUNCATE)");
    const auto size = std::filesystem::file_size(path);
    if (round == 0) after_first_round = size;
    EXPECT_LE(size, after_first_round + after_first_round / 4) << round;
  }
}

TEST(SqliteSize, TheLogStaysBoundedUnderLoad) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  const auto store = open_sqlite(path);
  std::uintmax_t largest = 0;
  for (int i = 0; i < 60; ++i) {
    for (std::uint64_t n = 0; n < 1000; ++n) {
      const std::uint64_t number = static_cast<std::uint64_t>(i) * 1000 + n;
      store->commit(transaction(AddCertificate{certificate(number)}), [](const CommitResult&) {});
    }
    ASSERT_TRUE(store->commit({}).ok());
    largest = std::max(largest, std::filesystem::file_size(path + "-wal"));
  }
  EXPECT_GT(std::filesystem::file_size(path), 40u << 20) << "the log was copied into the file";
  EXPECT_LT(largest, 200u << 20);
}

TEST(SqliteSql, APersonCanReadIt) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  const auto store = open_sqlite(path);
  auto record = certificate(1);
  record.serial = {0x0a, 0xff};
  auto revoked = revocation(1);
  revoked.expires_at.reset();
  ASSERT_TRUE(store
                  ->commit(transaction(token("t"), AddCertificate{record}, AddRevocation{revoked},
                                       PutCrl{crl("120")}))
                  .ok());
  const auto shell = [&](const std::string& sql) {
    const std::string out = folder / "out";
    EXPECT_EQ(std::system(("sqlite3 -readonly '" + path + "' \"" + sql + "\" > '" + out + "'").c_str()), 0);
    return std::string(trim(*read_file(out)));
  };
  EXPECT_EQ(shell("SELECT serial, subject, not_after, provisioner_name FROM v_certificates"),
            "0AFF|host1.example.com|2027-01-16T08:00:00Z|name");
  EXPECT_EQ(shell("SELECT value FROM v_certificates, json_each(names)"), "host1.example.com\n10.0.0.1");
  EXPECT_EQ(shell("SELECT revoked_at, reason, ifnull(expires_at, 'unknown') FROM v_revocations"),
            "2027-01-15T08:00:01Z|superseded|unknown");
  EXPECT_EQ(shell("SELECT id, expires_at FROM v_used_tokens"),
            "E3B98A4DA31A127D4BDE6E43033F66BA|2027-01-15T08:05:00Z");
  EXPECT_EQ(shell("SELECT number, octets FROM v_crls"), "120|500");
  EXPECT_EQ(shell("PRAGMA integrity_check"), "ok");
}

}  // namespace
}  // namespace newel::store
