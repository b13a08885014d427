#include "cli/engine/help.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

int run_version(Invocation&) {
  print(version_text());
  return 0;
}

}  // namespace

constexpr Command version_command{
    .name = "version",
    .usage = "display the current version of the cli",
    .usage_text = "**step version**",
    .description = R"(**step version** prints the version, the platform and the release date of this program.

## EXAMPLES

```
$ step version
Smallstep CLI/0.1.0 (linux/amd64)
Release Date: 2026-01-01 12:00 UTC
```
)",
    .action = run_version,
    .no_context = true,
};

}  // namespace newel::cli
