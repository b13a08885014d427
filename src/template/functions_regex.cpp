// Regular expressions: RE2, whose syntax is Go's.
#include <re2/re2.h>

#include "template/function.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

std::string cause(const RE2& re) {
  switch (re.error_code()) {
    case RE2::ErrorMissingParen:
      return "missing closing )";
    case RE2::ErrorUnexpectedParen:
      return "unexpected )";
    case RE2::ErrorMissingBracket:
      return "missing closing ]";
    case RE2::ErrorRepeatArgument:
      return "missing argument to repetition operator";
    case RE2::ErrorRepeatOp:
      return "invalid nested repetition operator";
    case RE2::ErrorRepeatSize:
      return "invalid repeat count";
    case RE2::ErrorBadCharRange:
      return "invalid character class range";
    case RE2::ErrorBadEscape:
      return "invalid escape sequence";
    case RE2::ErrorTrailingBackslash:
      return "trailing backslash at end of expression";
    case RE2::ErrorBadNamedCapture:
      return "invalid named capture";
    case RE2::ErrorBadUTF8:
      return "invalid UTF-8";
    case RE2::ErrorPatternTooLarge:
      return "expression too large";
    default:
      return "invalid or unsupported Perl syntax";
  }
}

// The `(?<name>` of newer engines in the form RE2 knows.
std::string translated(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    out += pattern[i];
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      out += pattern[++i];
    } else if (pattern.substr(i, 3) == "(?<" && pattern.size() > i + 3 && pattern[i + 3] != '=' &&
               pattern[i + 3] != '!') {
      out += "?P";
      ++i;
    }
  }
  return out;
}

class Regex {
 public:
  Regex(const std::string& pattern, bool must) : re_(translated(pattern), options(pattern)) {
    if (re_.ok()) return;
    const bool whole =
        re_.error_code() == RE2::ErrorMissingParen || re_.error_code() == RE2::ErrorUnexpectedParen;
    const std::string part = whole ? pattern : re_.error_arg();
    const std::string text = "error parsing regexp: " + cause(re_) +
                             (re_.error_code() == RE2::ErrorTrailingBackslash ? ": ``" : ": `" + part + "`");
    throw Error(must
                    ? text
                    : "regexp: Compile(" +
                          (can_back_quote(pattern) ? "`" + pattern + "`" : go_quote(pattern)) + "): " + text);
  }
  using Match = std::vector<re2::StringPiece>;
  /// Non-overlapping matches from the left; an empty one right behind another does not count.
  std::vector<Match> all(const std::string& text, std::int64_t limit) const;
  const RE2& re() const { return re_; }

 private:
  static RE2::Options options(const std::string& pattern) {
    RE2::Options out;
    out.set_log_errors(false);
    if (rune_count(pattern) != 0 && !decode_rune(pattern).valid) out.set_encoding(RE2::Options::EncodingUTF8);
    return out;
  }
  RE2 re_;
};

std::vector<Regex::Match> Regex::all(const std::string& text, std::int64_t limit) const {
  std::vector<Match> out;
  const auto groups = static_cast<std::size_t>(re_.NumberOfCapturingGroups()) + 1;
  std::size_t at = 0;
  std::ptrdiff_t previous_end = -1;
  while (at <= text.size() && (limit < 0 || static_cast<std::int64_t>(out.size()) < limit)) {
    Match match(groups);
    if (!re_.Match(text, at, text.size(), RE2::UNANCHORED, match.data(), static_cast<int>(groups))) break;
    const std::ptrdiff_t start = match[0].data() - text.data();
    const std::ptrdiff_t end = start + static_cast<std::ptrdiff_t>(match[0].size());
    const bool accepted = end != start || start != previous_end;
    if (end > static_cast<std::ptrdiff_t>(at))
      at = static_cast<std::size_t>(end);
    else
      at += std::max<std::size_t>(
          1, static_cast<std::size_t>(decode_rune(std::string_view(text).substr(at)).size));
    if (accepted) out.push_back(match);
    previous_end = end;
  }
  return out;
}

