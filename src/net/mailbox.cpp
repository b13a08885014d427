#include "net/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "net/answer_batch.h"
#include "net/tls_errors.h"

namespace newel::net {

Mailbox::Mailbox() : event_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (event_fd_ < 0) throw Error("eventfd: " + errno_text(errno));
}

Mailbox::~Mailbox() { ::close(event_fd_); }

void Mailbox::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t n = ::write(event_fd_, &one, sizeof one);
}

bool Mailbox::mark_signalled() { return !std::exchange(signalled_, true); }

void Mailbox::signal() {
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || !mark_signalled()) return;
  }
  wake();
}

void Mailbox::post(Answer answer) {
  AnswerBatch* batch = AnswerBatch::current();
  bool must_wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    answers_.push_back(std::move(answer));
    must_wake = batch != nullptr ? !signalled_ : mark_signalled();
  }
  if (!must_wake) return;
  if (batch != nullptr) return batch->add(shared_from_this());
  wake();
}

bool Mailbox::post(std::function<void()> task) {
  bool must_wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    tasks_.push_back(std::move(task));
    must_wake = mark_signalled();
  }
  if (must_wake) wake();
  return true;
}

void Mailbox::take(std::vector<Answer>& answers, std::vector<std::function<void()>>& tasks) {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t n = ::read(event_fd_, &count, sizeof count);
  const std::lock_guard lock(mutex_);
  signalled_ = false;
  answers.swap(answers_);
  tasks.swap(tasks_);
}

void Mailbox::close() {
  std::vector<Answer> answers;
  std::vector<std::function<void()>> tasks;
  const std::lock_guard lock(mutex_);
  closed_ = true;
  answers.swap(answers_);
  tasks.swap(tasks_);
}

namespace {

class ResponseSlot {
 public:
  ResponseSlot(std::shared_ptr<Mailbox> mailbox, std::uint64_t connection, std::int32_t stream)
      : mailbox_(std::move(mailbox)), connection_(connection), stream_(stream) {}
  ~ResponseSlot() {
    try {
      send(plain_text_response(500));
    } catch (...) {  // out of memory: the connection's own limits end it
    }
  }
  void send(Response response) {
    if (!used_.exchange(true)) mailbox_->post(Answer{connection_, stream_, std::move(response)});
  }

 private:
  const std::shared_ptr<Mailbox> mailbox_;
  const std::uint64_t connection_;
  const std::int32_t stream_;
  std::atomic<bool> used_{false};
};

}  // namespace

Respond make_respond(std::shared_ptr<Mailbox> mailbox, std::uint64_t connection, std::int32_t stream) {
  auto slot = std::make_shared<ResponseSlot>(std::move(mailbox), connection, stream);
  return [slot](Response response) { slot->send(std::move(response)); };
}

}  // namespace newel::net
