#include "dialog.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <map>
#include <stdexcept>

namespace newel::t {
namespace {

constexpr int expect_seconds = 60;

// What the names of `key` send.
std::string key_bytes(const std::string& name) {
  static const std::map<std::string, std::string> named = {
      {"enter", "\r"},       {"up", "\x1b[A"},   {"down", "\x1b[B"}, {"right", "\x1b[C"},
      {"left", "\x1b[D"},    {"home", "\x1b[H"}, {"end", "\x1b[F"},  {"delete", "\x1b[3~"},
      {"backspace", "\x7f"}, {"tab", "\t"},      {"escape", "\x1b"},
  };
  if (auto found = named.find(name); found != named.end()) return found->second;
  if (name.size() == 2 && name[0] == '^') return {static_cast<char>(name[1] & 0x1f)};
  return name;
}

std::string plain(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      i += 2;
      while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
    } else if (text[i] != '\r') {
      out += text[i];
    }
  }
  return out;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// Copies what is ready; false at the end.
bool relay(int from, int to) {
  char buffer[4096];
  const ssize_t n = ::read(from, buffer, sizeof buffer);
  return n > 0 && write_all(to, {buffer, static_cast<std::size_t>(n)});
}

}  // namespace

Dialog::Dialog(const std::string& keys, const std::string& screen) {
  keys_ = ::open(keys.c_str(), O_WRONLY | O_CLOEXEC);
  screen_ = ::open(screen.c_str(), O_RDONLY | O_CLOEXEC);
  if (keys_ < 0 || screen_ < 0) throw std::runtime_error("cannot open the pipes of a dialog");
}

void Dialog::close() {
  if (keys_ >= 0) ::close(keys_);
  if (screen_ >= 0) ::close(screen_);
  keys_ = screen_ = -1;
}

std::string Dialog::screen() const { return plain(shown_); }

bool Dialog::read_more(int timeout_ms) {
  pollfd wait{screen_, POLLIN, 0};
  if (::poll(&wait, 1, timeout_ms) <= 0) return false;
  char buffer[4096];
  const ssize_t n = ::read(screen_, buffer, sizeof buffer);
  if (n <= 0) return false;
  shown_.append(buffer, static_cast<std::size_t>(n));
  return true;
}

std::string Dialog::wait_for(const std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(expect_seconds);
  for (;;) {
    const std::string now = screen();
    if (const std::size_t at = now.find(text, std::min(seen_, now.size())); at != std::string::npos) {
      seen_ = at + text.size();
      return {};
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now())
            .count();
    if (left <= 0 || !read_more(static_cast<int>(left))) return "this never appeared: " + text;
  }
}

std::string Dialog::run(const std::vector<DialogStep>& steps) {
  std::vector<std::string> absent;
  for (const DialogStep& step : steps) {
    std::string trouble;
    if (step.verb == "expect") trouble = wait_for(step.text);
    if (step.verb == "absent") absent.push_back(step.text);
    if (step.verb == "send" && !write_all(keys_, step.text + "\r")) trouble = "nobody reads: " + step.text;
    if (step.verb == "key" && !write_all(keys_, key_bytes(step.text)))
      trouble = "nobody reads the key " + step.text;
    if (!trouble.empty()) return "line " + std::to_string(step.line) + ": " + trouble;
  }
  while (read_more(expect_seconds * 1000)) {
  }
  for (const std::string& text : absent) {
    if (screen().find(text) != std::string::npos) return "this must not appear: " + text;
  }
  return {};
}

int serve_pty(const std::string& keys, const std::string& screen, const std::string& script) {
  const int input = ::open(keys.c_str(), O_RDONLY | O_CLOEXEC);
  const int output = ::open(screen.c_str(), O_WRONLY | O_CLOEXEC);
  int terminal = -1;
  winsize size{50, 200, 0, 0};
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) return 126;
  if (child == 0) {
    ::execl("/bin/bash", "bash", "--noprofile", "--norc", script.c_str(), nullptr);
    ::_exit(127);
  }
  bool typing = true;
  for (;;) {
    pollfd waits[2] = {{terminal, POLLIN, 0}, {typing ? input : -1, POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0 && errno != EINTR) break;
    if (waits[1].revents != 0 && !relay(input, terminal)) typing = false;
    if (waits[0].revents != 0 && !relay(terminal, output)) break;
  }
  ::close(output);
  ::close(terminal);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace newel::t
