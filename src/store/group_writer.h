// The one thread that writes, and the queue before it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "store/batch.h"

namespace newel::store {

/// Collects transactions into batches and hands them, on its own thread, to `write`; then calls each `done`.
/// Thread-safe.
class GroupWriter {
 public:
  struct Hooks {
    std::function<void(std::span<Job>)> write;  ///< fills the results; must not throw
    std::function<void()> told;                 ///< after the `done`s of a batch; must not throw
    /// Calls its argument, which tells the results; may be empty; must not throw.
    std::function<void(const std::function<void()>&)> around_results{};
  };

  /// `in_flight`: how many requests are being worked on, if anybody counts; must outlive this.
  GroupWriter(Hooks hooks, const std::atomic<int>* in_flight);
  ~GroupWriter() { close(); }
  GroupWriter(const GroupWriter&) = delete;
  GroupWriter& operator=(const GroupWriter&) = delete;

  /// After close(): `done` is called at once, with `unavailable`.
  void submit(Transaction transaction, Done done);
  /// Runs the task on the writer's thread between two batches and waits for it; passes on what it throws.
  /// False after close(): nothing ran.
  bool run_between_batches(const std::function<void()>& task);
  /// Writes what is queued, then ends the thread. Idempotent.
  void close();

 private:
  struct Task {
    const std::function<void()>* work;
    std::exception_ptr error;
    bool finished = false;
  };

  void loop();
  void gather(std::unique_lock<std::mutex>& lock);
  std::size_t worth_waiting_for() const;
  void write(std::vector<Job>& batch);
  void run(Task& task, std::unique_lock<std::mutex>& lock);

  const Hooks hooks_;
  const std::atomic<int>* const in_flight_;
  std::mutex mutex_;
  std::condition_variable wake_;       // to the writer
  std::condition_variable task_done_;  // to those who wait for a task
  std::vector<Job> queue_;
  std::deque<Task*> tasks_;
  std::size_t wake_at_ = 1;  // the queue length the writer waits for
  bool closing_ = false;
  std::mutex close_mutex_;
  std::thread thread_;
};

}  // namespace newel::store
