// The values of a command's flags, from the strongest source that names them:
// command line, STEP_* variable, defaults.json, the table's own default.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "cli/engine/command.h"

namespace newel::cli {

/// The parts of "f,force", in order; also for aliases and completions of commands.
std::vector<std::string_view> spellings(std::string_view names);
inline std::vector<std::string_view> spellings(const Flag& flag) { return spellings(flag.names); }
bool spelled(const Flag& flag, std::string_view name);
/// "STEP_" + first spelling, upper case, '-' as '_'.
std::string variable_name(const Flag& flag);
inline bool takes_value(const Flag& flag) {
  return flag.kind != Kind::boolean && flag.kind != Kind::boolean_true;
}

class FlagValues {
 public:
  FlagValues() = default;
  explicit FlagValues(std::span<const Flag> flags);

  /// From the command line, under the spelling typed. Failure texts are those of Go's flag package.
  Expected<void> type(const Flag& flag, std::string_view spelling, std::string_view value);
  /// Every flag not typed takes its variable. Failure: "could not parse <v> as bool value for flag f,force:
  /// …".
  Expected<void> take_environment();
  /// Every flag not set yet takes the member of `defaults` with one of its spellings. The keys are shared by
  /// all commands, so that a value of another kind belongs to another command's flag and is passed over.
  void take_defaults(const json::Object& defaults);

  bool has(std::string_view name) const { return find(name) != nullptr; }
  bool is_set(std::string_view name) const;
  bool typed(const Flag& flag) const;
  std::string string(std::string_view name) const;
  std::vector<std::string> strings(std::string_view name) const;
  bool boolean(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  Duration duration(std::string_view name) const;
  /// As typed; throws Error for a value that does not fit.
  void set(std::string_view name, std::string_view value);

 private:
  enum class Source { none, defaults, environment, typed };
  struct Slot {
    Flag flag = {};
    Source source = Source::none;
    std::string_view spelling = {};
    std::vector<std::string> texts = {};
  };
  const Slot* find(std::string_view name) const;
  Slot* find(std::string_view name);

  std::vector<Slot> slots_;
};

}  // namespace newel::cli
