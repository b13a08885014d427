#include "template/semver.h"

#include <re2/re2.h>

#include <optional>

#include "base/text.h"
#include "template/numbers.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

constexpr const char* version_pattern =
    R"(v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?)";

bool all_digits(std::string_view s) {
  return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
}

int order(std::uint64_t a, std::uint64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

// Precedence as semver.org section 11 has it: numbers before words, a missing part before any.
int compare_part(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  if (a.empty()) return -1;
  if (b.empty()) return 1;
  if (all_digits(a) && all_digits(b)) {
    if (a.size() != b.size()) return order(a.size(), b.size());
    return a < b ? -1 : 1;
  }
  if (all_digits(a) != all_digits(b)) return all_digits(a) ? -1 : 1;
  return a < b ? -1 : 1;
}

int compare_prerelease(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  if (a.empty()) return 1;
  if (b.empty()) return -1;
  const auto x = split(a, '.');
  const auto y = split(b, '.');
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i) {
    const int d = compare_part(i < x.size() ? x[i] : "", i < y.size() ? y[i] : "");
    if (d != 0) return d;
  }
  return 0;
}

struct Term {
  std::string operation;
  Version version;
  bool major_wild = false, minor_wild = false, patch_wild = false;
};

bool wild(const std::string& part) { return part == "x" || part == "X" || part == "*"; }

std::optional<Term> parse_term(const std::string& text) {
  static const RE2 pattern(
      R"(\s*(=||!=|>|<|>=|=>|<=|=<|~|~>|\^)\s*(v?([0-9|x|X|\*]+)(\.[0-9|x|X|\*]+)?(\.[0-9|x|X|\*]+)?(-([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?(\+([0-9A-Za-z\-]+(\.[0-9A-Za-z\-]+)*))?)\s*)");
  Term term;
  std::string whole, major, minor, patch, prerelease;
  if (!RE2::FullMatch(text, pattern, &term.operation, &whole, &major, &minor, &patch, &prerelease))
    return std::nullopt;
  const auto bare = [](const std::string& part) { return part.empty() ? part : part.substr(1); };
  std::string version = whole;
  if (wild(major)) term.major_wild = true;
  if (term.major_wild) {
    version = "0.0.0" + prerelease;
  } else if (wild(bare(minor)) || minor.empty()) {
    term.minor_wild = true;
    version = major + ".0.0" + prerelease;
  } else if (wild(bare(patch)) || patch.empty()) {
    term.patch_wild = true;
    version = major + minor + ".0" + prerelease;
  }
  auto parsed = parse_version(version);
  if (!parsed) return std::nullopt;
  term.version = *parsed;
  return term;
}

bool equal_or_tilde(const Version& v, const Term& t) {
  const bool dirty = t.major_wild || t.minor_wild || t.patch_wild;
  if (!dirty) return v.compare(t.version) == 0;
  if (v.compare(t.version) < 0) return false;
  if (t.major_wild) return true;
  if (v.major != t.version.major) return false;
  return t.minor_wild || v.minor == t.version.minor;
}

bool not_equal(const Version& v, const Term& t) {
  if (t.major_wild) return false;
  if (t.minor_wild) return v.major != t.version.major;
  if (t.patch_wild) return v.major != t.version.major || v.minor != t.version.minor;
  return v.compare(t.version) != 0;
}

bool greater(const Version& v, const Term& t) {
  const bool dirty = t.major_wild || t.minor_wild || t.patch_wild;
  if (!dirty) return v.compare(t.version) > 0;
  if (v.major != t.version.major) return v.major > t.version.major;
  if (t.minor_wild || t.major_wild) return false;
  return v.minor > t.version.minor;
}

bool less_or_equal(const Version& v, const Term& t) {
  const bool dirty = t.major_wild || t.minor_wild || t.patch_wild;
  if (!dirty) return v.compare(t.version) <= 0;
  if (v.major > t.version.major) return t.major_wild;
  return !(v.major == t.version.major && v.minor > t.version.minor && !t.minor_wild);
}

bool tilde(const Version& v, const Term& t) {
  if (v.compare(t.version) < 0) return false;
  if (t.major_wild) return true;
  if (v.major != t.version.major) return false;
  return t.minor_wild || v.minor == t.version.minor;
}

