// Threads that run request handlers.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "net/http.h"

namespace newel::net {

struct Job {
  std::shared_ptr<const Handler> handler;
  std::shared_ptr<const Request> request;
  Respond respond;
  std::atomic<int>* queued = nullptr;  ///< counts this job until it is taken up
};

/// Thread-safe. A worker takes several jobs at a time: under load that pays for the hand-over from the event
/// loop, while a queue shorter than the pool is spread over it.
class WorkerPool {
 public:
  explicit WorkerPool(int threads);
  ~WorkerPool();  ///< stop()
  void stop();    ///< runs what is queued, then joins
  /// Takes all of `jobs` and leaves it empty.
  void submit(std::vector<Job>& jobs);

 private:
  void run();
  static void handle(std::vector<Job>& batch);
  const std::size_t thread_count_;  // the vector below still grows while the first threads run
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> queue_;
  std::size_t sleeping_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

/// The number wanted; for 0 that of the machine's cores.
int threads_or_cores(int wanted);

/// Threads made while this lives are sent no signals: those are for the main thread.
class SignalsBlocked {
 public:
  SignalsBlocked();
  ~SignalsBlocked();
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  struct Saved;
  std::unique_ptr<Saved> saved_;
};

}  // namespace newel::net
