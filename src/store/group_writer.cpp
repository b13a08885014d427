// Group commit. A durable commit costs one fdatasync (150 to 260 µs on the disks we measured, milliseconds on
// others) however many transactions are in it, so the writer takes whatever has queued up while the last
// commit ran.
//
// With few processor cores that alone makes batches of two or three: the requests that could have shared the
// commit are still being signed. Therefore the writer waits, at most 2 ms, while fewer transactions are
// queued than requests are in flight. A lone client never waits: its transaction is queued and it is the only
// one in flight. Measured at 64 clients on one core: 151 µs of processor per request with the wait, 163 µs
// without.
#include "store/group_writer.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>

namespace newel::store {
namespace {

constexpr std::size_t full_batch = 256;
constexpr auto gather_limit = std::chrono::milliseconds(2);

}  // namespace

GroupWriter::GroupWriter(Hooks hooks, const std::atomic<int>* in_flight)
    : hooks_(std::move(hooks)), in_flight_(in_flight), thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), "store-writer");
}

void GroupWriter::submit(Transaction transaction, Done done) {
  {
    std::unique_lock lock(mutex_);
    if (!closing_) {
      queue_.push_back({std::move(transaction), std::move(done), {}});
      if (queue_.size() >= wake_at_) wake_.notify_one();
      return;
    }
  }
  done({Outcome::unavailable, "the store is closed"});
}

bool GroupWriter::run_between_batches(const std::function<void()>& task) {
  Task waiting{&task, nullptr, false};
  std::unique_lock lock(mutex_);
  if (closing_) return false;
  tasks_.push_back(&waiting);
  wake_.notify_one();
  task_done_.wait(lock, [&] { return waiting.finished; });
  lock.unlock();
  if (waiting.error) std::rethrow_exception(waiting.error);
  return true;
}

void GroupWriter::close() {
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    wake_.notify_one();
  }
  std::unique_lock lock(close_mutex_);
  if (thread_.joinable()) thread_.join();
}

void GroupWriter::loop() {
  std::vector<Job> batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_at_ = 1;
    wake_.wait(lock, [&] { return closing_ || !queue_.empty() || !tasks_.empty(); });
    if (!queue_.empty()) {
      gather(lock);
      batch.swap(queue_);
      lock.unlock();
      write(batch);
      batch.clear();
      lock.lock();
    }
    if (!tasks_.empty()) {
      Task& task = *tasks_.front();
      tasks_.pop_front();
      run(task, lock);
    }
    if (closing_ && queue_.empty() && tasks_.empty()) return;
  }
}

std::size_t GroupWriter::worth_waiting_for() const {
  const int in_flight = in_flight_ == nullptr ? 0 : in_flight_->load(std::memory_order_relaxed);
  return std::min<std::size_t>(in_flight < 0 ? 0 : static_cast<std::size_t>(in_flight), full_batch);
}

void GroupWriter::gather(std::unique_lock<std::mutex>& lock) {
  const auto deadline = std::chrono::steady_clock::now() + gather_limit;
  while (!closing_ && queue_.size() < (wake_at_ = worth_waiting_for())) {
    if (wake_.wait_until(lock, deadline) == std::cv_status::timeout) return;
  }
}

void GroupWriter::write(std::vector<Job>& batch) {
  hooks_.write(batch);
  const auto tell = [&batch] {
    for (const Job& job : batch) job.done(job.result);
  };
  if (hooks_.around_results) {
    hooks_.around_results(tell);
  } else {
    tell();
  }
  hooks_.told();
}

void GroupWriter::run(Task& task, std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  try {
    (*task.work)();
  } catch (...) {
    task.error = std::current_exception();
  }
  lock.lock();
  task.finished = true;
  task_done_.notify_all();
}

}  // namespace newel::store
