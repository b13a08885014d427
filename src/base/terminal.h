// The terminal a person sits at: for questions that must not go through standard output.
#pragma once

#include <termios.h>

#include <string>
#include <string_view>

#include "base/secret.h"

namespace newel {

/// Standard input when it is a terminal (with error or output beside it to show the question), else /dev/tty.
/// Not copyable; closes what it opened and gives the terminal back in the mode it found.
class Terminal {
 public:
  /// Throws Error "error allocating terminal: open /dev/tty: no such device or address".
  Terminal();
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  int input() const { return input_; }
  int output() const { return output_; }
  void write(std::string_view text) const;

  /// Shows `prompt`, reads one line with a bullet for each character. Erase, kill (^U) and end of line (^M,
  /// ^D) work; ^C restores the terminal and raises SIGINT. Throws Error when the terminal goes away.
  Secret read_masked(std::string_view prompt);

 private:
  int input_ = -1;
  int output_ = -1;
  bool owned_ = false;
};

/// Character-at-a-time mode without echo for as long as it lives.
class RawMode {
 public:
  explicit RawMode(int descriptor);
  ~RawMode();
  RawMode(const RawMode&) = delete;
  RawMode& operator=(const RawMode&) = delete;

 private:
  int descriptor_;
  termios saved_{};
  bool changed_ = false;
};

}  // namespace newel
