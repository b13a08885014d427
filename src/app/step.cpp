// step: the command line. Everything is in the command tables and the engine that runs them.
#include <string>
#include <vector>

#include "app/standard_files.h"
#include "cli/engine/engine.h"
#include "cli/root/tree.h"

int main(int argc, char** argv) {
  newel::open_standard_files();
  return newel::cli::run(newel::cli::root_command, std::vector<std::string>(argv + 1, argv + argc));
}
