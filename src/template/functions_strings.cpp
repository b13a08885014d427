// Text functions of sprig. Cutting is by octets, and two functions read octets as Latin-1: so does sprig.
#include <algorithm>

#include "base/text.h"
#include "template/cast.h"
#include "template/format.h"
#include "template/function.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

using Text = std::string;
const Text& text(const Value& v) { return v.as_string(); }
std::size_t size_of(std::int64_t n) { return static_cast<std::size_t>(n); }

Value repeat(Call& call, Args a) {
  const std::int64_t count = a[0].as_int();
  if (count < 0) throw Error("strings: negative Repeat count");
  const Text& unit = text(a[1]);
  if (unit.empty() || count == 0) return "";
  call.check_size(static_cast<std::uint64_t>(count) > call.limits.output / unit.size()
                      ? call.limits.output + 1
                      : unit.size() * size_of(count));
  Text out;
  for (std::int64_t i = 0; i < count; ++i) out += unit;
  return out;
}

Value substr(Call&, Args a) {
  const std::int64_t start = a[0].as_int();
  std::int64_t end = a[1].as_int();
  const Text& s = text(a[2]);
  const auto size = static_cast<std::int64_t>(s.size());
  const auto out_of_range = [] { throw Error("slice bounds out of range"); };
  if (start < 0) {
    if (end < 0 || end > size) out_of_range();
    return s.substr(0, size_of(end));
  }
  if (end < 0 || end > size) end = size;
  if (start > end) out_of_range();
  return s.substr(size_of(start), size_of(end - start));
}

Value trunc(Call&, Args a) {
  const std::int64_t n = a[0].as_int();
  const Text& s = text(a[1]);
  const auto size = static_cast<std::int64_t>(s.size());
  if (n < 0 && size + n > 0) return s.substr(size_of(size + n));
  if (n >= 0 && size > n) return s.substr(0, size_of(n));
  return s;
}

bool latin1_space(unsigned char c) { return is_space(c); }

Value nospace(Call&, Args a) {
  const Text& s = text(a[0]);
  if (std::none_of(s.begin(), s.end(), latin1_space)) return s;
  Text out;
  for (unsigned char c : s) {
    if (!latin1_space(c)) append_rune(out, c);
  }
  return out;
}

// Octet by octet, each taken for a Latin-1 character: so a no-break space in UTF-8 ends a word.
Value initials(Call&, Args a) {
  Text out;
  bool gap = true;
  for (const char c : text(a[0])) {
    const Rune rune = static_cast<unsigned char>(c);
    if (is_space(rune)) {
      gap = true;
    } else if (gap) {
      append_rune(out, rune);
      gap = false;
    }
  }
  return out;
}

Value trim_all(Call&, Args a) {
  std::vector<Rune> cut = runes(text(a[0]));
  std::string_view s = text(a[1]);
  const auto in_cut = [&](Rune r) { return std::find(cut.begin(), cut.end(), r) != cut.end(); };
  while (!s.empty() && in_cut(decode_rune(s).rune))
    s.remove_prefix(static_cast<std::size_t>(decode_rune(s).size));
  while (!s.empty()) {
    std::size_t start = s.size() - 1;
    while (start > 0 && (s[start] & 0xc0) == 0x80) --start;
    Decoded d = decode_rune(s.substr(start));
    if (start + static_cast<std::size_t>(d.size) != s.size())
      start = s.size() - 1, d = {replacement, 1, false};
    if (!in_cut(d.rune)) break;
    s = s.substr(0, start);
  }
  return Text(s);
}

Text abbreviate(const Text& s, std::int64_t width) {
  if (width < 4 || static_cast<std::int64_t>(s.size()) <= width) return s;
  return s.substr(0, size_of(width - 3)) + "...";
}

Text abbreviate_both(const Text& s, std::int64_t offset, std::int64_t width) {
  const auto size = static_cast<std::int64_t>(s.size());
  if (width < 4 || (offset > 0 && width < 7) || size <= width) return s;
  offset = std::min(offset, size);
  if (size - offset < width - 3) offset = size - (width - 3);
  if (offset <= 4) return s.substr(0, size_of(width - 3)) + "...";
  if (offset + width - 3 < size) return "..." + abbreviate(s.substr(size_of(offset)), width - 3);
  return "..." + s.substr(size_of(size - (width - 3)));
}

