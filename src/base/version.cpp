#include "base/version.h"

#include "base/clock.h"

#ifndef NEWEL_VERSION
#define NEWEL_VERSION "0000000-dev"
#endif
#ifndef NEWEL_RELEASE_DATE
#define NEWEL_RELEASE_DATE ""
#endif

namespace newel {

std::string version() { return NEWEL_VERSION; }

std::string release_date() {
  const std::string built = NEWEL_RELEASE_DATE;
  if (!built.empty()) return built;
  const std::string now = format_go_time(floor_seconds(system_clock().now()));
  return now.substr(0, 16) + " UTC";
}

std::string platform() {
#if defined(__x86_64__)
  return "linux/amd64";
#elif defined(__aarch64__)
  return "linux/arm64";
#else
  return "linux/unknown";
#endif
}

}  // namespace newel
