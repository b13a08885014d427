// Threads for requests that wait for others: identity providers, clusters. Workers never wait; here a few do,
// and a bounded number more stand in line.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace newel::server {

/// Thread-safe. The first task starts the threads: a server whose provisioners never wait has none.
class WaitingPool {
 public:
  using Task = std::function<void()>;

  explicit WaitingPool(std::size_t threads = 8, std::size_t queue = 256)
      : thread_count_(threads), max_queue_(queue) {}
  ~WaitingPool();  ///< stop()

  /// False, and nothing is kept, when too many tasks stand in line or the pool has stopped. A task must not
  /// throw.
  bool submit(Task task);
  /// Lets running tasks end and drops the others: a server stops when its clients have their answers, or are
  /// not waited for any longer.
  void stop();

 private:
  void run();

  const std::size_t thread_count_, max_queue_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> queue_;
  std::size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace newel::server
