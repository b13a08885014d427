#include "cli/engine/errors.h"

#include <fmt/core.h>

#include "base/files.h"

namespace newel::cli {

Error invalid_flag_value(std::string_view flag, std::string_view value, std::string_view options) {
  std::string text = value.empty() ? fmt::format("missing value for flag '--{}'", flag)
                                   : fmt::format("invalid value '{}' for flag '--{}'", value, flag);
  if (!options.empty()) text += fmt::format("; options are {}", options);
  return Error(std::move(text));
}

Error invalid_flag_value_hint(std::string_view flag, std::string_view value, std::string_view hint) {
  Error plain = invalid_flag_value(flag, value);
  return hint.empty() ? plain : Error(fmt::format("{}; {}", plain.text(), hint));
}

Error incompatible_with(std::string_view flag, std::string_view what) {
  return Error(fmt::format("flag '--{}' is incompatible with '{}'", flag, what));
}

Error incompatible_flags(std::string_view flag, std::string_view other) {
  return Error(fmt::format("flag '--{}' is incompatible with '--{}'", flag, other));
}

Error incompatible_flag_value(std::string_view flag, std::string_view other, std::string_view value) {
  return Error(fmt::format("flag '--{}' is incompatible with flag '--{} {}'", flag, other, value));
}

Error incompatible_values(std::string_view flag, std::string_view value, std::string_view other,
                          std::string_view other_value, std::string_view options) {
  std::string text =
      fmt::format("flag '--{} {}' is incompatible with flag '--{} {}'", flag, value, other, other_value);
  if (!options.empty()) text += fmt::format("\n\n  Option(s): --{} {}", other, options);
  return Error(std::move(text));
}

Error required_with(std::string_view flag, std::string_view other) {
  return Error(fmt::format("flag '--{}' requires the '--{}' flag", flag, other));
}

Error required_with_value(std::string_view flag, std::string_view value, std::string_view other) {
  return Error(fmt::format("'--{} {}' requires the '--{}' flag", flag, value, other));
}

Error required_with_provisioner_type(std::string_view type, std::string_view flag) {
  return Error(fmt::format("provisioner type '{}' requires the '--{}' flag", type, flag));
}

Error required_unless(std::string_view flag, std::string_view other) {
  return Error(fmt::format("flag '--{}' is required unless the '--{}' flag is provided", flag, other));
}

Error required_or(std::string_view flag, std::string_view other) {
  return Error(fmt::format("one of flag --{} or --{} is required", flag, other));
}

Error required_with_or(std::string_view with, std::string_view flag, std::string_view other) {
  return Error(fmt::format("one of flag --{} or --{} is required with flag --{}", flag, other, with));
}

Error required_insecure(std::string_view flag) { return required_with(flag, "insecure"); }

Error required_insecure_value(std::string_view flag, std::string_view value) {
  return Error(fmt::format("flag '--{} {}' requires the '--insecure' flag", flag, value));
}

Error required_insecure_argument(std::string_view argument) {
  return Error(fmt::format("positional argument <{}> requires the '--insecure' flag", argument));
}

Error required_unless_subtle(std::string_view flag) { return required_unless(flag, "subtle"); }

Error min_size_insecure(std::string_view flag, std::string_view size) {
  return Error(
      fmt::format("flag '--{}' requires at least {} unless '--insecure' flag is provided", flag, size));
}

Error min_size(std::string_view flag, std::string_view size) {
  return Error(fmt::format("flag '--{}' must be greater than or equal to {}", flag, size));
}

Error mutually_exclusive(std::string_view flag, std::string_view other) {
  return Error(fmt::format("flag '--{}' and flag '--{}' are mutually exclusive", flag, other));
}

Error file_error(std::string_view operation, std::string_view path, int error_number) {
  return Error(fmt::format("{} {} failed: {}", operation, path, reason_of(error_number)));
}

Error unexpected_file_error(std::string_view path, std::string_view text) {
  return Error(fmt::format("unexpected error on {}: {}", path, text));
}

Error friendly(std::string_view text, std::string_view message) {
  return {0, std::string(text), std::string(message)};
}

}  // namespace newel::cli
