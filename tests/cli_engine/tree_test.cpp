// The command tables against the published command surface, and against the code that reads their flags.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <regex>
#include <set>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/engine/engine.h"
#include "cli/engine/flag_values.h"
#include "cli/engine/help.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

const std::string data = NEWEL_TEST_DATA "/cli/";

const Command* find_command(const std::string& path) {
  const Command* command = &root_command;
  std::vector<std::string> words = split(path, ' ');
  for (std::size_t i = 1; i < words.size() && command != nullptr; ++i)
    command = find_subcommand(*command, words[i]);
  return command;
}

template <class Visit>
void visit_tree(const Command& command, const std::string& path, Visit visit) {
  visit(command, path);
  for (const Command* child : command.subcommands)
    visit_tree(*child, path + " " + std::string(child->name), visit);
}

std::string without_dashes(std::string_view name) {
  return std::string(name.substr(name.find_first_not_of('-')));
}

json::Array surface() {
  auto parsed = json::parse(value_or_throw(read_file(data + "cli-surface.json")));
  return parsed.value().as_array();
}

std::set<std::string> not_built_yet() {
  std::set<std::string> out;
  for (const std::string& line : split(value_or_throw(read_file(data + "not_built_yet.txt")), '\n')) {
    if (!line.empty() && line[0] != '#') out.insert(line);
  }
  return out;
}

const Flag* find_flag(const Command& command, const std::string& name) {
  for (const Flag& flag : command.flags) {
    if (spelled(flag, name)) return &flag;
  }
  return nullptr;
}

TEST(Surface, EveryCommandIsBuiltOrListedAsMissing) {
  const std::set<std::string> missing = not_built_yet();
  for (const json::Value& entry : surface()) {
    const std::string path = json::as_string(json::find(entry.as_object(), "command")).value();
    const bool built = find_command(path) != nullptr;
    EXPECT_TRUE(built || missing.count(path) == 1) << path << " is neither built nor in not_built_yet.txt";
    if (built && missing.count(path) == 1)
      std::cout << path << " is built: when it has all its flags, take it out of not_built_yet.txt\n";
  }
}

TEST(Surface, EveryFlagIsThereWithAllItsSpellings) {
  const std::set<std::string> missing = not_built_yet();
  for (const json::Value& entry : surface()) {
    const json::Object& object = entry.as_object();
    const std::string path = json::as_string(json::find(object, "command")).value();
    const Command* command = find_command(path);
    if (command == nullptr || missing.count(path) == 1) continue;
    for (const json::Value& listed : json::find(object, "flags")->as_array()) {
      const json::Array& names = json::find(listed.as_object(), "names")->as_array();
      const std::string first = without_dashes(std::string_view(names[0].as_string()));
      const Flag* flag = find_flag(*command, first);
      ASSERT_NE(flag, nullptr) << path << " lacks --" << first;
      std::vector<std::string> expected;
      for (const json::Value& name : names)
        expected.push_back(without_dashes(std::string_view(name.as_string())));
      const auto have = spellings(*flag);
      // jwt sign lists --jti twice, with and without a value: one flag serves both. renew and rekey list
      // "--renew-period|--expires-in": two flags, as the synopsis joins them.
      const bool from_synopsis = names.size() > 1 && find_flag(*command, expected[1]) != flag;
      if (names.size() > 1 && !from_synopsis) {
        EXPECT_THAT(have, testing::ElementsAreArray(expected)) << path << " --" << first;
        EXPECT_EQ(takes_value(*flag), !json::find(listed.as_object(), "value")->is_null())
            << path << " --" << first;
      }
    }
  }
}

// "--name <placeholder>" of a file line: where our help says another word for a value than the published one.
std::set<std::string> other_placeholders() {
  std::set<std::string> out;
  for (const std::string& line : split(value_or_throw(read_file(data + "other_placeholders.txt")), '\n')) {
    if (!line.empty() && line[0] != '#') out.insert(line);
  }
  return out;
}

