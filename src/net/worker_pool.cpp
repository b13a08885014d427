#include "net/worker_pool.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <csignal>

#include "net/answer_batch.h"

namespace newel::net {
namespace {

constexpr auto longest_hold = std::chrono::microseconds(200);

}  // namespace

struct SignalsBlocked::Saved {
  sigset_t mask;
};

SignalsBlocked::SignalsBlocked() : saved_(std::make_unique<Saved>()) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &saved_->mask);
}

SignalsBlocked::~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &saved_->mask, nullptr); }

WorkerPool::WorkerPool(int threads) : thread_count_(static_cast<std::size_t>(threads)) {
  const SignalsBlocked blocked;
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

int threads_or_cores(int wanted) {
  if (wanted > 0) return wanted;
  // The cores we may use, not those the machine has: a service is often pinned to fewer, and threads beyond
  // them only switch.
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return std::max(1, CPU_COUNT(&allowed));
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

WorkerPool::~WorkerPool() { stop(); }

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::submit(std::vector<Job>& jobs) {
  if (jobs.empty()) return;
  std::size_t wake = 0;
  {
    const std::lock_guard lock(mutex_);
    for (auto& job : jobs) queue_.push_back(std::move(job));
    wake = std::min(sleeping_, queue_.size());
  }
  jobs.clear();
  for (; wake > 0; --wake) ready_.notify_one();
}

// Quick answers leave together; none waits long for a slow handler behind it.
void WorkerPool::handle(std::vector<Job>& batch) {
  AnswerBatch answers;
  auto held_since = std::chrono::steady_clock::time_point::max();
  for (auto& job : batch) {
    if (job.queued != nullptr) --*job.queued;  // now the handler counts it, if it likes to
    try {
      (*job.handler)(job.request, std::move(job.respond));
    } catch (...) {
      // The last copy of `respond` is gone, and has answered 500.
    }
    if (answers.empty()) continue;
    const auto now = std::chrono::steady_clock::now();
    held_since = std::min(held_since, now);
    if (now - held_since < longest_hold) continue;
    answers.flush();
    held_since = std::chrono::steady_clock::time_point::max();
  }
}

void WorkerPool::run() {
  constexpr std::size_t max_batch = 16;
  std::vector<Job> batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    while (queue_.empty()) {
      if (stopping_) return;
      ++sleeping_;
      ready_.wait(lock);
      --sleeping_;
    }
    const std::size_t share = (queue_.size() + thread_count_ - 1) / thread_count_;
    for (std::size_t n = std::min(max_batch, share); n > 0; --n) {
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    lock.unlock();
    handle(batch);
    batch.clear();
    lock.lock();
  }
}

}  // namespace newel::net
