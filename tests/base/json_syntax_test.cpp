// The words for broken JSON, against those Go's encoding/json has for the same texts.
#include "base/json_syntax.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace newel::json {
namespace {

struct Broken {
  std::string text, message;
};

class JsonSyntax : public testing::TestWithParam<Broken> {};

TEST_P(JsonSyntax, IsWordedAsGoWordsIt) {
  EXPECT_EQ(syntax_error(GetParam().text), GetParam().message);
  const auto parsed = parse(GetParam().text);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().text, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, JsonSyntax,
    testing::Values(Broken{"", "unexpected end of JSON input"},
                    Broken{"{\"a\"", "unexpected end of JSON input"},
                    Broken{"foo", "invalid character 'o' in literal false (expecting 'a')"},
                    Broken{"trie", "invalid character 'i' in literal true (expecting 'u')"},
                    Broken{"nil", "invalid character 'i' in literal null (expecting 'u')"},
                    Broken{"e", "invalid character 'e' looking for beginning of value"},
                    Broken{"'a'", "invalid character '\\'' looking for beginning of value"},
                    Broken{"{a", "invalid character 'a' looking for beginning of object key string"},
                    Broken{"{\"a\" 1", "invalid character '1' after object key"},
                    Broken{"{\"a\":1 \"", "invalid character '\"' after object key:value pair"},
                    Broken{"[1 2", "invalid character '2' after array element"},
                    Broken{"{} x", "invalid character 'x' after top-level value"},
                    Broken{"\"a\nb\"", "invalid character '\\n' in string literal"},
                    Broken{"\"a\x01\"", "invalid character '\\x01' in string literal"},
                    Broken{"\"\\x\"", "invalid character 'x' in string escape code"},
                    Broken{"\"\\u12g4\"", "invalid character 'g' in \\u hexadecimal character escape"},
                    Broken{"-x", "invalid character 'x' in numeric literal"},
                    Broken{"1.x", "invalid character 'x' after decimal point in numeric literal"},
                    Broken{"1ex", "invalid character 'x' in exponent of numeric literal"},
                    Broken{"\xc3\xa9", "invalid character 'Ã' looking for beginning of value"}));

TEST(JsonSyntaxRight, NothingIsSaidAboutSoundTexts) {
  for (const char* text : {"{}", " [1, -0.5e+3, \"\\u00e9\\n\", true, false, null, {\"a\": {}}] ", "0"})
    EXPECT_EQ(syntax_error(text), "") << text;
}

}  // namespace
}  // namespace newel::json
