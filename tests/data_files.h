// Files under tests/data.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "base/encoding.h"

namespace newel::test {

inline std::string data_file(const std::string& name) {
  std::ifstream in(std::string(NEWEL_TEST_DATA "/") + name, std::ios::binary);
  EXPECT_TRUE(in) << "test data is missing: " << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

using Words = std::vector<std::string>;

/// A file of vectors: one case a line, its fields between blanks, "-" for an empty one; # begins a comment.
inline std::vector<Words> cases_of(const std::string& name) {
  std::vector<Words> out;
  std::istringstream lines(data_file(name));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    Words fields;
    for (std::string word; words >> word;) fields.push_back(word == "-" ? "" : word);
    out.push_back(fields);
  }
  return out;
}

inline Bytes hex(const std::string& text) { return value_or_throw(hex_decode(text)); }

}  // namespace newel::test