// Cuts at blanks so that lines have at most `width` octets; words that are longer are cut only when `hard`.
Text wrap(const Text& s, std::int64_t width, const Text& separator, bool hard) {
  const auto w = static_cast<std::size_t>(std::max<std::int64_t>(width, 1));
  Text out;
  std::size_t at = 0;
  while (s.size() - at > w) {
    if (s[at] == ' ') {
      ++at;
      continue;
    }
    std::size_t blank = s.rfind(' ', at + w);
    if (blank != Text::npos && blank >= at) {
      out += s.substr(at, blank - at) + separator;
      at = blank + 1;
    } else if (hard) {
      out += s.substr(at, w) + separator;
      at += w;
    } else {
      blank = s.find(' ', at + w);
      if (blank == Text::npos) return out + s.substr(at);
      out += s.substr(at, blank - at) + separator;
      at = blank + 1;
    }
  }
  return out + s.substr(at);
}

Text replace_all(const Text& from, const Text& to, const Text& s) {
  Text out;
  if (from.empty()) {
    for (std::string_view rest = s; !rest.empty();) {
      const auto n = static_cast<std::size_t>(decode_rune(rest).size);
      out += to;
      out += rest.substr(0, n);
      rest.remove_prefix(n);
    }
    return out + to;
  }
  std::size_t at = 0;
  for (auto found = s.find(from); found != Text::npos; found = s.find(from, at)) {
    out += s.substr(at, found - at) + to;
    at = found + from.size();
  }
  return out + s.substr(at);
}

std::vector<Text> pieces(const Text& separator, const Text& s, std::int64_t limit) {
  std::vector<Text> out;
  if (limit == 0) return out;
  std::string_view rest = s;
  while (limit < 0 || static_cast<std::int64_t>(out.size()) + 1 < limit) {
    if (separator.empty()) {
      if (rest.empty()) return out;
      const auto n = static_cast<std::size_t>(decode_rune(rest).size);
      if (rest.size() == n) break;
      out.emplace_back(rest.substr(0, n));
      rest.remove_prefix(n);
      continue;
    }
    const auto at = rest.find(separator);
    if (at == std::string_view::npos) break;
    out.emplace_back(rest.substr(0, at));
    rest.remove_prefix(at + separator.size());
  }
  if (!separator.empty() || !rest.empty()) out.emplace_back(rest);
  return out;
}

Value numbered(const std::vector<Text>& parts) {
  const MapPtr map = new_map();
  for (std::size_t i = 0; i < parts.size(); ++i) map->entries["_" + std::to_string(i)] = parts[i];
  return Value::map(map, types::string_map);
}

template <class Show>
Value each_shown(Args args, Show show) {
  Text out;
  bool first = true;
  for (const Value& v : args) {
    if (v.is_nil()) continue;
    if (!std::exchange(first, false)) out += ' ';
    out += show(v);
  }
  return out;
}

Text indented(std::int64_t width, const Text& s) {
  const Text pad(size_of(std::max<std::int64_t>(width, 0)), ' ');
  return pad + replace_all("\n", "\n" + pad, s);
}

void check_indent(Call& call, Args a) {
  if (a[0].as_int() < 0) throw Error("strings: negative Repeat count");
  const auto& s = text(a[1]);
  const auto lines = static_cast<std::uint64_t>(std::count(s.begin(), s.end(), '\n')) + 1;
  const auto width = static_cast<std::uint64_t>(a[0].as_int());
  call.check_size(width > call.limits.output / lines ? call.limits.output + 1 : s.size() + width * lines);
}

Value sort_alpha(Call&, Args a) {
  auto out = a[0].kind() == Kind::slice || a[0].is_nil() ? to_texts(a[0]) : std::vector<Text>{to_text(a[0])};
  if (a[0].is_nil()) out = {to_text(a[0])};
  std::sort(out.begin(), out.end());
  return Value::strings(out);
}

