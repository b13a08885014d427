#include "base/idna.h"

#include <gtest/gtest.h>

namespace newel {
namespace {

std::string converted(std::string_view domain) { return domain_to_ascii(domain).value_or("refused"); }

TEST(Idna, LettersOfTheWorldBecomeAscii) {
  const std::pair<const char*, const char*> table[] = {
      {"", ""},
      {"Host.LOCAL", "host.local"},
      {".local", ".local"},
      {"host.local.", "host.local."},
      {"例.jp", "xn--fsq.jp"},
      {".例.jp", ".xn--fsq.jp"},
      {"faß.de", "xn--fa-hia.de"},
      {"BÜCHER.example", "xn--bcher-kva.example"},
      {"JP納豆.例.jp", "xn--jp-cd2fp15c.xn--fsq.jp"},
      {"xn--fsq.jp", "xn--fsq.jp"},
      {"XN--FSQ.jp", "xn--fsq.jp"},
      {"例。jp", "xn--fsq.jp"},  // the ideographic full stop is a dot
      {"10.0.0.1", "10.0.0.1"},
      {"ab--", "refused"},
      {"ab--cd", "refused"},
      {"a--b", "a--b"},
      {"-a.b", "refused"},
      {"a-.b", "refused"},
      {"a_b", "refused"},
      {"a b", "refused"},
      {"*", "refused"},
      {"xn--a", "refused"},
      {"xn--", "refused"},
      {"xn---bla", "refused"},
      {"ü_b", "refused"},
      {"ü＿b", "refused"},  // the fullwidth low line is one, too
      {"ü b", "refused"},
      {"ü*b", "refused"},
      {"\xff", "refused"},
  };
  for (const auto& [name, wanted] : table) EXPECT_EQ(converted(name), wanted) << name;
  EXPECT_EQ(converted(std::string_view("a\0b", 3)), "refused");
  const std::string label(64, 'a');
  EXPECT_EQ(converted(label + ".local"), label + ".local") << "lengths are not its business";
  EXPECT_EQ(domain_to_ascii("host_name").error().text, "idna: disallowed rune U+005F");
}

TEST(Idna, PunycodeThatDoesNotDecodeIsSeen) {
  EXPECT_TRUE(has_sound_punycode("mail.xn--fsq.jp"));
  EXPECT_TRUE(has_sound_punycode("xn--jp-cd2fp15c"));
  EXPECT_TRUE(has_sound_punycode("plain.example"));
  EXPECT_FALSE(has_sound_punycode("xn---bla.jp"));
  EXPECT_FALSE(has_sound_punycode("xn--99999999"));
}

}  // namespace
}  // namespace newel