TEST(Surface, ValuesAreNamedAsPublished) {
  const std::set<std::string> missing = not_built_yet();
  const std::set<std::string> allowed = other_placeholders();
  for (const json::Value& entry : surface()) {
    const json::Object& object = entry.as_object();
    const std::string path = json::as_string(json::find(object, "command")).value();
    const Command* command = find_command(path);
    if (command == nullptr || missing.count(path) == 1) continue;
    for (const json::Value& listed : json::find(object, "flags")->as_array()) {
      const json::Array& names = json::find(listed.as_object(), "names")->as_array();
      const std::string first = without_dashes(std::string_view(names[0].as_string()));
      const Flag* flag = find_flag(*command, first);
      const auto value = json::as_string(json::find(listed.as_object(), "value"));
      // The first entry of a flag counts; where one is listed twice, the second is from the prose.
      if (flag == nullptr || !value || !takes_value(*flag)) continue;
      const std::string ours = placeholder_of(*flag);
      if (ours == "<" + *value + ">") continue;
      EXPECT_EQ(allowed.count(path + " --" + first + " " + ours), 1u)
          << path << " --" << first << ": the published help says <" << *value << ">, ours " << ours
          << "; say the same, or list it in other_placeholders.txt";
    }
  }
}

// Where the published synopsis and prose differ we name an argument as the synopsis does, which errors quote.
std::string argument_name(const std::string& path, const std::string& published) {
  const bool in_prose = path == "step ca admin remove" || path == "step ca admin update";
  return in_prose ? "subject" : published;
}

TEST(Surface, PositionalArgumentsAreNamedAsPublished) {
  const std::set<std::string> missing = not_built_yet();
  for (const json::Value& entry : surface()) {
    const json::Object& object = entry.as_object();
    const std::string path = json::as_string(json::find(object, "command")).value();
    const Command* command = find_command(path);
    if (command == nullptr || missing.count(path) == 1) continue;
    for (const json::Value& name : json::find(object, "positional")->as_array()) {
      const std::string argument = "<" + argument_name(path, std::string(name.as_string())) + ">";
      EXPECT_THAT(std::string(command->usage_text), testing::HasSubstr(argument)) << path;
      EXPECT_THAT(std::string(command->description), testing::HasSubstr(argument)) << path;
    }
  }
}

// A rendered help without its escapes and with blanks folded, so that no line break hides a word.
std::string plain_words(const std::string& help) {
  static const std::regex escape("\x1b\\[[0-9;]*m"), blanks("\\s+");
  return std::regex_replace(std::regex_replace(help, escape, ""), blanks, " ");
}

TEST(Help, OfEveryCommandNamesItsArgumentsAndFlags) {
  int commands = 0;
  visit_tree(root_command, "step", [&](const Command& command, const std::string& path) {
    ++commands;
    const std::string help = plain_words(terminal_help(command, path, HelpForm::flag));
    // Commands that moved out of the beta group stand in both places, with one synopsis.
    const std::string home = path.starts_with("step beta ca acme eab ") ? "step" + path.substr(9) : path;
    EXPECT_THAT(help, testing::HasSubstr("USAGE " + home)) << path;
    if (path != "step") {
      EXPECT_THAT(help, testing::HasSubstr("NAME " + path + " -- ")) << path;
    }
    for (const Flag& flag : command.flags) {
      if (flag.hidden) continue;
      std::string term;
      for (std::string_view spelling : spellings(flag)) {
        const std::string placeholder = placeholder_of(flag);
        term += (term.empty() ? "" : ", ") + std::string(spelling.size() == 1 ? "-" : "--") +
                std::string(spelling);
        if (!placeholder.empty()) term += "=" + placeholder.substr(1, placeholder.size() - 2);
      }
      EXPECT_THAT(help, testing::HasSubstr(term)) << path;
    }
    for (const Command* child : command.subcommands) {
      if (child->hidden) continue;
      EXPECT_THAT(help, testing::HasSubstr(std::string(child->name))) << path;
    }
  });
  EXPECT_GT(commands, 90);
}

