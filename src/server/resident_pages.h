// Giving back the memory that work needed which is over: the start's, a burst of requests'.
#pragma once

#include <chrono>

namespace newel::server {

/// Returns free heap to the system and drops the resident pages of program code; what runs again is mapped
/// again from the page cache. Never fails; thread-safe.
void release_resident_pages();

/// Of this process, all threads together.
std::chrono::nanoseconds processor_time();

/// Tells the end of work from how much processor time the process has used. Not thread-safe.
class QuietWatch {
 public:
  /// `used` as processor_time() gives it, at regular times, one every `quiet_period`. True when there was
  /// work since the last true answer, and next to none since the last question.
  bool work_is_over(std::chrono::nanoseconds used);

 private:
  std::chrono::nanoseconds seen_{0}, given_back_{0};
};

inline constexpr std::chrono::seconds quiet_period{5};

}  // namespace newel::server
