#include "base/json.h"

#include <gtest/gtest.h>

namespace newel::json {
namespace {

// What Go's json.Marshal gives for the same value.
TEST(JsonWrite, AsGo) {
  const struct {
    const char *text, *expected;
  } cases[] = {
      {"null", "null"},
      {"[true,false]", "[true,false]"},
      {"[]", "[]"},
      {"{}", "{}"},
      {R"({"b":1,"a":2})", R"({"b":1,"a":2})"},
      {R"("<>&")", R"("\u003c\u003e\u0026")"},
      {R"("\u2028\u2029")", R"("\u2028\u2029")"},
      {R"("\b\f\n\r\t\"\\\/")", R"("\b\f\n\r\t\"\\/")"},
      {R"("\u0000\u001f\u007f")", "\"\\u0000\\u001f\x7f\""},
      {R"("\u00e9\ud83d\ude00")", "\"\u00e9\U0001f600\""},
      {"0", "0"},
      {"-1", "-1"},
      {"18446744073709551615", "18446744073709551615"},
      {"1.5", "1.5"},
      {"1e20", "100000000000000000000"},
      {"1e21", "1e+21"},
      {"1.5e300", "1.5e+300"},
      {"1e-6", "0.000001"},
      {"1e-7", "1e-7"},
      {"0.1", "0.1"},
      {"3.0", "3"},
  };
  for (const auto& c : cases) {
    const auto value = parse(c.text);
    ASSERT_TRUE(value) << c.text << ": " << value.error().text;
    EXPECT_EQ(write(*value), c.expected);
  }
  EXPECT_EQ(write(*parse(R"("<>&")"), false), R"("<>&")");
}

TEST(JsonWrite, Indented) {
  EXPECT_EQ(write_indented(*parse(R"({"a":[1,{"b":[]}],"c":{}})"), "  "),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}");
}

TEST(JsonParse, Refusals) {
  for (const char* bad : {"", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "1.", "+1", "nul", "\"a",
                          "\"\x01\"", "[1] x", "{}{}", "\"\\x\"", "\"\xff\"", "NaN", "// c\n1"}) {
    EXPECT_FALSE(parse(bad)) << bad;
    EXPECT_FALSE(parse_strict(bad)) << bad;
  }
  EXPECT_TRUE(parse(std::string(32, '[') + std::string(32, ']')));
  EXPECT_FALSE(parse(std::string(33, '[') + std::string(33, ']')));
  EXPECT_FALSE(parse(std::string(1 << 20, '[')));
  EXPECT_EQ(parse("{").error().text, "unexpected end of JSON input");
}

TEST(JsonParse, DuplicateMembers) {
  EXPECT_EQ(write(*parse(R"({"a":1,"a":2})")), R"({"a":2})");
  EXPECT_EQ(parse_strict(R"({"a":1,"a":2})").error().text, "duplicate member \"a\"");
  EXPECT_EQ(parse_strict(R"({"x":[{"b":1,"\u0062":2}]})").error().text, "duplicate member \"b\"");
  EXPECT_TRUE(parse_strict(R"({"a":{"b":1},"c":{"b":1},"A":1})"));
}

TEST(JsonParse, FirstDocument) {
  EXPECT_EQ(write(*parse_first(R"({"a":1} trailing)")), R"({"a":1})");
  EXPECT_FALSE(parse_first("{\"a\":"));
}

// What is read and written is the same number, whatever its size (Boost.JSON's own reading may be one bit
// off).
TEST(JsonParse, DoublesAreTheNearestOnes) {
  for (const double d : {5.2e65, 0.1, 1.7976931348623157e308, 5e-324, 123456789012345678901234567890.0, 1e23,
                         9007199254740993.0, 2.2250738585072011e-308}) {
    const std::string text = write(Value(d));
    const auto read = parse(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->to_number<double>(), d) << text;
    EXPECT_EQ(write(*parse("[" + text + "]")), "[" + text + "]");
  }
  EXPECT_EQ(write(*parse("[520000000000000000000000000000000000000000000000000000000000000000]")),
            "[5.2e+65]");
  EXPECT_EQ(write(*parse("1e-400")), "0");
  EXPECT_FALSE(parse("1e400"));
  EXPECT_FALSE(parse("-1e309"));
}

TEST(JsonFind, ExactThenIgnoringCase) {
  const auto value = parse(R"({"name":1,"NAME":2,"Other":3})");
  const Object& object = value->get_object();
  EXPECT_EQ(*find_ci(object, "NAME"), 2);
  EXPECT_EQ(*find_ci(object, "name"), 1);
  EXPECT_EQ(*find_ci(object, "other"), 3);
  EXPECT_EQ(find(object, "other"), nullptr);
  EXPECT_EQ(find_ci(object, "none"), nullptr);
  EXPECT_EQ(as_string(find(object, "name")), std::nullopt);
}

}  // namespace
}  // namespace newel::json
