#include "cli/engine/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace newel::cli {
namespace {

constexpr auto flags = flag_list(
    Flag{"out,output-file", Kind::string, "The <file>."}, force_flag,
    Flag{.names = "bundle", .kind = Kind::boolean_true}, Flag{"san", Kind::strings},
    Flag{.names = "size", .kind = Kind::integer, .fallback = "256"},
    Flag{.names = "period", .kind = Kind::duration, .fallback = "1m"}, Flag{.names = "root", .exempt = true});

using Words = std::vector<std::string>;

struct Good {
  Words words;
  Words args;
  std::string out;
  bool force;
  Words sans;
};

TEST(Parser, FlagsAnywhere) {
  const Good cases[] = {
      {{}, {}, "", false, {}},
      {{"a", "b"}, {"a", "b"}, "", false, {}},
      {{"--force", "a.crt", "a.key", "--out", "b.crt"}, {"a.crt", "a.key"}, "b.crt", true, {}},
      {{"a", "-f"}, {"a"}, "", true, {}},
      {{"a", "--f=false"}, {"a"}, "", false, {}},
      {{"a", "--force=T"}, {"a"}, "", true, {}},
      {{"-out=x=y"}, {}, "x=y", false, {}},
      {{"-output-file", "x"}, {}, "x", false, {}},
      {{"--out", "--force"}, {}, "--force", false, {}},
      {{"--out", "--"}, {}, "--", false, {}},
      {{"--out="}, {}, "", false, {}},
      {{"--out", "1", "--out", "2"}, {}, "2", false, {}},
      {{"--san", "a,b", "x", "--san=c"}, {"x"}, "", false, {"a,b", "c"}},
      {{"-", "x"}, {"-", "x"}, "", false, {}},
      {{"a", "--", "--force", "--out"}, {"a", "--force", "--out"}, "", false, {}},
      {{"a", "--unknown", "-1"}, {"a", "--unknown", "-1"}, "", false, {}},
      {{"", "a"}, {"", "a"}, "", false, {}},
  };
  for (const Good& c : cases) {
    auto parsed = parse_words(flags, c.words, Order::anywhere);
    ASSERT_TRUE(parsed) << testing::PrintToString(c.words) << parsed.error().text;
    EXPECT_EQ(parsed->args, c.args) << testing::PrintToString(c.words);
    EXPECT_EQ(parsed->values.string("out"), c.out) << testing::PrintToString(c.words);
    EXPECT_EQ(parsed->values.string("output-file"), c.out);
    EXPECT_EQ(parsed->values.boolean("force"), c.force) << testing::PrintToString(c.words);
    EXPECT_EQ(parsed->values.strings("san"), c.sans) << testing::PrintToString(c.words);
  }
}

TEST(Parser, Refusals) {
  const std::pair<Words, const char*> cases[] = {
      {{"--unknown"}, "flag provided but not defined: -unknown"},
      {{"--unknown=3", "a"}, "flag provided but not defined: -unknown"},
      {{"-1"}, "flag provided but not defined: -1"},
      {{"-ff"}, "flag provided but not defined: -ff"},
      {{"---force"}, "bad flag syntax: ---force"},
      {{"-=x"}, "bad flag syntax: -=x"},
      {{"--=x"}, "bad flag syntax: --=x"},
      {{"a", "--out"}, "flag needs an argument: -out"},
      {{"--force=maybe"}, "invalid boolean value \"maybe\" for -force: parse error"},
      {{"--f="}, "invalid boolean value \"\" for -f: parse error"},
      {{"--size", "12x"}, "invalid value \"12x\" for flag -size: parse error"},
      {{"--size="}, "invalid value \"\" for flag -size: parse error"},
      {{"--size=9223372036854775808"},
       "invalid value \"9223372036854775808\" for flag -size: value out of range"},
      {{"--period=5"}, "invalid value \"5\" for flag -period: parse error"},
      {{"--out", "a", "--output-file", "b"}, "Cannot use two forms of the same flag: output-file out"},
      {{"--force", "-f"}, "Cannot use two forms of the same flag: force f"},
      {{"-f", "--force"}, "Cannot use two forms of the same flag: force f"},
  };
  for (const auto& [words, text] : cases) {
    auto parsed = parse_words(flags, words, Order::anywhere);
    ASSERT_FALSE(parsed) << testing::PrintToString(words);
    EXPECT_EQ(parsed.error().text, text);
  }
}

TEST(Parser, FlagsFirstStopsAtTheFirstWord) {
  const Words words = {"--force", "sub", "--force", "--whatever"};
  auto parsed = parse_words(flags, words, Order::flags_first);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->args, (Words{"sub", "--force", "--whatever"}));
  EXPECT_TRUE(parsed->values.boolean("force"));
}

