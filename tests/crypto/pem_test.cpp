#include "crypto/pem.h"

#include <gtest/gtest.h>

namespace newel {
namespace {

TEST(Pem, EncodesAt64ColumnsWithHeaderOrder) {
  PemBlock block{"X", {{"DEK-Info", "a"}, {"Beta", "b"}, {"Proc-Type", "4,ENCRYPTED"}}, Bytes(50, 0xff)};
  EXPECT_EQ(pem_encode(block), "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nBeta: b\nDEK-Info: a\n\n" +
                                   std::string(64, '/') + "\n//8=\n-----END X-----\n");
  EXPECT_EQ(pem_encode("EMPTY", {}), "-----BEGIN EMPTY-----\n-----END EMPTY-----\n");
}

TEST(Pem, RoundTripsEveryLength) {
  for (std::size_t size = 0; size < 200; ++size) {
    Bytes data(size);
    for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<Byte>(i * 7 + size);
    const auto blocks = pem_decode_all(pem_encode("T", data));
    ASSERT_EQ(blocks.size(), 1u) << size;
    EXPECT_EQ(blocks[0].der, data);
  }
}

TEST(Pem, ToleratesWhatGoTolerates) {
  const struct {
    const char* text;
    std::size_t blocks;
  } cases[] = {
      {"-----BEGIN A-----\nAAAA\n-----END A-----", 1},
      {"-----BEGIN A-----\r\nAAAA\r\n-----END A-----\r\n", 1},
      {"hello\n-----BEGIN A-----\nAA\tA A\n-----END A-----  \nbye", 1},
      {"-----BEGIN A-----\n-----END A-----\n", 1},
      {"-----BEGIN A-----\nK: v\n\nAAAA\n-----END A-----\n", 1},
      {"x-----BEGIN A-----\nAAAA\n-----END A-----\n", 0},
      {"-----BEGIN A-----\nAAAA\n-----END B-----\n", 0},
      {"-----BEGIN A-----\nAAAA\n-----END A----- x\n", 0},
      {"-----BEGIN A-----\nAAAA\n", 0},
      {"-----BEGIN A----\nAAAA\n-----END A-----\n", 0},
      {"-----BEGIN A-----\nAAA\n-----END A-----\n", 0},
      {"-----BEGIN A-----\nA!AA\n-----END A-----\n", 0},
      {"-----BEGIN A-----\nA!AA\n-----END A-----\n-----BEGIN B-----\nAAAA\n-----END B-----\n", 1},
      {"-----BEGIN A-----\n-----BEGIN B-----\nAAAA\n-----END B-----\n", 1},
      {"", 0},
  };
  for (const auto& c : cases) EXPECT_EQ(pem_decode_all(c.text).size(), c.blocks) << c.text;
}

TEST(Pem, NextMovesBehindTheBlock) {
  std::string_view rest = "-----BEGIN A-----\nAAAA\n-----END A-----\ntail";
  ASSERT_TRUE(pem_next(rest));
  EXPECT_EQ(rest, "tail");
  EXPECT_FALSE(pem_next(rest));
  EXPECT_EQ(rest, "tail");
}

// Were the work to grow with the square of the input, these would need minutes.
TEST(Pem, RepetitionStaysCheap) {
  for (const char* unit :
       {"-----BEGIN A-----\n", "-----BEGIN a:-----\n", "-----BEGIN A-----\nk: v\n", "\n-----", "a: b\n"}) {
    std::string text = "-----BEGIN A-----\n";
    while (text.size() < (4u << 20)) text += unit;
    EXPECT_TRUE(pem_decode_all(text + "-----END B-----\n").empty());
  }
}

}  // namespace
}  // namespace newel
