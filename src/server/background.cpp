#include "server/background.h"

#include <algorithm>

#include "base/log.h"

namespace newel::server {
namespace {

constexpr auto longest_sleep = std::chrono::seconds(60);
constexpr Time at_once{};

}  // namespace

Background::Background(const Clock& clock) : clock_(clock), thread_([this] { run(); }) {}

Background::~Background() { stop(); }

void Background::post(Task task) { at(at_once, std::move(task)); }

Background::Ticket Background::at(Time when, Task task) {
  const std::lock_guard lock(mutex_);
  const Ticket ticket = ++last_ticket_;
  tasks_.emplace(std::pair(when, ticket), std::move(task));
  changed_.notify_one();
  return ticket;
}

void Background::cancel(Ticket ticket) {
  const std::lock_guard lock(mutex_);
  std::erase_if(tasks_, [ticket](const auto& entry) { return entry.first.second == ticket; });
}

void Background::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    std::erase_if(tasks_, [](const auto& entry) { return entry.first.first != at_once; });
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

// Waits for the next task; false when there will be none.
bool Background::take_due(std::unique_lock<std::mutex>& lock, Task& task) {
  for (;;) {
    if (tasks_.empty()) {
      if (stopping_) return false;
      changed_.wait(lock);
      continue;
    }
    const auto first = tasks_.begin();
    const auto left = first->first.first - clock_.now();
    if (left <= left.zero()) {
      task = std::move(first->second);
      tasks_.erase(first);
      return true;
    }
    if (stopping_) return false;
    changed_.wait_for(lock, std::min<std::chrono::microseconds>(left, longest_sleep));
  }
}

void Background::run() {
  std::unique_lock lock(mutex_);
  Task task;
  while (take_due(lock, task)) {
    lock.unlock();
    try {
      task();
    } catch (const std::exception& error) {
      log::line(std::string("unexpected error: ") + error.what());
    }
    task = nullptr;
    lock.lock();
  }
}

}  // namespace newel::server
