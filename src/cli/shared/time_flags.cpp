#include "cli/shared/time_flags.h"

namespace newel::cli {

std::optional<Time> time_from_flag(const Invocation& in, std::string_view flag, Time now) {
  const std::string value = in.string(flag);
  if (value.empty()) return std::nullopt;
  if (const auto time = parse_rfc3339(value)) return *time;
  if (const auto duration = parse_duration(value)) return now + *duration;
  throw invalid_flag_value(flag, value);
}

}  // namespace newel::cli
