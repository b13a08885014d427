#include "base/step_path.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "base/error.h"
#include "base/files.h"

namespace newel {
namespace {

class StepPath : public testing::Test {
 protected:
  StepPath() : base_(testing::TempDir() + "step-path-" + std::to_string(::getpid())) {
    make_directories(base_, 0700);
    ::setenv("STEPPATH", base_.c_str(), 1);
  }
  ~StepPath() override {
    ::unsetenv("STEPPATH");
    std::filesystem::remove_all(base_);
  }
  void put(const std::string& name, const std::string& content) {
    make_directories(directory_of(base_ + "/" + name), 0700);
    write_file(base_ + "/" + name, content, 0600);
  }
  std::string base_;
};

TEST_F(StepPath, WithoutContexts) {
  StepPaths paths = StepPaths::load();
  EXPECT_EQ(paths.path(), base_);
  EXPECT_EQ(paths.ca_config_file(), base_ + "/config/ca.json");
  EXPECT_FALSE(paths.contexts_enabled());
  EXPECT_TRUE(paths.defaults().empty());
  put("config/defaults.json", R"({"a": 1})");
  EXPECT_EQ(paths.defaults().size(), 1u);
  EXPECT_TRUE(paths.defaults(base_ + "/no such file").empty());
  put("config/defaults.json", "{");
  EXPECT_THROW(paths.defaults(), Error);
}

TEST_F(StepPath, AbsolutePaths) {
  StepPaths paths("/base", "/home/jane");
  const std::pair<const char*, std::string> cases[] = {
      {"/x//y", "/x//y"},
      {"~/x", "/home/jane/x"},
      {"certs/root_ca.crt", "/base/certs/root_ca.crt"},
      {"./x", std::filesystem::current_path().string() + "/x"},
      {"../x", std::filesystem::current_path().parent_path().string() + "/x"},
  };
  for (const auto& [given, absolute] : cases) EXPECT_EQ(paths.absolute(given), absolute) << given;
}

TEST_F(StepPath, ContextsMoveThePath) {
  StepPaths paths = StepPaths::load();
  paths.add({"one", "p1", "a1"});
  paths.add({"two", "p1", "a2"});
  EXPECT_THROW(paths.add({"bad", "", "a"}), Error);
  paths.save_current("two");
  EXPECT_EQ(paths.path(), base_ + "/authorities/a2");
  EXPECT_EQ(paths.profile_path(), base_ + "/profiles/p1");
  EXPECT_EQ(value_or_throw(read_file(base_ + "/current-context.json")), R"({"context":"two"})");

  StepPaths again = StepPaths::load();
  ASSERT_NE(again.current(), nullptr);
  EXPECT_EQ(again.current()->authority, "a2");
  EXPECT_EQ(again.folders_only_of("one"), std::vector<std::string>{base_ + "/authorities/a1"});
  EXPECT_THROW(again.select("three"), Error);

  put("authorities/a2/config/defaults.json", R"({"x": 1, "y": 1, "profile": "no"})");
  put("profiles/p1/config/defaults.json", R"({"y": 2})");
  std::string warned;
  again.warn = [&](std::string_view line) { warned += line; };
  const json::Object defaults = again.defaults();
  EXPECT_EQ(json::write(defaults), R"({"x":1,"y":2})");
  EXPECT_EQ(warned, "cannot set 'profile' attribute in config files");
}

TEST_F(StepPath, RemovingKeepsSharedFolders) {
  StepPaths paths = StepPaths::load();
  paths.add({"one", "p", "a1"});
  paths.add({"two", "p", "a2"});
  put("authorities/a1/x", "");
  put("profiles/p/x", "");
  paths.remove("one");
  EXPECT_FALSE(file_exists(base_ + "/authorities/a1"));
  EXPECT_TRUE(file_exists(base_ + "/profiles/p/x"));
  EXPECT_EQ(StepPaths::load().contexts().size(), 1u);
}

}  // namespace
}  // namespace newel
