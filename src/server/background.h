// One thread for everything that happens beside requests: renewing the server's certificate, new revocation
// lists, removal of rows that have had their time.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "base/clock.h"

namespace newel::server {

/// Thread-safe. Tasks run one at a time, in the order they are due; one that throws is logged and forgotten.
class Background {
 public:
  using Task = std::function<void()>;
  using Ticket = std::uint64_t;

  explicit Background(const Clock& clock = system_clock());
  ~Background();  ///< stop()

  void post(Task task);
  /// By the clock on the wall, not by elapsed time: after a machine slept, what fell due meanwhile runs
  /// within a minute.
  Ticket at(Time when, Task task);
  /// A task that is already running is not waited for.
  void cancel(Ticket ticket);
  /// Runs what was posted before, drops what waits for its time, ends the thread.
  void stop();

 private:
  void run();
  bool take_due(std::unique_lock<std::mutex>& lock, Task& task);

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::pair<Time, Ticket>, Task> tasks_;
  Ticket last_ticket_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace newel::server
