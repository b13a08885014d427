// Talking to a program on a terminal: wait for a text, type an answer.
#pragma once

#include <string>
#include <vector>

#include "test_file.h"

namespace newel::t {

/// The runner's side. Not thread-safe.
class Dialog {
 public:
  /// Two named pipes that the child opens too: keys to it, its screen from it.
  Dialog(const std::string& keys, const std::string& screen);
  ~Dialog() { close(); }
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;

  /// Goes through the steps, then reads the screen to its end. What went wrong, or empty.
  std::string run(const std::vector<DialogStep>& steps);
  void close();
  /// Everything shown, without escapes and carriage returns.
  std::string screen() const;

 private:
  bool read_more(int timeout_ms);
  std::string wait_for(const std::string& text);

  int keys_ = -1;
  int screen_ = -1;
  std::string shown_;
  std::size_t seen_ = 0;  ///< how much of screen() earlier expectations have used up
};

/// The child's side, run by the shell: a new terminal, `bash script` on it, bytes relayed until it ends.
/// Returns the exit status of the script (128 + signal when it was killed).
int serve_pty(const std::string& keys, const std::string& screen, const std::string& script);

}  // namespace newel::t
