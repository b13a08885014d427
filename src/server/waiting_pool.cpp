#include "server/waiting_pool.h"

#include "net/worker_pool.h"

namespace newel::server {

WaitingPool::~WaitingPool() { stop(); }

bool WaitingPool::submit(Task task) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() >= max_queue_) return false;
  queue_.push_back(std::move(task));
  if (idle_ < queue_.size() && threads_.size() < thread_count_) {
    const net::SignalsBlocked blocked;
    threads_.emplace_back([this] { run(); });
  }
  ready_.notify_one();
  return true;
}

void WaitingPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    --idle_;
    if (stopping_) return;
    Task task = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    task();
    task = nullptr;  // what it holds goes before the next one is waited for
    lock.lock();
  }
}

void WaitingPool::stop() {
  std::deque<Task> dropped;  // goes without the lock: what tasks hold may take it again
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    threads.swap(threads_);
    dropped.swap(queue_);
  }
  ready_.notify_all();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace newel::server
