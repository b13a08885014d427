// The terminal in raw mode, one key at a time.
#pragma once

#include <termios.h>

#include <string>
#include <string_view>

#include "base/error.h"

namespace newel::cli {

struct Key {
  enum class Kind {
    character,
    enter,
    backspace,
    erase,
    up,
    down,
    left,
    right,
    home,
    end,
    cut_line,
    cut_word,
    cut_rest,
    interrupt,
    end_of_input,
    other,
  };
  Kind kind = Kind::other;
  std::string text = {};  ///< the UTF-8 character
};

/// There is nobody to ask.
struct NoTerminal : Error {
  using Error::Error;
};

/// Runs what asks where no flag of the command answers: without a terminal the error says what to do
/// `otherwise` (nothing more if that is empty).
template <class Ask>
auto asking(std::string_view otherwise, const Ask& ask) {
  try {
    return ask();
  } catch (const NoTerminal& error) {
    if (otherwise.empty()) throw;
    throw Error(error.text() + "; without a terminal, " + std::string(otherwise));
  }
}

/// Raw from construction to destruction, and put back as it was on the way out of the process by a signal
/// too. Standard input if it and standard output or error are terminals, else /dev/tty. One at a time.
class Terminal {
 public:
  /// Throws NoTerminal "error allocating terminal: open /dev/tty: …"; `flag` is what would have answered the
  /// question.
  explicit Terminal(std::string_view flag);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// Waits. Ctrl-Z stops the process as in any program; when it goes on, the answer is `other`, so that the
  /// caller draws again.
  Key read_key();
  /// To standard error, and to the terminal itself if standard error is elsewhere.
  void write(std::string_view text);
  /// Columns; 80 when unknown.
  std::size_t width() const;

 private:
  int read_byte(int timeout_ms);
  Key escape_sequence();
  void enter_raw();
  void leave_raw();

  int fd_ = 0;
  bool opened_ = false;
};

}  // namespace newel::cli
