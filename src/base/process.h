// Running other programs, without a shell: every argument arrives as it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace newel {

/// What came of a program that was started.
struct ProcessResult {
  int status = 0;  ///< its exit status; 128 + signal when a signal ended it
  /// "exit status 3", "signal: killed": as Go words it.
  std::string describe() const;
  bool signalled = false;
};

/// The path of a program: itself when it contains a slash, else the first executable of that name on PATH.
std::optional<std::string> find_program(std::string_view name);

/// Runs a program to its end; it inherits the terminal, the environment, and no blocked signals. With `input`
/// it reads that instead of our standard input. Throws Error `exec: "<name>": executable file not found in
/// $PATH`.
ProcessResult run_program(const std::vector<std::string>& arguments,
                          std::optional<std::string_view> input = {});

/// Starts a program and lets it go: it gets no input, its output goes nowhere, nobody waits for it. Throws
/// Error as run_program() does when it cannot be started.
void start_program(const std::vector<std::string>& arguments);

}  // namespace newel
