#include <gtest/gtest.h>

#include "base/encoding.h"
#include "x509/der_reader.h"
#include "x509/der_writer.h"

namespace newel::x509 {
namespace {

Bytes hex(std::string_view text) { return *hex_decode(text); }

TEST(DerReader, RefusesWhatIsNotDer) {
  struct Case {
    const char* what;
    std::string der;
  };
  const Case cases[] = {
      {"empty", ""},
      {"identifier only", "30"},
      {"indefinite length", "30800000"},
      {"long form of a short length", "04810100"},
      {"two octets where one is enough", "0482008000"},
      {"leading zero in the length", "048300010000"},
      {"five length octets", "04850000000001"},
      {"truncated length", "0482ff"},
      {"truncated content", "0403aabb"},
      {"length of 4 GiB", "0484ffffffff00"},
      {"high tag number", "1f8101"},
      {"end-of-contents", "0000"},
  };
  for (const Case& c : cases) {
    const Bytes der = hex(c.der);
    EXPECT_FALSE(DerReader(der).any()) << c.what;
  }
}

TEST(DerReader, LengthForms) {
  for (std::size_t length : {0u, 1u, 127u, 128u, 255u, 256u, 65535u, 65536u, 70000u}) {
    DerWriter writer(16);
    writer.octet_string(Bytes(length, 7));
    const Bytes der = writer.take();
    DerReader reader(der);
    const auto element = reader.expect(Tag::octet_string);
    ASSERT_TRUE(element) << length;
    EXPECT_EQ(element->content.size(), length);
    EXPECT_EQ(element->whole.size(), der.size());
    EXPECT_TRUE(reader.at_end());
  }
}

TEST(DerReader, SmallIntegers) {
  const std::pair<const char*, std::int64_t> good[] = {{"020100", 0},
                                                       {"02017f", 127},
                                                       {"02020080", 128},
                                                       {"0201ff", -1},
                                                       {"020180", -128},
                                                       {"0202ff7f", -129},
                                                       {"02087fffffffffffffff", INT64_MAX},
                                                       {"02088000000000000000", INT64_MIN}};
  for (const auto& [der, value] : good) {
    const Bytes octets = hex(der);
    const auto read = DerReader(octets).small_integer();
    ASSERT_TRUE(read) << der;
    EXPECT_EQ(*read, value) << der;
    DerWriter writer;
    writer.integer(value);
    EXPECT_EQ(hex_encode(writer.view()), der);
  }
  for (const char* bad : {"0200", "02020001", "0202ff80", "0209008000000000000000", "0301ff"}) {
    const Bytes octets = hex(bad);
    EXPECT_FALSE(DerReader(octets).small_integer()) << bad;
  }
}

TEST(DerReader, PositiveIntegers) {
  const std::pair<const char*, const char*> good[] = {
      {"020100", "00"}, {"02020080", "80"}, {"020401020304", "01020304"}};
  for (const auto& [der, magnitude] : good) {
    const Bytes octets = hex(der);
    const auto read = DerReader(octets).positive_integer();
    ASSERT_TRUE(read) << der;
    EXPECT_EQ(hex_encode(*read), magnitude);
    DerWriter writer;
    writer.positive_integer(hex(magnitude));
    EXPECT_EQ(hex_encode(writer.view()), der);
  }
  for (const char* bad : {"0200", "0201ff", "02020001"}) {
    const Bytes octets = hex(bad);
    EXPECT_FALSE(DerReader(octets).positive_integer()) << bad;
  }
  DerWriter writer;
  writer.positive_integer({});
  EXPECT_EQ(hex_encode(writer.view()), "020100");
}

TEST(DerReader, ObjectIdentifiers) {
  const std::pair<const char*, const char*> good[] = {
      {"2a864886f70d01010b", "1.2.840.113549.1.1.11"},
      {"550403", "2.5.4.3"},
      {"883703", "2.999.3"},
      {"00", "0.0"},
      {"27", "0.39"},
      {"4f", "1.39"},
      {"6983ffffffffffffffffffffffffffffffffff7f", "2.25.340282366920938463463374607431768211455"},
  };
  for (const auto& [content, dotted] : good) {
    const auto decoded = decode_oid(hex(content));
    ASSERT_TRUE(decoded) << dotted;
    EXPECT_EQ(*decoded, dotted);
    const auto encoded = encode_oid(dotted);
    ASSERT_TRUE(encoded) << dotted;
    EXPECT_EQ(hex_encode(*encoded), content);
  }
  for (const char* bad : {"", "2a80", "2a8001", "8001", "2a86", "6984808080808080808080808080808080808000"}) {
    EXPECT_FALSE(decode_oid(hex(bad))) << bad;
  }
  for (const char* bad : {"", "1", "1.", ".1", "1.2.", "1..2", "3.1", "1.40", "1.2.03", "1.2.x", "-1.2",
                          "2.25.340282366920938463463374607431768211456"}) {
    EXPECT_FALSE(encode_oid(bad)) << bad;
  }
}

TEST(DerReader, Booleans) {
  for (const char* bad : {"010101", "0100", "0102ffff", "0201ff"}) {
    const Bytes octets = hex(bad);
    EXPECT_FALSE(DerReader(octets).boolean()) << bad;
  }
  const Bytes yes = hex("0101ff"), no = hex("010100");
  EXPECT_TRUE(*DerReader(yes).boolean());
  EXPECT_FALSE(*DerReader(no).boolean());
}

Bytes time_element(Byte tag, std::string_view text) {
  DerWriter writer;
  writer.text(tag, text);
  return writer.take();
}

TEST(DerReader, Times) {
  struct Case {
    Byte tag;
    const char* text;
    const char* time;
  };
  const Case good[] = {
      {Tag::utc_time, "240102030405Z", "2024-01-02T03:04:05Z"},
      {Tag::utc_time, "491231235959Z", "2049-12-31T23:59:59Z"},
      {Tag::utc_time, "500101000000Z", "1950-01-01T00:00:00Z"},
      {Tag::generalized_time, "20500101000000Z", "2050-01-01T00:00:00Z"},
      {Tag::generalized_time, "99991231235959Z", "9999-12-31T23:59:59Z"},
      {Tag::utc_time, "240229000000Z", "2024-02-29T00:00:00Z"},
  };
  for (const Case& c : good) {
    const Bytes der = time_element(c.tag, c.text);
    const auto time = DerReader(der).time();
    ASSERT_TRUE(time) << c.text;
    EXPECT_EQ(format_rfc3339(*time), c.time);
    DerWriter writer;
    writer.time(*time);
    EXPECT_EQ(writer.take(), der) << c.text;
  }
  const Case bad[] = {
      {Tag::utc_time, "2401020304Z", ""},
      {Tag::utc_time, "240102030405", ""},
      {Tag::utc_time, "240102030405+0000", ""},
      {Tag::utc_time, "240230000000Z", ""},
      {Tag::utc_time, "241301000000Z", ""},
      {Tag::utc_time, "240101240000Z", ""},
      {Tag::utc_time, "240101006000Z", ""},
      {Tag::utc_time, "240101000060Z", ""},
      {Tag::utc_time, "2401010000 0Z", ""},
      {Tag::utc_time, "", ""},
      {Tag::generalized_time, "20500101000000.5Z", ""},
      {Tag::generalized_time, "500101000000Z", ""},
      {Tag::generalized_time, "20500101000000z", ""},
      {Tag::utf8_string, "240102030405Z", ""},
  };
  for (const Case& c : bad) {
    const Bytes der = time_element(c.tag, c.text);
    EXPECT_FALSE(DerReader(der).time()) << c.text;
  }
}

TEST(DerReader, AFailedReadMovesNothing) {
  const Bytes der = hex("0101ff020100");
  DerReader reader(der);
  EXPECT_FALSE(reader.small_integer());
  EXPECT_FALSE(reader.time());
  EXPECT_FALSE(reader.expect(Tag::sequence));
  EXPECT_FALSE(*reader.optional(Tag::sequence));
  EXPECT_TRUE(reader.boolean());
  EXPECT_FALSE(reader.end());
  EXPECT_TRUE(reader.small_integer());
  EXPECT_TRUE(reader.end());
}

TEST(DerContents, WantsExactlyOneElement) {
  EXPECT_TRUE(der_contents(hex("3000"), Tag::sequence));
  EXPECT_FALSE(der_contents(hex("300000"), Tag::sequence));
  EXPECT_FALSE(der_contents(hex("3100"), Tag::sequence));
}

TEST(IsWellFormed, UniversalTypes) {
  const std::pair<const char*, bool> cases[] = {
      {"0500", true},     {"050100", false}, {"2500", false},  {"0101ff", true},  {"010100", true},
      {"0100", false},    {"020100", true},  {"0200", false},  {"0a0101", true},  {"030100", true},
      {"0300", false},    {"030108", false}, {"06012a", true}, {"060180", false}, {"26012a", false},
      {"1e020041", true}, {"1e0141", false}, {"3000", true},   {"1000", false},   {"3100", true},
      {"800100", true},   {"a000", true},    {"0c0161", true}, {"2c0161", false},
  };
  for (const auto& [der, expected] : cases) {
    const Bytes octets = hex(der);
    EXPECT_EQ(is_well_formed(*DerReader(octets).any()), expected) << der;
  }
}

TEST(DerWriter, WritesBackToFront) {
  DerWriter writer(16);
  const auto mark = writer.mark();
  writer.octet_string(hex("aabb"));
  writer.integer(5);
  writer.close(Tag::sequence, mark);
  writer.null();
  EXPECT_EQ(hex_encode(writer.view()), "050030070201050402aabb");
}

TEST(DerWriter, GrowsWithoutLosingAnything) {
  DerWriter writer(16);
  for (int i = 0; i < 10000; ++i) writer.integer(i);
  writer.close(Tag::sequence, 0);
  const Bytes der = writer.take();
  DerReader reader(*der_contents(der, Tag::sequence));
  for (int i = 9999; i >= 0; --i) ASSERT_EQ(*reader.small_integer(), i);
  EXPECT_TRUE(reader.at_end());
}

TEST(DerWriter, ChoosesTheDirectoryString) {
  const std::pair<const char*, Byte> cases[] = {{"Example CA 1 (a), b:c/d=e?'.+-", Tag::printable_string},
                                                {"a@b", Tag::utf8_string},
                                                {"*.example.com", Tag::utf8_string},
                                                {"Zürich", Tag::utf8_string}};
  for (const auto& [text, tag] : cases) {
    DerWriter writer;
    writer.directory_text(text);
    EXPECT_EQ(writer.view()[0], tag) << text;
  }
  DerWriter writer;
  EXPECT_THROW(writer.directory_text("\xff"), Error);
}

TEST(DerWriter, RefusesTimesWithoutFourDigits) {
  DerWriter writer;
  EXPECT_THROW(writer.time(from_unix(253402300800)), Error);  // year 10000
}

}  // namespace
}  // namespace newel::x509