TEST(Values, IntegersOfEveryBase) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"0", 0},     {"42", 42},      {"-7", -7},     {"+7", 7},
      {"0x1f", 31}, {"0X1F", 31},    {"0b101", 5},   {"0o17", 15},
      {"017", 15},  {"1_000", 1000}, {"0x_ff", 255}, {"-9223372036854775808", INT64_MIN},
  };
  for (const auto& [text, value] : cases) {
    auto parsed = parse_words(flags, Words{"--size", text}, Order::anywhere);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->values.integer("size"), value) << text;
  }
  for (const char* text : {"08", "0x", "1__0", "_1", "1_", "1.5", "--5", "0b2"}) {
    EXPECT_FALSE(parse_words(flags, Words{"--size", text}, Order::anywhere)) << text;
  }
}

TEST(Values, TableDefaults) {
  auto parsed = parse_words(flags, Words{}, Order::anywhere);
  EXPECT_TRUE(parsed->values.boolean("bundle"));
  EXPECT_EQ(parsed->values.integer("size"), 256);
  EXPECT_EQ(parsed->values.duration("period"), std::chrono::minutes(1));
  EXPECT_FALSE(parsed->values.is_set("size"));
  EXPECT_EQ(parsed->values.string("no such flag"), "");
}

TEST(Values, CommandLineBeforeVariableBeforeFileBeforeDefault) {
  const json::Value file = json::parse(R"({"size": 1024, "output-file": "file", "san": ["a", "b"], "f": true,
    "period": "bogus", "root": "never", "bundle": false})")
                               .value();
  ::setenv("STEP_SIZE", "512", 1);
  ::setenv("STEP_ROOT", "never", 1);
  auto parsed = parse_words(flags, Words{}, Order::anywhere);
  ASSERT_TRUE(parsed->values.take_environment());
  parsed->values.take_defaults(file.as_object());
  EXPECT_EQ(parsed->values.integer("size"), 512);
  EXPECT_EQ(parsed->values.string("out"), "file");
  EXPECT_THAT(parsed->values.strings("san"), testing::ElementsAre("a", "b"));
  EXPECT_TRUE(parsed->values.boolean("force"));
  EXPECT_FALSE(parsed->values.boolean("bundle"));
  EXPECT_EQ(parsed->values.duration("period"), std::chrono::minutes(1))
      << "a value of another kind is passed over";
  EXPECT_FALSE(parsed->values.is_set("root")) << "exempt from variables and files";

  auto typed = parse_words(flags, Words{"--size", "128"}, Order::anywhere);
  ASSERT_TRUE(typed->values.take_environment());
  typed->values.take_defaults(file.as_object());
  EXPECT_EQ(typed->values.integer("size"), 128);
  ::unsetenv("STEP_SIZE");
  ::unsetenv("STEP_ROOT");
}

TEST(Values, Variables) {
  ::setenv("STEP_SAN", "a, b,c", 1);
  ::setenv("STEP_F", "", 1);
  ::setenv("STEP_OUT", "", 1);
  auto parsed = parse_words(flags, Words{}, Order::anywhere);
  ASSERT_TRUE(parsed->values.take_environment());
  EXPECT_THAT(parsed->values.strings("san"), testing::ElementsAre("a", "b", "c"));
  EXPECT_FALSE(parsed->values.boolean("force"));
  EXPECT_TRUE(parsed->values.is_set("force"));
  EXPECT_TRUE(parsed->values.is_set("output-file")) << "set, even to nothing";
  ::setenv("STEP_F", "perhaps", 1);
  auto refused = parse_words(flags, Words{}, Order::anywhere)->values.take_environment();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text,
            "could not parse perhaps as bool value for flag f,force: strconv.ParseBool: parsing \"perhaps\": "
            "invalid syntax");
  for (const char* name : {"STEP_SAN", "STEP_F", "STEP_OUT"}) ::unsetenv(name);
}

TEST(Values, VariableNames) {
  EXPECT_EQ(variable_name(force_flag), "STEP_F");
  EXPECT_EQ(variable_name(Flag{.names = "admin-password-file,password-file"}), "STEP_ADMIN_PASSWORD_FILE");
  EXPECT_EQ(variable_name(Flag{.names = "reasonCode"}), "STEP_REASONCODE");
}

}  // namespace
}  // namespace newel::cli
