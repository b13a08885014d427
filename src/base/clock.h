// The clock that everything above `base` asks, so that a test can replay a year in a second.
#pragma once

#include <atomic>

#include "base/time.h"

namespace newel {

/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

/// A clock that stands still until it is told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : micros_(start.time_since_epoch().count()) {}
  Time now() const override { return Time(std::chrono::microseconds(micros_.load())); }
  void set(Time t) { micros_ = t.time_since_epoch().count(); }
  void advance(Duration d) { micros_ += std::chrono::duration_cast<std::chrono::microseconds>(d).count(); }

 private:
  std::atomic<std::int64_t> micros_;
};

/// The process-wide system clock.
const Clock& system_clock();

}  // namespace newel