Value join_all(Call& call, Args a) {
  const auto parts = to_texts(a[1]);
  std::size_t size = 0;
  for (const Text& part : parts) size += part.size() + text(a[0]).size();
  call.check_size(size);
  return join(parts, text(a[0]));
}

Value replace_checked(Call& call, Args a) {
  const Text& s = text(a[2]);
  const std::size_t from = std::max<std::size_t>(text(a[0]).size(), 1);
  call.check_size(s.size() + (s.size() / from + 1) * text(a[1]).size());
  return replace_all(text(a[0]), text(a[1]), s);
}

constexpr Function table[] = {
    {"trim", "s", [](Call&, Args a) -> Value { return trim_space(text(a[0])); }},
    {"repeat", "is", repeat},
    {"substr", "iis", substr},
    {"trunc", "is", trunc},
    {"nospace", "s", nospace},
    {"initials", "s", initials},
    {"trimall", "ss", trim_all},
    {"trimAll", "ss", trim_all},
    {"trimPrefix", "ss",
     [](Call&, Args a) -> Value {
       return text(a[1]).starts_with(text(a[0])) ? text(a[1]).substr(text(a[0]).size()) : text(a[1]);
     }},
    {"trimSuffix", "ss",
     [](Call&, Args a) -> Value {
       return text(a[1]).ends_with(text(a[0])) ? text(a[1]).substr(0, text(a[1]).size() - text(a[0]).size())
                                               : text(a[1]);
     }},
    {"abbrev", "is", [](Call&, Args a) -> Value { return abbreviate(text(a[1]), a[0].as_int()); }},
    {"abbrevboth", "iis",
     [](Call&, Args a) -> Value { return abbreviate_both(text(a[2]), a[0].as_int(), a[1].as_int()); }},
    {"wrap", "is", [](Call&, Args a) -> Value { return wrap(text(a[1]), a[0].as_int(), "\n", false); }},
    {"wrapWith", "iss",
     [](Call&, Args a) -> Value {
       return wrap(text(a[2]), a[0].as_int(), text(a[1]).empty() ? "\n" : text(a[1]), true);
     }},
    {"contains", "ss", [](Call&, Args a) -> Value { return text(a[1]).find(text(a[0])) != Text::npos; }},
    {"hasPrefix", "ss", [](Call&, Args a) -> Value { return text(a[1]).starts_with(text(a[0])); }},
    {"hasSuffix", "ss", [](Call&, Args a) -> Value { return text(a[1]).ends_with(text(a[0])); }},
    {"replace", "sss", replace_checked},
    {"plural", "ssi", [](Call&, Args a) -> Value { return text(a[2].as_int() == 1 ? a[0] : a[1]); }},
    {"quote", "a*",
     [](Call&, Args a) { return each_shown(a, [](const Value& v) { return go_quote(to_text(v)); }); }},
    {"squote", "a*",
     [](Call&, Args a) { return each_shown(a, [](const Value& v) { return "'" + default_text(v) + "'"; }); }},
    {"cat", "a*", [](Call&, Args a) { return each_shown(a, default_text); }},
    {"indent", "is",
     [](Call& c, Args a) -> Value { return check_indent(c, a), indented(a[0].as_int(), text(a[1])); }},
    {"nindent", "is",
     [](Call& c, Args a) -> Value { return check_indent(c, a), "\n" + indented(a[0].as_int(), text(a[1])); }},
    {"toString", "a", [](Call&, Args a) -> Value { return to_text(a[0]); }},
    {"toStrings", "a", [](Call&, Args a) { return Value::strings(to_texts(a[0])); }},
    {"join", "sa", join_all},
    {"splitList", "ss", [](Call&, Args a) { return Value::strings(pieces(text(a[0]), text(a[1]), -1)); }},
    {"split", "ss", [](Call&, Args a) { return numbered(pieces(text(a[0]), text(a[1]), -1)); }},
    {"splitn", "sis", [](Call&, Args a) { return numbered(pieces(text(a[0]), text(a[2]), a[1].as_int())); }},
    {"sortAlpha", "a", sort_alpha},
    {"hello", "", [](Call&, Args) -> Value { return "Hello!"; }},
};

}  // namespace

std::span<const Function> string_functions() { return table; }

}  // namespace newel::templates
