// Programs that add a first word to step: step-NAME-plugin.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace newel::cli {

/// BASE/plugins/step-<name>-plugin if it exists, else the same on PATH.
std::optional<std::string> find_plugin(const std::string& name);

/// Runs it with our standard streams and environment and returns its exit status; a status that is not 0 is
/// also said on standard error. Throws Error if it cannot be started.
int run_plugin(const std::string& program, const std::vector<std::string>& args);

/// What the plugin printed on standard output, given `input` on its standard input. Throws Error
/// `command "<program and arguments>" failed with:` and, in the lines below, what it said on standard error.
std::string plugin_output(const std::string& program, const std::vector<std::string>& args,
                          const std::string& input = {});

}  // namespace newel::cli
