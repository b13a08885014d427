#include "match.h"

#include <regex.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace newel::t {
namespace {

constexpr std::string_view skip_lines = "[*]";

// POSIX extended regular expressions; the longest name first where one begins like another.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> placeholders{{
    {"[...]", ".*"},
    {"[HEX]", "[0-9a-fA-F]+"},
    {"[SERIAL]", "[0-9]+"},
    {"[NUMBER]", "-?[0-9]+"},
    {"[PORT]", "[0-9]{1,5}"},
    {"[WORD]", "[^[:space:]]+"},
    {"[BASE64]", "[A-Za-z0-9+/_=-]+"},
    {"[UUID]", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"},
    {"[DURATION]", "-?([0-9]+(\\.[0-9]+)?(h|ms|m|s|us|µs|ns))+"},
    {"[TIME]",
     "([A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4} (GMT|UTC)"
     "|[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?"
     "( ?Z| ?[+-][0-9]{2}:?[0-9]{2})?( UTC)?)"},
}};

std::string quoted(char c) {
  static constexpr std::string_view special = "\\^$.|?*+()[]{}";
  return special.find(c) == std::string_view::npos ? std::string(1, c) : std::string("\\") + c;
}

std::string pattern_of(std::string_view line) {
  std::string pattern = "^";
  while (!line.empty()) {
    bool found = false;
    for (const auto& [name, expression] : placeholders) {
      if (!line.starts_with(name)) continue;
      pattern += expression;
      line.remove_prefix(name.size());
      found = true;
      break;
    }
    if (found) continue;
    pattern += quoted(line[0]);
    line.remove_prefix(1);
  }
  return pattern + "$";
}

// matches[i][j]: the expectation from line i on fits the output from line j on; filled from the end.
bool matches_from(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  std::vector<std::vector<bool>> fits(expected.size() + 1, std::vector<bool>(actual.size() + 1));
  fits[expected.size()][actual.size()] = true;
  for (std::size_t i = expected.size(); i-- > 0;) {
    for (std::size_t j = actual.size() + 1; j-- > 0;) {
      if (expected[i] == skip_lines) {
        fits[i][j] = fits[i + 1][j] || (j < actual.size() && fits[i][j + 1]);
      } else {
        fits[i][j] = j < actual.size() && fits[i + 1][j + 1] && line_matches(expected[i], actual[j]);
      }
    }
  }
  return fits[0][0];
}

// Lengths of the longest common subsequence of the tails.
std::vector<std::vector<int>> common_tails(const std::vector<std::string>& expected,
                                           const std::vector<std::string>& actual) {
  std::vector<std::vector<int>> length(expected.size() + 1, std::vector<int>(actual.size() + 1));
  for (std::size_t i = expected.size(); i-- > 0;) {
    for (std::size_t j = actual.size(); j-- > 0;) {
      if (expected[i] == skip_lines) {
        length[i][j] = std::max(length[i + 1][j], length[i][j + 1]);
        continue;
      }
      length[i][j] = line_matches(expected[i], actual[j]) ? length[i + 1][j + 1] + 1
                                                          : std::max(length[i + 1][j], length[i][j + 1]);
    }
  }
  return length;
}

// Calls removed(line), added(line), common(expected, actual) along the alignment.
template <class Removed, class Added, class Common>
void align(const std::vector<std::string>& expected, const std::vector<std::string>& actual, Removed removed,
           Added added, Common common) {
  const auto length = common_tails(expected, actual);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < expected.size() || j < actual.size()) {
    if (i < expected.size() && expected[i] == skip_lines) {
      // It takes every line that no later expectation needs.
      while (j < actual.size() && length[i + 1][j + 1] == length[i + 1][j]) ++j;
      common(expected[i], expected[i]);
      ++i;
    } else if (i < expected.size() && j < actual.size() && line_matches(expected[i], actual[j])) {
      common(expected[i++], actual[j++]);
    } else if (j == actual.size() || (i < expected.size() && length[i + 1][j] >= length[i][j + 1])) {
      removed(expected[i++]);
    } else {
      added(actual[j++]);
    }
  }
}

}  // namespace

bool line_matches(const std::string& expected, const std::string& actual) {
  if (expected == actual) return true;
  if (expected.find('[') == std::string::npos) return false;
  regex_t compiled;
  if (::regcomp(&compiled, pattern_of(expected).c_str(), REG_EXTENDED | REG_NOSUB) != 0) {
    throw std::runtime_error("cannot understand the expectation: " + expected);
  }
  const bool fits = ::regexec(&compiled, actual.c_str(), 0, nullptr, 0) == 0;
  ::regfree(&compiled);
  return fits;
}

bool output_matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  return matches_from(expected, actual);
}

std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  std::string out;
  align(
      expected, actual, [&](const std::string& line) { out += "  - " + line + "\n"; },
      [&](const std::string& line) { out += "  + " + line + "\n"; },
      [&](const std::string&, const std::string& line) { out += "    " + line + "\n"; });
  return out;
}

std::vector<std::string> updated(const std::vector<std::string>& expected,
                                 const std::vector<std::string>& actual) {
  std::vector<std::string> out;
  align(
      expected, actual, [](const std::string&) {}, [&](const std::string& line) { out.push_back(line); },
      [&](const std::string& line, const std::string&) { out.push_back(line); });
  return out;
}

}  // namespace newel::t