void expand(std::string& out, std::string_view pattern, const Regex::Match& match, const RE2& re) {
  const auto word = [](std::string_view s) {
    std::size_t n = 0;
    while (n < s.size()) {
      const Decoded d = decode_rune(s.substr(n));
      if (!(d.rune == '_' || is_letter(d.rune) || is_decimal_digit(d.rune))) break;
      n += static_cast<std::size_t>(d.size);
    }
    return n;
  };
  while (!pattern.empty()) {
    const auto dollar = pattern.find('$');
    out += pattern.substr(0, dollar);
    if (dollar == std::string_view::npos) return;
    pattern.remove_prefix(dollar + 1);
    if (pattern.starts_with('$')) {
      out += '$';
      pattern.remove_prefix(1);
      continue;
    }
    const bool braces = pattern.starts_with('{');
    const std::size_t n = word(pattern.substr(braces ? 1 : 0));
    if (n == 0 || (braces && pattern.substr(1 + n, 1) != "}")) {
      out += '$';
      continue;
    }
    const std::string name(pattern.substr(braces ? 1 : 0, n));
    pattern.remove_prefix(n + (braces ? 2 : 0));
    std::size_t group = match.size();
    if (name.find_first_not_of("0123456789") == std::string::npos && name.size() < 9)
      group = static_cast<std::size_t>(std::stoi(name));
    else if (const auto found = re.NamedCapturingGroups().find(name);
             found != re.NamedCapturingGroups().end())
      group = static_cast<std::size_t>(found->second);
    if (group < match.size())
      out.append(match[group].data() == nullptr ? "" : match[group].data(), match[group].size());
  }
}

std::string replaced(Call& call, const Regex& regex, const std::string& text, const std::string& with,
                     bool literal) {
  std::string out;
  std::size_t at = 0;
  for (const auto& match : regex.all(text, -1)) {
    const auto start = static_cast<std::size_t>(match[0].data() - text.data());
    out += text.substr(at, start - at);
    if (literal)
      out += with;
    else
      expand(out, with, match, regex.re());
    at = start + match[0].size();
    call.check_size(out.size());
  }
  return out + text.substr(at);
}

Value match(Args a, bool must) {
  if (must) return RE2::PartialMatch(a[1].as_string(), Regex(a[0].as_string(), true).re());
  try {
    return RE2::PartialMatch(a[1].as_string(), Regex(a[0].as_string(), false).re());
  } catch (const Error&) {
    return false;
  }
}

Value find(Args a, bool must) {
  const auto found = Regex(a[0].as_string(), must).all(a[1].as_string(), 1);
  return found.empty() ? std::string() : std::string(found[0][0]);
}

Value find_all(Args a, bool must) {
  const auto found = Regex(a[0].as_string(), must).all(a[1].as_string(), a[2].as_int());
  if (found.empty()) return Value::nil_list(types::strings);
  std::vector<std::string> out;
  for (const auto& m : found) out.emplace_back(m[0]);
  return Value::strings(out);
}

Value split(Args a, bool must) {
  const Regex regex(a[0].as_string(), must);
  const std::string& text = a[1].as_string();
  const std::int64_t limit = a[2].as_int();
  if (limit == 0) return Value::nil_list(types::strings);
  if (!a[0].as_string().empty() && text.empty()) return Value::strings({""});
  std::vector<std::string> out;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (const auto& m : regex.all(text, limit)) {
    if (limit > 0 && static_cast<std::int64_t>(out.size()) == limit - 1) break;
    end = static_cast<std::size_t>(m[0].data() - text.data());
    if (end + m[0].size() != 0) out.push_back(text.substr(begin, end - begin));
    begin = end + m[0].size();
  }
  if (end != text.size()) out.push_back(text.substr(begin));
  return Value::strings(out);
}

Value replace_all(Call& c, Args a, bool must, bool literal) {
  return replaced(c, Regex(a[0].as_string(), must), a[1].as_string(), a[2].as_string(), literal);
}

Value quote_meta(Call&, Args a) {
  std::string out;
  for (char c : a[0].as_string()) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

constexpr Function table[] = {
    {"regexMatch", "ss", [](Call&, Args a) { return match(a, false); }},
    {"mustRegexMatch", "ss", [](Call&, Args a) { return match(a, true); }},
    {"regexFind", "ss", [](Call&, Args a) { return find(a, false); }},
    {"mustRegexFind", "ss", [](Call&, Args a) { return find(a, true); }},
    {"regexFindAll", "ssi", [](Call&, Args a) { return find_all(a, false); }},
    {"mustRegexFindAll", "ssi", [](Call&, Args a) { return find_all(a, true); }},
    {"regexSplit", "ssi", [](Call&, Args a) { return split(a, false); }},
    {"mustRegexSplit", "ssi", [](Call&, Args a) { return split(a, true); }},
    {"regexReplaceAll", "sss", [](Call& c, Args a) { return replace_all(c, a, false, false); }},
    {"mustRegexReplaceAll", "sss", [](Call& c, Args a) { return replace_all(c, a, true, false); }},
    {"regexReplaceAllLiteral", "sss", [](Call& c, Args a) { return replace_all(c, a, false, true); }},
    {"mustRegexReplaceAllLiteral", "sss", [](Call& c, Args a) { return replace_all(c, a, true, true); }},
    {"regexQuoteMeta", "s", quote_meta},
};

}  // namespace

std::span<const Function> regex_functions() { return table; }

}  // namespace newel::templates
