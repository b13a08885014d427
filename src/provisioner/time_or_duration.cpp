#include "base/text.h"
#include "provisioner/sign_options.h"

namespace newel::provisioner {

Expected<TimeOrDuration> TimeOrDuration::parse(std::string_view text) {
  TimeOrDuration out;
  if (text.empty()) return out;
  if (const auto time = parse_rfc3339(text)) {
    out.time = *time;
    return out;
  }
  if (const auto duration = parse_duration(text)) {
    out.duration = *duration;
    return out;
  }
  return failure("failed to parse " + quote(text));
}

std::string TimeOrDuration::to_string() const {
  if (time) return format_rfc3339_nano(*time);
  return is_set() ? format_duration(*duration) : "";
}

}  // namespace newel::provisioner
