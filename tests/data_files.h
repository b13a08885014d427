// Files under tests/data.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace newel::test {

inline std::string data_file(const std::string& name) {
  std::ifstream in(std::string(NEWEL_TEST_DATA "/") + name, std::ios::binary);
  EXPECT_TRUE(in) << "test data is missing: " << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace newel::test