bool caret(const Version& v, const Term& t) {
  if (v.compare(t.version) < 0) return false;
  if (t.major_wild) return true;
  if (t.version.major > 0 || t.minor_wild) return v.major == t.version.major;
  if (v.major > 0) return false;
  if (t.version.minor > 0 || t.patch_wild) return v.minor == t.version.minor;
  if (v.minor != t.version.minor) return false;
  return v.patch == t.version.patch;
}

bool holds(const Version& v, const Term& t) {
  const std::string& op = t.operation;
  const bool is_exact = !t.major_wild && !t.minor_wild && !t.patch_wild;
  if (op == "!=" && is_exact) return v.compare(t.version) != 0;
  if (!v.prerelease.empty() && t.version.prerelease.empty()) return false;
  if (op.empty() || op == "=") return equal_or_tilde(v, t);
  if (op == "!=") return not_equal(v, t);
  if (op == ">") return greater(v, t);
  if (op == "<") return v.compare(t.version) < 0;
  if (op == ">=" || op == "=>") return v.compare(t.version) >= 0;
  if (op == "<=" || op == "=<") return less_or_equal(v, t);
  if (op == "^") return caret(v, t);
  return tilde(v, t);
}

}  // namespace

std::string Version::text() const {
  std::string out = std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  if (!prerelease.empty()) out += "-" + prerelease;
  if (!metadata.empty()) out += "+" + metadata;
  return out;
}

int Version::compare(const Version& o) const {
  if (const int d = order(major, o.major)) return d;
  if (const int d = order(minor, o.minor)) return d;
  if (const int d = order(patch, o.patch)) return d;
  return compare_prerelease(prerelease, o.prerelease);
}

Expected<Version> parse_version(std::string_view text) {
  static const RE2 pattern(version_pattern);
  Version v;
  v.original = std::string(text);
  std::string parts[3];
  if (!RE2::FullMatch(v.original, pattern, &parts[0], &parts[1], &parts[2], static_cast<void*>(nullptr),
                      &v.prerelease, static_cast<void*>(nullptr), static_cast<void*>(nullptr), &v.metadata)) {
    return failure("Invalid Semantic Version");
  }
  std::uint64_t* const numbers[] = {&v.major, &v.minor, &v.patch};
  for (int i = 0; i < 3; ++i) {
    const std::string digits = i > 0 && !parts[i].empty() ? parts[i].substr(1) : parts[i];
    if (!digits.empty() && parse_uint(digits, 10, *numbers[i]) != NumberError::none) {
      return failure("Error parsing version segment: strconv.ParseUint: parsing " + go_quote(digits) +
                     ": value out of range");
    }
  }
  for (const std::string& part : split(v.prerelease, '.')) {
    if (all_digits(part) && part.size() > 1 && part[0] == '0')
      return failure("Version segment starts with 0");
  }
  return v;
}

Expected<bool> satisfies(const Version& version, std::string_view constraint) {
  static const RE2 range(
      R"(\s*(v?[0-9|x|X|\*]+(?:\.[0-9|x|X|\*]+)?(?:\.[0-9|x|X|\*]+)?(?:-[0-9A-Za-z\-.]+)?(?:\+[0-9A-Za-z\-.]+)?)\s+-\s+(v?[0-9|x|X|\*]+(?:\.[0-9|x|X|\*]+)?(?:\.[0-9|x|X|\*]+)?(?:-[0-9A-Za-z\-.]+)?(?:\+[0-9A-Za-z\-.]+)?)\s*)");
  std::string rest(constraint);
  RE2::GlobalReplace(&rest, range, ">=\\1,<=\\2 ");
  bool any = false;
  for (std::size_t at = 0;;) {
    const auto next = rest.find("||", at);
    const std::string group = rest.substr(at, next - at);
    bool all = true;
    static const RE2 term_pattern(R"([\s,]*((?:=||!=|>|<|>=|=>|<=|=<|~|~>|\^)\s*v?[0-9xX*|][^\s,=<>!~^]*))");
    re2::StringPiece input(group);
    std::string text;
    bool found = false;
    while (RE2::Consume(&input, term_pattern, &text)) {
      const auto term = parse_term(text);
      if (!term) return failure("improper constraint: " + group);
      found = true;
      all = all && holds(version, *term);
    }
    if (!found || !trim_space(std::string_view(input.data(), input.size())).empty())
      return failure("improper constraint: " + group);
    any = any || all;
    if (next == std::string::npos) return any;
    at = next + 2;
  }
}

}  // namespace newel::templates
