#include "cli/engine/flag_values.h"

#include <fmt/core.h>

#include <charconv>
#include <cstdlib>

#include "base/files.h"
#include "base/text.h"
#include "cli/engine/errors.h"

namespace newel::cli {
namespace {

std::optional<bool> parse_bool(std::string_view text) {
  for (std::string_view yes : {"1", "t", "T", "TRUE", "true", "True"}) {
    if (text == yes) return true;
  }
  for (std::string_view no : {"0", "f", "F", "FALSE", "false", "False"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

// Go's strconv.ParseInt(text, 0, 64): sign, 0x 0o 0b or leading-zero octal, underscores between digits.
Expected<std::int64_t> parse_integer(std::string_view text) {
  std::string_view rest = text;
  bool negative = false;
  if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
    negative = rest[0] == '-';
    rest.remove_prefix(1);
  }
  int base = 10;
  bool prefixed = false;
  if (rest.size() > 1 && rest[0] == '0') {
    const char mark = static_cast<char>(rest[1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
    rest.remove_prefix(mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1);
    prefixed = true;
  }
  std::string digits;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] != '_') {
      digits += rest[i];
    } else if (i + 1 == rest.size() || rest[i + 1] == '_' || (i == 0 && !prefixed)) {
      return failure("parse error");
    }
  }
  if (digits.empty() || digits[0] == '-' || digits[0] == '+') return failure("parse error");
  std::uint64_t magnitude = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  if (end != digits.data() + digits.size()) return failure("parse error");
  const std::uint64_t limit = std::uint64_t{1} << 63;
  if (error != std::errc() || magnitude > (negative ? limit : limit - 1)) {
    return failure("value out of range");
  }
  return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

// Why `text` is no value for this kind of flag; nothing when it is.
std::optional<std::string> refusal(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::boolean:
    case Kind::boolean_true:
      return parse_bool(text) ? std::nullopt : std::optional<std::string>("parse error");
    case Kind::integer: {
      auto value = parse_integer(text);
      return value ? std::nullopt : std::optional(value.error().text);
    }
    case Kind::duration:
      return parse_duration(text) ? std::nullopt : std::optional<std::string>("parse error");
    case Kind::string:
    case Kind::strings:
      return std::nullopt;
  }
  return std::nullopt;
}

// The refusal of a variable, in the words of Go's strconv and time packages.
std::string refused_variable(const Flag& flag, const std::string& value, const std::string& reason) {
  const std::string why = reason == "parse error" ? "invalid syntax" : reason;
  switch (flag.kind) {
    case Kind::duration:
      return fmt::format("could not parse {} as duration for flag {}: time: invalid duration {}", value,
                         flag.names, quote(value));
    case Kind::integer:
      return fmt::format("could not parse {} as int value for flag {}: strconv.ParseInt: parsing {}: {}",
                         value, flag.names, quote(value), why);
    default:
      return fmt::format("could not parse {} as bool value for flag {}: strconv.ParseBool: parsing {}: {}",
                         value, flag.names, quote(value), why);
  }
}

// What a member of defaults.json says in flag syntax: arrays give one element each to repeatable flags.
std::vector<std::string> natural_form(const json::Value& value, bool repeatable) {
  if (value.is_string()) return {std::string(value.get_string())};
  if (value.is_array()) {
    std::vector<std::string> parts;
    for (const json::Value& item : value.get_array()) parts.push_back(natural_form(item, false).front());
    if (repeatable) return parts;
    return {go_list(parts)};
  }
  if (value.is_null()) return {""};
  return {json::write(value, false)};
}

}  // namespace

std::vector<std::string_view> spellings(std::string_view names) {
  std::vector<std::string_view> out;
  std::string_view rest = names;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    out.push_back(trim(rest.substr(0, comma)));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
  }
  return out;
}

bool spelled(const Flag& flag, std::string_view name) {
  for (std::string_view spelling : spellings(flag)) {
    if (spelling == name) return true;
  }
  return false;
}

std::string variable_name(const Flag& flag) {
  std::string name = "STEP_" + to_upper(spellings(flag).front());
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

FlagValues::FlagValues(std::span<const Flag> flags) {
  slots_.reserve(flags.size());
  for (const Flag& flag : flags) slots_.push_back({.flag = flag});
}

const FlagValues::Slot* FlagValues::find(std::string_view name) const {
  for (const Slot& slot : slots_) {
    if (spelled(slot.flag, name)) return &slot;
  }
  return nullptr;
}

FlagValues::Slot* FlagValues::find(std::string_view name) {
  return const_cast<Slot*>(static_cast<const FlagValues*>(this)->find(name));
}

Expected<void> FlagValues::type(const Flag& flag, std::string_view spelling, std::string_view value) {
  Slot* slot = nullptr;
  for (Slot& candidate : slots_) {
    if (candidate.flag.names == flag.names) slot = &candidate;
  }
  if (auto reason = refusal(flag.kind, value)) {
    return failure(
        takes_value(flag)
            ? fmt::format("invalid value {} for flag -{}: {}", quote(value), spelling, *reason)
            : fmt::format("invalid boolean value {} for -{}: {}", quote(value), spelling, *reason));
  }
  if (slot->source == Source::typed && slot->spelling != spelling) {
    // The one declared later is named first, whichever was typed first.
    const bool later = flag.names.find(spelling) > flag.names.find(slot->spelling);
    return failure(fmt::format("Cannot use two forms of the same flag: {} {}",
                               later ? spelling : slot->spelling, later ? slot->spelling : spelling));
  }
  if (slot->source != Source::typed || flag.kind != Kind::strings) slot->texts.clear();
  slot->texts.emplace_back(value);
  slot->source = Source::typed;
  for (std::string_view known : spellings(flag)) {
    if (known == spelling) slot->spelling = known;
  }
  return {};
}

Expected<void> FlagValues::take_environment() {
  for (Slot& slot : slots_) {
    if (slot.source == Source::typed || slot.flag.exempt) continue;
    auto value = environment(variable_name(slot.flag).c_str());
    if (!value) continue;
    slot.source = Source::environment;
    slot.texts.clear();
    if (slot.flag.kind == Kind::strings) {
      for (const std::string& part : split(*value, ',')) slot.texts.emplace_back(trim(part));
      continue;
    }
    if (!takes_value(slot.flag) && value->empty()) *value = "false";
    if (auto reason = refusal(slot.flag.kind, *value)) {
      return failure(refused_variable(slot.flag, *value, *reason));
    }
    slot.texts.push_back(*value);
  }
  return {};
}

void FlagValues::take_defaults(const json::Object& defaults) {
  for (Slot& slot : slots_) {
    if (slot.source != Source::none || slot.flag.exempt) continue;
    for (std::string_view spelling : spellings(slot.flag)) {
      const json::Value* member = json::find(defaults, spelling);
      if (member == nullptr) continue;
      std::vector<std::string> texts = natural_form(*member, slot.flag.kind == Kind::strings);
      if (!texts.empty() && refusal(slot.flag.kind, texts.front())) break;
      slot.texts = std::move(texts);
      slot.source = Source::defaults;
      break;
    }
  }
}

bool FlagValues::is_set(std::string_view name) const {
  const Slot* slot = find(name);
  return slot != nullptr && slot->source != Source::none;
}

bool FlagValues::typed(const Flag& flag) const {
  for (const Slot& slot : slots_) {
    if (slot.flag.names == flag.names) return slot.source == Source::typed;
  }
  return false;
}

std::string FlagValues::string(std::string_view name) const {
  const Slot* slot = find(name);
  if (slot == nullptr) return {};
  return slot->texts.empty() ? std::string(slot->flag.fallback) : slot->texts.back();
}

std::vector<std::string> FlagValues::strings(std::string_view name) const {
  const Slot* slot = find(name);
  if (slot == nullptr) return {};
  if (slot->source == Source::none && !slot->flag.fallback.empty()) return {std::string(slot->flag.fallback)};
  return slot->texts;
}

bool FlagValues::boolean(std::string_view name) const {
  const Slot* slot = find(name);
  if (slot == nullptr) return false;
  if (slot->texts.empty()) return slot->flag.kind == Kind::boolean_true;
  return parse_bool(slot->texts.back()).value_or(false);
}

std::int64_t FlagValues::integer(std::string_view name) const {
  return parse_integer(string(name)).value_or(0);
}

Duration FlagValues::duration(std::string_view name) const {
  return parse_duration(string(name)).value_or(Duration{});
}

void FlagValues::set(std::string_view name, std::string_view value) {
  Slot* slot = find(name);
  if (slot == nullptr) throw Error(fmt::format("no such flag -{}", name));
  if (refusal(slot->flag.kind, value)) throw invalid_flag_value(name, value);
  if (slot->flag.kind != Kind::strings) slot->texts.clear();
  slot->texts.emplace_back(value);
  slot->source = Source::typed;
}

}  // namespace newel::cli
