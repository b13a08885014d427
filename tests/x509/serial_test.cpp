#include <gtest/gtest.h>
#include <openssl/bn.h>

#include "base/encoding.h"
#include "base/random.h"
#include "x509/certificate.h"

namespace newel::x509 {
namespace {

TEST(Serial, DecimalAgreesWithOpenssl) {
  for (std::size_t size = 1; size <= 40; ++size) {
    for (int round = 0; round < 20; ++round) {
      Bytes octets = system_random().bytes(size);
      if (octets[0] == 0) octets[0] = 1;
      BIGNUM* number = BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr);
      char* decimal = BN_bn2dec(number);
      const Serial serial{octets};
      EXPECT_EQ(serial.decimal(), decimal);
      EXPECT_EQ(parse_serial(decimal), serial);
      EXPECT_EQ(parse_serial("0x" + hex_encode(octets)), serial);
      OPENSSL_free(decimal);
      BN_free(number);
    }
  }
}

TEST(Serial, Edges) {
  EXPECT_EQ(Serial{{0}}.decimal(), "0");
  EXPECT_EQ(Serial{Bytes({1, 0})}.decimal(), "256");
  EXPECT_EQ(Serial{hex_decode("3b9aca00").value()}.decimal(), "1000000000");
  EXPECT_EQ(Serial{hex_decode("0de0b6b3a7640000").value()}.decimal(), "1000000000000000000");
  EXPECT_EQ(Serial{Bytes({0x0a, 0x01})}.hex(), "0a01");
  EXPECT_EQ(parse_serial("0")->magnitude, Bytes{0});
  EXPECT_EQ(parse_serial("000255")->magnitude, Bytes{255});
  EXPECT_EQ(parse_serial("0x0")->magnitude, Bytes{0});
  EXPECT_EQ(parse_serial("0xABC")->magnitude, (Bytes{0x0a, 0xbc}));
}

TEST(Serial, RefusesEverythingElse) {
  for (const char* bad : {"", "0x", "-1", "+1", "12a", " 1", "1 ", "0xzz", "1.0"})
    EXPECT_FALSE(parse_serial(bad)) << bad;
  EXPECT_FALSE(parse_serial(std::string(100000, '9')));
}

}  // namespace
}  // namespace newel::x509
