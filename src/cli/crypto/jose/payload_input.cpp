#include "cli/crypto/jose/payload_input.h"

#include <sys/stat.h>

#include "cli/engine/output_file.h"

namespace newel::cli::crypto {

std::string read_payload(const Invocation& in, std::string& name) {
  in.expect_args(0, 1);
  name = "STDIN";
  if (in.arg_count() == 1 && in.arg(0) != "-") {
    name = in.arg(0);
    return read_input(name);
  }
  struct stat status {};
  const bool piped = ::fstat(0, &status) == 0 &&
                     (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || status.st_size > 0);
  if (in.arg_count() == 0 && !piped) return "";
  return read_input("-");
}

}  // namespace newel::cli::crypto
