#include "base/encoding.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "base/random.h"
#include "base/text.h"

namespace newel {
namespace {

TEST(Base64, Rfc4648Vectors) {
  const struct {
    const char *clear, *coded;
  } cases[] = {{"", ""},
               {"f", "Zg=="},
               {"fo", "Zm8="},
               {"foo", "Zm9v"},
               {"foob", "Zm9vYg=="},
               {"fooba", "Zm9vYmE="},
               {"foobar", "Zm9vYmFy"}};
  for (const auto& c : cases) {
    EXPECT_EQ(base64_encode(as_bytes(c.clear)), c.coded);
    EXPECT_EQ(to_text(*base64_decode(c.coded)), c.clear);
    std::string raw = c.coded;
    std::erase(raw, '=');
    EXPECT_EQ(base64_encode(as_bytes(c.clear), Base64::standard_raw), raw);
    EXPECT_EQ(to_text(*base64_decode(raw, Base64::standard_raw)), c.clear);
  }
  EXPECT_EQ(base64_encode(Bytes{0xfb, 0xff}, Base64::url), "-_8=");
  EXPECT_EQ(base64url(Bytes{0xfb, 0xff}), "-_8");
  EXPECT_EQ(base64_encode(Bytes{0xfb, 0xff}), "+/8=");
}

TEST(Base64, AgreesWithOpenssl) {
  for (std::size_t size = 0; size < 100; ++size) {
    const Bytes data = system_random().bytes(size);
    std::string judged((size + 2) / 3 * 4 + 1, '\0');
    judged.resize(static_cast<std::size_t>(
        EVP_EncodeBlock(reinterpret_cast<Byte*>(judged.data()), data.data(), static_cast<int>(size))));
    EXPECT_EQ(base64_encode(data), judged);
    EXPECT_EQ(*base64_decode(judged), data);
  }
}

TEST(Base64, RefusalsNameTheByte) {
  const struct {
    const char* text;
    Base64 form;
    const char* expected;
  } cases[] = {
      {"!", Base64::standard, "illegal base64 data at input byte 0"},
      {"Zg", Base64::standard, "illegal base64 data at input byte 0"},
      {"Zm9v-", Base64::standard, "illegal base64 data at input byte 4"},
      {"Zm9v+", Base64::url_raw, "illegal base64 data at input byte 4"},
      {"Zg==", Base64::url_raw, "illegal base64 data at input byte 2"},
      {"Zg==Zg==", Base64::standard, "illegal base64 data at input byte 4"},
      {"Zm9 v", Base64::standard, "illegal base64 data at input byte 3"},
  };
  for (const auto& c : cases) {
    const auto decoded = base64_decode(c.text, c.form);
    ASSERT_FALSE(decoded) << c.text;
    EXPECT_EQ(decoded.error().text, c.expected) << c.text;
  }
  EXPECT_EQ(to_text(*base64_decode("Zm\r\n9v\n")), "foo");
  EXPECT_EQ(to_text(*base64_decode("Zh", Base64::url_raw)), "f");  // the last bits need not be zero
}

TEST(Hex, BothWays) {
  EXPECT_EQ(hex_encode(Bytes{0x00, 0xab, 0xff}), "00abff");
  EXPECT_EQ(hex_encode_upper(Bytes{0x00, 0xab, 0xff}), "00ABFF");
  EXPECT_EQ(*hex_decode("00aBFf"), (Bytes{0x00, 0xab, 0xff}));
  for (const char* bad : {"0", "0g", "0x00", " 00"}) EXPECT_FALSE(hex_decode(bad)) << bad;
}

TEST(Text, Utf8Trimming) {
  EXPECT_EQ(trim_right_space("pass word \t\r\n\u00a0\u2003\u3000"), "pass word");
  EXPECT_EQ(trim_right_space("\n "), "");
  EXPECT_EQ(trim("\t a b \n"), "a b");
  EXPECT_TRUE(is_valid_utf8("\u00e9\u4e2d\U0001f600"));
  for (const char* bad : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe4\xb8"}) {
    EXPECT_FALSE(is_valid_utf8(bad));
  }
  EXPECT_EQ(quote("a\"\\\n\x01\xff\u00e9"), "\"a\\\"\\\\\\n\\x01\\xff\u00e9\"");
  EXPECT_EQ(printable("a\n\x1b[31m\xff"), "a..[31m.");
  EXPECT_EQ(join(split("a,,b", ','), "-"), "a--b");
  EXPECT_EQ(go_list({"a", "b"}), "[a b]");
}

}  // namespace
}  // namespace newel
