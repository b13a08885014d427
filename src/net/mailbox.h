// How other threads reach an event loop: answers and tasks are put into its mailbox, an eventfd wakes it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "net/http.h"

namespace newel::net {

/// An answer names its connection by id, never by pointer: the connection may be gone when it arrives.
struct Answer {
  std::uint64_t connection = 0;
  std::int32_t stream = 0;
  Response response;
};

/// Thread-safe. Outlives its loop as long as an answer is owed.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
 public:
  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  int event_fd() const { return event_fd_; }
  /// Wakes the loop, at once or at the end of this thread's AnswerBatch.
  void post(Answer answer);
  /// False, and nothing done, when the loop has ended.
  bool post(std::function<void()> task);
  /// For the loop: everything posted so far, into empty vectors.
  void take(std::vector<Answer>& answers, std::vector<std::function<void()>>& tasks);
  /// The loop has ended: later posts are dropped.
  void close();
  /// Wakes the loop unless that was done since it last looked. For AnswerBatch.
  void signal();

 private:
  bool mark_signalled();  // with the mutex; true: somebody must wake()
  void wake();
  std::mutex mutex_;
  bool closed_ = false;
  bool signalled_ = false;
  std::vector<Answer> answers_;
  std::vector<std::function<void()>> tasks_;
  int event_fd_;
};

/// The Respond function for one request: the first call counts; if the last copy goes unused, a 500 is sent.
Respond make_respond(std::shared_ptr<Mailbox> mailbox, std::uint64_t connection, std::int32_t stream);

}  // namespace newel::net
