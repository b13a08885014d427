#include "cli/engine/terminal.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/error.h"
#include "base/files.h"

namespace newel::cli {
namespace {

// What a signal handler needs to put the terminal back: plain data, set while a terminal is raw.
volatile sig_atomic_t raw_fd = -1;
termios original;
constexpr std::array deadly = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGFPE};
std::array<struct sigaction, deadly.size()> earlier;

extern "C" void restore_and_die(int signal_number) {
  if (raw_fd >= 0) ::tcsetattr(raw_fd, TCSANOW, &original);
  ::signal(signal_number, SIG_DFL);
  ::raise(signal_number);
}

constexpr char ctrl(char letter) { return static_cast<char>(letter & 0x1f); }

void write_to(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace

Terminal::Terminal(std::string_view flag) {
  if (::isatty(0) == 0 || (::isatty(1) == 0 && ::isatty(2) == 0)) {
    fd_ = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    opened_ = true;
    if (fd_ < 0) {
      std::string text = "error allocating terminal: open /dev/tty: " + reason_of(errno);
      if (!flag.empty())
        text += fmt::format("; without a terminal, give the value with the flag '--{}'", flag);
      throw NoTerminal(std::move(text));
    }
  }
  enter_raw();
}

Terminal::~Terminal() {
  leave_raw();
  if (opened_) ::close(fd_);
}

void Terminal::enter_raw() {
  if (::tcgetattr(fd_, &original) != 0) throw Error("error allocating terminal: " + reason_of(errno));
  raw_fd = fd_;
  struct sigaction action {};
  action.sa_handler = restore_and_die;
  for (std::size_t i = 0; i < deadly.size(); ++i) ::sigaction(deadly[i], &action, &earlier[i]);
  termios raw = original;
  raw.c_iflag &= ~static_cast<tcflag_t>(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON);
  raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(fd_, TCSADRAIN, &raw);
}

void Terminal::leave_raw() {
  ::tcsetattr(fd_, TCSADRAIN, &original);
  raw_fd = -1;
  for (std::size_t i = 0; i < deadly.size(); ++i) ::sigaction(deadly[i], &earlier[i], nullptr);
}

// -1 when nothing comes in time or the terminal is gone.
int Terminal::read_byte(int timeout_ms) {
  pollfd wait{fd_, POLLIN, 0};
  while (::poll(&wait, 1, timeout_ms) < 0 && errno == EINTR) {
  }
  if (wait.revents == 0) return -1;
  unsigned char byte = 0;
  for (;;) {
    const ssize_t n = ::read(fd_, &byte, 1);
    if (n == 1) return byte;
    if (n < 0 && errno == EINTR) continue;
    return -1;
  }
}

// After ESC: "[A", "OA", "[3~". A lone ESC is followed by nothing.
Key Terminal::escape_sequence() {
  const int first = read_byte(50);
  if (first != '[' && first != 'O') return {};
  std::string parameters;
  for (int byte = read_byte(50); byte >= 0; byte = read_byte(50)) {
    if (byte < 0x40) {
      parameters += static_cast<char>(byte);
      continue;
    }
    switch (byte) {
      case 'A':
        return {Key::Kind::up};
      case 'B':
        return {Key::Kind::down};
      case 'C':
        return {Key::Kind::right};
      case 'D':
        return {Key::Kind::left};
      case 'H':
        return {Key::Kind::home};
      case 'F':
        return {Key::Kind::end};
      case '~':
        return {parameters == "3" ? Key::Kind::erase : Key::Kind::other};
      default:
        return {};
    }
  }
  return {};
}

Key Terminal::read_key() {
  const int byte = read_byte(-1);
  if (byte < 0) return {Key::Kind::end_of_input};
  switch (static_cast<char>(byte)) {
    case '\r':
    case '\n':
      return {Key::Kind::enter};
    case 0x7f:
    case ctrl('H'):
      return {Key::Kind::backspace};
    case ctrl('A'):
      return {Key::Kind::home};
    case ctrl('B'):
      return {Key::Kind::left};
    case ctrl('C'):
      return {Key::Kind::interrupt};
    case ctrl('D'):
      return {Key::Kind::end_of_input};
    case ctrl('E'):
      return {Key::Kind::end};
    case ctrl('F'):
      return {Key::Kind::right};
    case ctrl('K'):
      return {Key::Kind::cut_rest};
    case ctrl('N'):
      return {Key::Kind::down};
    case ctrl('P'):
      return {Key::Kind::up};
    case ctrl('U'):
      return {Key::Kind::cut_line};
    case ctrl('W'):
      return {Key::Kind::cut_word};
    case ctrl('Z'):
      leave_raw();
      ::kill(0, SIGTSTP);
      enter_raw();
      return {};
    case '\x1b':
      return escape_sequence();
    default:
      break;
  }
  if (byte < 0x20) return {};
  Key key{Key::Kind::character, std::string(1, static_cast<char>(byte))};
  const int more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0;
  for (int i = 0; i < more; ++i) {
    const int next = read_byte(50);
    if (next < 0) return {};
    key.text += static_cast<char>(next);
  }
  return key;
}

void Terminal::write(std::string_view text) {
  write_to(2, text);
  if (::isatty(2) == 0) write_to(fd_, text);
}

std::size_t Terminal::width() const {
  winsize size{};
  if (::ioctl(fd_, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace newel::cli
