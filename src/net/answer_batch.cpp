#include "net/answer_batch.h"

#include <algorithm>

#include "net/mailbox.h"

namespace newel::net {
namespace {

thread_local AnswerBatch* outermost = nullptr;

}  // namespace

AnswerBatch::AnswerBatch() {
  if (outermost == nullptr) outermost = this;
}

AnswerBatch::~AnswerBatch() {
  if (outermost == this) outermost = nullptr;
  flush();
}

AnswerBatch* AnswerBatch::current() { return outermost; }

void AnswerBatch::add(std::shared_ptr<Mailbox> mailbox) {
  if (std::find(waiting_.begin(), waiting_.end(), mailbox) == waiting_.end())
    waiting_.push_back(std::move(mailbox));
}

void AnswerBatch::flush() {
  for (const auto& mailbox : waiting_) mailbox->signal();
  waiting_.clear();
}

}  // namespace newel::net
