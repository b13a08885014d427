#include "base/files.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/random.h"

namespace newel {
namespace {

class Files : public testing::Test {
 protected:
  Files() {
    std::string pattern = (std::filesystem::temp_directory_path() / "newel-files-XXXXXX").string();
    folder = mkdtemp(pattern.data());
  }
  ~Files() override { std::filesystem::remove_all(folder); }
  std::string at(const std::string& name) const { return folder + "/" + name; }
  static unsigned mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(stat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }
  std::string folder;
};

TEST_F(Files, NewFileGetsItsModeAndAnOldOneKeepsIt) {
  const mode_t before = umask(0);
  write_file(at("key"), "secret", 0600);
  umask(before);
  EXPECT_EQ(mode_of(at("key")), 0600u);
  EXPECT_EQ(*read_file(at("key")), "secret");
  chmod(at("key").c_str(), 0640);
  write_file(at("key"), "other", 0600);
  EXPECT_EQ(mode_of(at("key")), 0640u);
  EXPECT_EQ(*read_file(at("key")), "other");
  EXPECT_EQ(entries(), 1u) << "a temporary file was left behind";
}

// Nobody but owner and group reads a secret, whatever the mode of the file it replaces; and that mode is
// never widened.
TEST_F(Files, ASecretLosesTheOthersOfTheFileItReplaces) {
  const mode_t before = umask(0);
  write_secret_file(at("new"), as_bytes("secret"));
  write_secret_file(at("copied"), as_bytes("secret"), 0755);
  umask(before);
  EXPECT_EQ(mode_of(at("new")), 0600u);
  EXPECT_EQ(mode_of(at("copied")), 0640u);
  constexpr struct {
    unsigned old, now;
  } cases[] = {{0600, 0600}, {0640, 0640}, {0660, 0660}, {0644, 0640}, {0666, 0660},
               {0777, 0660}, {0604, 0600}, {0400, 0400}, {0444, 0440}, {06755, 0640}};
  for (const auto& one : cases) {
    const std::string name = at(std::to_string(one.old));
    write_file(name, "old", 0600);
    ASSERT_EQ(chmod(name.c_str(), one.old), 0);
    write_secret_file(name, as_bytes("secret"));
    EXPECT_EQ(mode_of(name), one.now) << std::oct << one.old;
    EXPECT_EQ(*read_file(name), "secret");
  }
}

// The group may read what was made readable for it: that group, not the one of who writes.
TEST_F(Files, ASecretStaysWithTheGroupOfTheFileItReplaces) {
  if (geteuid() != 0) GTEST_SKIP() << "only root gives files away";
  constexpr uid_t somebody = 65534;
  const auto group_of = [](const std::string& path) {
    struct stat status {};
    EXPECT_EQ(stat(path.c_str(), &status), 0);
    return status.st_gid;
  };
  ASSERT_EQ(chown(folder.c_str(), somebody, somebody), 0);
  for (const char* name : {"kept", "lost"}) {
    write_file(at(name), "old", 0600);
    ASSERT_EQ(chown(at(name).c_str(), somebody, 42), 0);
    ASSERT_EQ(chmod(at(name).c_str(), 0640), 0);
  }
  write_secret_file(at("kept"), as_bytes("secret"));
  EXPECT_EQ(group_of(at("kept")), 42u);
  EXPECT_EQ(mode_of(at("kept")), 0640u);
  // Who is not in the group cannot give the new file to it. Nor does another group get it.
  const pid_t child = fork();
  if (child == 0) {
    if (setgroups(0, nullptr) != 0 || setgid(somebody) != 0 || setuid(somebody) != 0) _exit(1);
    try {
      write_secret_file(at("lost"), as_bytes("secret"));
    } catch (const Error&) {
      _exit(2);
    }
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(group_of(at("lost")), somebody);
  EXPECT_EQ(mode_of(at("lost")), 0600u);
}

TEST_F(Files, LinksAreFollowedNotReplaced) {
  write_file(at("target"), "a", 0644);
  ASSERT_EQ(symlink("target", at("link").c_str()), 0);
  write_file(at("link"), "b", 0600);
  EXPECT_TRUE(std::filesystem::is_symlink(at("link")));
  EXPECT_EQ(*read_file(at("target")), "b");
  ASSERT_EQ(symlink("not-yet", at("dangling").c_str()), 0);
  write_file(at("dangling"), "c", 0600);
  EXPECT_EQ(*read_file(at("not-yet")), "c");
}

// A reader sees one of the two whole contents, never a mixture or an empty file.
TEST_F(Files, WritingIsAtomicForReaders) {
  const std::string a(20000, 'a'), b(30000, 'b');
  write_file(at("f"), a, 0600);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; i < 40; ++i) write_file(at("f"), i % 2 == 0 ? b : a, 0600);
    stop = true;
  });
  int torn = 0;
  do {
    const auto seen = read_file(at("f"));
    if (!seen || (*seen != a && *seen != b)) ++torn;
  } while (!stop);
  writer.join();
  EXPECT_EQ(torn, 0);
}

