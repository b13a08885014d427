#include "cli/shared/secret_input.h"

#include <sys/stat.h>

#include "base/files.h"
#include "cli/engine/prompt.h"

namespace newel::cli {

Secret secret_from_stdin_or_prompt(const std::string& label, const std::string& failing) {
  struct stat status {};
  const bool piped = ::fstat(0, &status) == 0 &&
                     (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || status.st_size > 0);
  if (!piped) return ask_password({.label = label, .failing = failing});
  return Secret(value_or_throw(read_stdin()));
}

}  // namespace newel::cli
