// RFC 4226 appendix D, RFC 6238 appendix B, RFC 4648 section 10.
#include "crypto/otp.h"

#include <gtest/gtest.h>

#include "base/base32.h"

namespace newel {
namespace {

TEST(Hotp, Rfc4226AppendixD) {
  const char* expected[] = {"755224", "287082", "359152", "969429", "338314",
                            "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t counter = 0; counter < 10; ++counter) {
    EXPECT_EQ(hotp(as_bytes("12345678901234567890"), counter, Hash::sha1, 6), expected[counter]) << counter;
  }
}

TEST(Totp, Rfc6238AppendixB) {
  const std::string digits = "1234567890";
  const auto secret = [&](std::size_t size) {
    std::string out;
    while (out.size() < size) out += digits;
    return out.substr(0, size);
  };
  const struct {
    std::int64_t at;
    const char *sha1, *sha256, *sha512;
  } cases[] = {
      {59, "94287082", "46119246", "90693936"},         {1111111109, "07081804", "68084774", "25091201"},
      {1111111111, "14050471", "67062674", "99943326"}, {1234567890, "89005924", "91819424", "93441116"},
      {2000000000, "69279037", "90698825", "38618901"}, {20000000000, "65353130", "77737706", "47863826"}};
  for (const auto& c : cases) {
    EXPECT_TRUE(totp_matches(c.sha1, as_bytes(secret(20)), from_unix(c.at), {Hash::sha1, 8, 30}, 0)) << c.at;
    EXPECT_TRUE(totp_matches(c.sha256, as_bytes(secret(32)), from_unix(c.at), {Hash::sha256, 8, 30}, 0))
        << c.at;
    EXPECT_TRUE(totp_matches(c.sha512, as_bytes(secret(64)), from_unix(c.at), {Hash::sha512, 8, 30}, 0))
        << c.at;
    EXPECT_FALSE(totp_matches(c.sha1, as_bytes(secret(20)), from_unix(c.at + 60), {Hash::sha1, 8, 30}, 1))
        << c.at;
    EXPECT_TRUE(totp_matches(c.sha1, as_bytes(secret(20)), from_unix(c.at + 30), {Hash::sha1, 8, 30}, 1))
        << c.at;
  }
}

TEST(Base32, Rfc4648Section10) {
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "MY"},
                                                       {"fo", "MZXQ"},
                                                       {"foo", "MZXW6"},
                                                       {"foob", "MZXW6YQ"},
                                                       {"fooba", "MZXW6YTB"},
                                                       {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, encoded] : cases) {
    EXPECT_EQ(base32_encode(as_bytes(plain)), encoded);
    EXPECT_EQ(to_text(*base32_decode(encoded)), plain);
    EXPECT_EQ(to_text(*base32_decode(std::string(encoded) + "==")), plain);
  }
  for (const char* bad : {"A", "MZX", "M1", "MZXW6Y", "M Y"}) EXPECT_FALSE(base32_decode(bad)) << bad;
}

}  // namespace
}  // namespace newel
