// Passwords are read a character at a time, because each needs its bullet at once. The mode keeps signals off
// (ISIG) so that ^C arrives as a character: the terminal is restored first and the signal raised after, which
// is why no signal handler is needed here.
#include "base/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace newel {
namespace {

constexpr std::string_view bullet = "\xe2\x80\xa2";
constexpr std::string_view rub_out = "\b \b";

bool is_continuation(Byte c) { return (c & 0xc0) == 0x80; }

// Go's lower-case wording of the usual reasons.
std::string reason(int code) {
  if (code == ENXIO) return "no such device or address";
  std::string text = std::strerror(code);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

}  // namespace

Terminal::Terminal() {
  if (::isatty(STDIN_FILENO) && (::isatty(STDERR_FILENO) || ::isatty(STDOUT_FILENO))) {
    input_ = STDIN_FILENO;
    output_ = ::isatty(STDERR_FILENO) ? STDERR_FILENO : STDOUT_FILENO;
    return;
  }
  input_ = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (input_ < 0) throw Error("error allocating terminal: open /dev/tty: " + reason(errno));
  output_ = input_;
  owned_ = true;
}

Terminal::~Terminal() {
  if (owned_) ::close(input_);
}

void Terminal::write(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t n = ::write(output_, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

Secret Terminal::read_masked(std::string_view prompt) {
  SecretBytes typed;
  typed.reserve(256);
  bool interrupted = false;
  {
    RawMode raw(input_);
    write(prompt);
    for (;;) {
      Byte c = 0;
      const ssize_t n = ::read(input_, &c, 1);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) throw Error("error reading from terminal: " + (n < 0 ? reason(errno) : std::string("EOF")));
      if (c == '\r' || c == '\n' || c == 4) break;
      if (c == 3) {
        interrupted = true;
        break;
      }
      if (c == 8 || c == 127) {
        if (typed.empty()) continue;
        while (!typed.empty() && is_continuation(typed.back())) typed.pop_back();
        if (!typed.empty()) typed.pop_back();
        write(rub_out);
      } else if (c == 21) {
        for (const Byte b : typed) {
          if (!is_continuation(b)) write(rub_out);
        }
        typed.clear();
      } else if (c >= 32) {
        typed.push_back(c);
        if (!is_continuation(c)) write(bullet);
      }
    }
    write("\r\n");
  }
  if (interrupted) {
    ::raise(SIGINT);
    throw Error("interrupted");
  }
  return Secret(as_text({typed.data(), typed.size()}));
}

RawMode::RawMode(int descriptor) : descriptor_(descriptor) {
  if (::tcgetattr(descriptor_, &saved_) != 0) return;
  termios raw = saved_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG | IEXTEN);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  changed_ = ::tcsetattr(descriptor_, TCSAFLUSH, &raw) == 0;
}

RawMode::~RawMode() {
  if (changed_) ::tcsetattr(descriptor_, TCSAFLUSH, &saved_);
}

}  // namespace newel
