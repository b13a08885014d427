// Answers that become ready together wake their event loop together.
#pragma once

#include <memory>
#include <vector>

namespace newel::net {

class Mailbox;

/// While one lives, loops that this thread sends answers to are not woken; when it ends, each is woken once.
/// Without it, on a machine with one core, every answer would switch to the event loop and back. Keep it
/// short: the answers wait. One inside another adds to the outer one.
class AnswerBatch {
 public:
  AnswerBatch();
  ~AnswerBatch();
  AnswerBatch(const AnswerBatch&) = delete;
  AnswerBatch& operator=(const AnswerBatch&) = delete;

  /// Wakes who has waited until now.
  void flush();
  bool empty() const { return waiting_.empty(); }

  /// This thread's outermost one, or null.
  static AnswerBatch* current();
  void add(std::shared_ptr<Mailbox> mailbox);

 private:
  std::vector<std::shared_ptr<Mailbox>> waiting_;
};

}  // namespace newel::net
