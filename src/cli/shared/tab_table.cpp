#include "cli/shared/tab_table.h"

#include <algorithm>

namespace newel::cli {
namespace {

constexpr std::size_t stop = 8;

// Characters, not octets.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

std::string tab_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      if (widths.size() <= i) widths.resize(i + 1);
      widths[i] = std::max(widths[i], (width(row[i]) + 1 + stop - 1) / stop * stop);
    }
  }
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += row[i];
      if (i + 1 < row.size()) out.append((widths[i] - width(row[i]) + stop - 1) / stop, '\t');
    }
    out += '\n';
  }
  return out;
}

}  // namespace newel::cli
