// One run of a command: its arguments, the values of its flags, where its files are, and the errors about all
// that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/step_path.h"
#include "base/time.h"
#include "cli/engine/command.h"
#include "cli/engine/errors.h"
#include "cli/engine/flag_values.h"

namespace newel::cli {

/// Made by the engine, used by one thread.
class Invocation {
 public:
  Invocation(const Command& command, std::string path, FlagValues values, std::vector<std::string> args,
             StepPaths& paths);

  // Positional arguments.
  const std::vector<std::string>& args() const { return args_; }
  std::size_t arg_count() const { return args_.size(); }
  /// Empty when there are not so many.
  const std::string& arg(std::size_t index) const;
  /// Throws too_few or too_many.
  void expect_args(std::size_t count) const { expect_args(count, count); }
  void expect_args(std::size_t least, std::size_t most) const;

  // Flags, by any of their spellings. A name that the command does not have gives the empty value, so that
  // flows shared by several commands can ask.
  std::string string(std::string_view flag) const { return values_.string(flag); }
  std::vector<std::string> strings(std::string_view flag) const { return values_.strings(flag); }
  bool boolean(std::string_view flag) const { return values_.boolean(flag); }
  std::int64_t integer(std::string_view flag) const { return values_.integer(flag); }
  Duration duration(std::string_view flag) const { return values_.duration(flag); }
  /// By command line, variable or defaults.json, even to the empty text.
  bool is_set(std::string_view flag) const { return values_.is_set(flag); }
  bool has_flag(std::string_view flag) const { return values_.has(flag); }
  /// The value, or throws required(flag) if it is empty.
  std::string required_string(std::string_view flag) const;
  /// Gives a flag a value as if it had been typed.
  void set(std::string_view flag, std::string_view value) { values_.set(flag, value); }

  // Who we are.
  const Command& command() const { return command_; }
  /// "step ca token".
  const std::string& path() const { return path_; }
  /// "step ca certificate <subject> <crt-file> <key-file>": what errors about arguments quote.
  std::string usage_line() const;
  /// Of the selected context. `paths().path()` is what `step path` prints.
  StepPaths& paths() const { return paths_; }

  // Errors that name the command (the others: errors.h). `throw in.too_few();`
  Error too_few() const;
  Error too_many() const;
  Error missing_argument(std::string_view argument) const;  ///< argument without brackets
  Error equal_arguments(std::string_view first, std::string_view second) const;
  Error required(std::string_view flag) const;  ///< 'step ca token' requires the '--ca-url' flag
  Error insecure_command() const;

 private:
  const Command& command_;
  std::string path_;
  FlagValues values_;
  std::vector<std::string> args_;
  StepPaths& paths_;
};

}  // namespace newel::cli