TEST(Surface, SubcommandsStandInTheOrderOfTheHelp) {
  for (const json::Value& entry : surface()) {
    const json::Object& object = entry.as_object();
    const Command* command = find_command(json::as_string(json::find(object, "command")).value());
    if (command == nullptr) continue;
    std::vector<std::string> expected;
    for (const json::Value& name : json::find(object, "subcommands")->as_array()) {
      if (find_subcommand(*command, name.as_string()) != nullptr) expected.emplace_back(name.as_string());
    }
    std::vector<std::string> have;
    for (const Command* child : command->subcommands) {
      if (std::find(expected.begin(), expected.end(), child->name) != expected.end())
        have.emplace_back(child->name);
    }
    EXPECT_EQ(have, expected) << json::write(*json::find(object, "command"));
  }
}

// Text of every source file of the commands and of the flows they share.
std::string command_sources() {
  std::string all;
  for (const char* folder : {"/src/cli", "/src/client"}) {
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(std::string(NEWEL_SOURCE_DIR) + folder)) {
      const std::string extension = file.path().extension().string();
      if (extension == ".cpp" || extension == ".h") all += value_or_throw(read_file(file.path().string()));
    }
  }
  return all;
}

// The names that stand somewhere as a whole literal, other than in a table.
std::set<std::string> names_read(const std::string& sources) {
  std::set<std::string> names;
  static const std::regex literal(
      R"re((\.names = *|Flag\{ *)?"([A-Za-z0-9][A-Za-z0-9-]*)"( *, *(Kind::|\.kind))?)re");
  for (std::sregex_iterator it(sources.begin(), sources.end(), literal), end; it != end; ++it) {
    if (!(*it)[1].matched && !(*it)[3].matched) names.insert((*it)[2]);
  }
  return names;
}

TEST(Tables, EveryFlagIsReadByCode) {
  const std::set<std::string> read = names_read(command_sources());
  visit_tree(root_command, "step", [&](const Command& command, const std::string& path) {
    for (const Flag& flag : command.flags) {
      bool found = false;
      for (std::string_view spelling : spellings(flag))
        found = found || read.count(std::string(spelling)) == 1;
      EXPECT_TRUE(found) << path << " lists --" << spellings(flag).front() << ", and no code reads it";
    }
  });
}

TEST(Tables, TheScanTellsReadsFromTables) {
  const std::set<std::string> read = names_read(
      R"(Flag{.names = "alpha", .kind = Kind::boolean} Flag{"beta", Kind::string, "x"} in.string("gamma")
         for (auto name : {"delta", "epsilon"}) "zeta,eta")");
  EXPECT_THAT(read, testing::IsSupersetOf({"gamma", "delta", "epsilon"}));
  for (const char* name : {"alpha", "beta", "zeta", "eta"}) EXPECT_EQ(read.count(name), 0u) << name;
}

TEST(Tables, AreComplete) {
  visit_tree(root_command, "step", [](const Command& command, const std::string& path) {
    EXPECT_FALSE(command.usage.empty()) << path;
    EXPECT_FALSE(command.usage.ends_with('.')) << path << ": the one-line usage has no full stop";
    EXPECT_TRUE(command.usage_text.starts_with("**step") || command.usage_text.starts_with("step")) << path;
    EXPECT_EQ(command.action == nullptr, is_group(command))
        << path << ": a group has no action, a command has one";
    if (path != "step") {
      EXPECT_FALSE(command.description.empty()) << path;
    }
    std::set<std::string_view> seen;
    for (const Flag& flag : command.flags) {
      EXPECT_FALSE(flag.usage.empty()) << path << " --" << flag.names;
      for (std::string_view spelling : spellings(flag)) {
        EXPECT_TRUE(seen.insert(spelling).second) << path << " has two flags --" << spelling;
      }
      // A default must be what the flag itself would accept.
      FlagValues values(command.flags);
      if (!flag.fallback.empty()) {
        EXPECT_TRUE(values.type(flag, spellings(flag).front(), flag.fallback)) << path << " --" << flag.names;
      }
    }
  });
}

}  // namespace
}  // namespace newel::cli
