#include "cli/engine/invocation.h"

#include <fmt/core.h>

namespace newel::cli {

Invocation::Invocation(const Command& command, std::string path, FlagValues values,
                       std::vector<std::string> args, StepPaths& paths)
    : command_(command),
      path_(std::move(path)),
      values_(std::move(values)),
      args_(std::move(args)),
      paths_(paths) {}

const std::string& Invocation::arg(std::size_t index) const {
  static const std::string none;
  return index < args_.size() ? args_[index] : none;
}

void Invocation::expect_args(std::size_t least, std::size_t most) const {
  if (args_.size() < least) throw too_few();
  if (args_.size() > most) throw too_many();
}

std::string Invocation::required_string(std::string_view flag) const {
  std::string value = string(flag);
  if (value.empty()) throw required(flag);
  return value;
}

std::string Invocation::usage_line() const {
  const std::string_view first = command_.usage_text.substr(0, command_.usage_text.find('\n'));
  std::string plain;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first.substr(i, 2) == "**") {
      ++i;
    } else {
      plain += first[i];
    }
  }
  while (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

Error Invocation::too_few() const {
  return Error(fmt::format("not enough positional arguments were provided in '{}'", usage_line()));
}

Error Invocation::too_many() const {
  return Error(fmt::format("too many positional arguments were provided in '{}'", usage_line()));
}

Error Invocation::missing_argument(std::string_view argument) const {
  return Error(fmt::format("missing positional argument <{}> in '{}'", argument, usage_line()));
}

Error Invocation::equal_arguments(std::string_view first, std::string_view second) const {
  return Error(
      fmt::format("positional arguments <{}> and <{}> cannot be equal in '{}'", first, second, usage_line()));
}

Error Invocation::required(std::string_view flag) const {
  return Error(fmt::format("'{}' requires the '--{}' flag", path_, flag));
}

Error Invocation::insecure_command() const { return required("insecure"); }

}  // namespace newel::cli
