// Other programs, run for what they do or say, not for what they print on our terminal.
#pragma once

#include "base/process.h"

namespace newel::client {

struct CapturedRun {
  ProcessResult result;
  std::string output;  ///< both streams
};

/// Runs a program with `input` as its standard input. Throws Error when it is not there. Changes the standard
/// descriptors of the process while it runs: for the command line only.
CapturedRun run_captured(const std::vector<std::string>& arguments, std::string_view input = {});

/// The same; anything but success throws Error `failed to execute "<command>" failed with: <reason>`, and
/// what the program said about it.
std::string run_or_throw(const std::vector<std::string>& arguments, std::string_view input = {});

}  // namespace newel::client
