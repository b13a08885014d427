#include "base/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>

namespace newel::log {

void line(std::string_view text) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y/%m/%d %H:%M:%S ", &local);
  std::string out = stamp;
  out += text;
  out += '\n';
  // One write keeps lines of several threads apart; a full pipe or closed descriptor is nobody's failure.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, out.data(), out.size());
}

}  // namespace newel::log