TEST_F(Files, Failures) {
  EXPECT_EQ(read_file(at("none")).error().text, "open " + at("none") + " failed: no such file or directory");
  EXPECT_EQ(read_file(at("none")).error().short_text(), "open " + at("none") + ": no such file or directory");
  EXPECT_EQ(read_file(folder).error().operation, "read");
  EXPECT_EQ(read_file(folder).error().reason, "is a directory");
  write_file(at("big"), std::string(1000, 'x'), 0600);
  EXPECT_EQ(read_file(at("big"), 999).error().text,
            "read " + at("big") + " failed: file is larger than 999 bytes");
  EXPECT_TRUE(read_file(at("big"), 1000));
  EXPECT_THROW(write_file(at("no/such/folder"), "x", 0600), Error);
  EXPECT_THROW(write_file(folder, "x", 0600), Error);
  EXPECT_TRUE(file_exists(at("big")));
  EXPECT_FALSE(file_exists(at("none")));
  EXPECT_TRUE(is_directory(folder));
}

TEST_F(Files, PasswordFilesLoseTrailingSpace) {
  write_file(at("pw"), " pass word \r\n\n", 0600);
  EXPECT_EQ(read_password_file(at("pw"))->view(), " pass word");
}

TEST_F(Files, Directories) {
  make_directories(at("a/b/c"), 0700);
  EXPECT_EQ(mode_of(at("a/b/c")), 0700u);
  EXPECT_NO_THROW(make_directories(at("a/b"), 0700));
  write_file(at("file"), "", 0600);
  EXPECT_THROW(make_directories(at("file/x"), 0700), Error);
}

TEST(Paths, AsGoCleansThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "."},       {".", "."},       {"a//b", "a/b"},        {"a/./b", "a/b"},
      {"a/../b", "b"}, {"../a", "../a"}, {"/..", "/"},           {"/a/../..", "/"},
      {"a/..", "."},   {"a/b/", "a/b"},  {"../../a", "../../a"}, {"/", "/"},
  };
  for (const auto& [path, clean] : cases) EXPECT_EQ(clean_path(path), clean) << path;
  EXPECT_EQ(join_path("a", "../b"), "b");
  EXPECT_EQ(join_path("", "b"), "b");
  EXPECT_EQ(join_path("a", ""), "a");
  EXPECT_EQ(base_name("/a/b"), "b");
  EXPECT_EQ(directory_of("/a/b"), "/a");
  EXPECT_EQ(directory_of("b"), ".");
}

TEST(RandomNumbers, StayInTheirBounds) {
  const Random& random = system_random();
  bool seen[7] = {};
  for (int i = 0; i < 2000; ++i) seen[random.below(7)] = true;
  for (const bool s : seen) EXPECT_TRUE(s);
  EXPECT_EQ(random.below(1), 0u);
  EXPECT_EQ(random.text(5, "x"), "xxxxx");
  const std::string uuid = random.uuid();
  EXPECT_EQ(uuid.size(), 36u);
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

}  // namespace
}  // namespace newel
