#include "server/line_writer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace newel::server {
namespace {

constexpr std::size_t max_buffered = 4u << 20;

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(descriptor, text.data(), text.size());
    if (n > 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (n < 0 && errno == EAGAIN) {
      pollfd ready{descriptor, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (n >= 0 || errno != EINTR) {
      return;  // nobody is there to read
    }
  }
}

}  // namespace

LineWriter::LineWriter(int descriptor) : descriptor_(descriptor), thread_([this] { run(); }) {}

LineWriter::~LineWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  filled_.notify_one();
  thread_.join();
}

void LineWriter::write(std::string_view line) {
  std::unique_lock lock(mutex_);
  emptied_.wait(lock, [this] { return buffer_.size() < max_buffered || stopping_; });
  const bool was_empty = buffer_.empty();
  buffer_ += line;
  lock.unlock();
  if (was_empty) filled_.notify_one();
}

void LineWriter::run() {
  std::string lines;
  for (;;) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return !buffer_.empty() || stopping_; });
    if (buffer_.empty()) return;
    lines.clear();
    lines.swap(buffer_);
    lock.unlock();
    emptied_.notify_all();
    write_all(descriptor_, lines);
  }
}

}  // namespace newel::server
