#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

constexpr auto flags = flag_list(
    Flag{.names = "base", .kind = Kind::boolean, .usage = "Print the base path, which no context moves."},
    Flag{.names = "profile",
         .kind = Kind::boolean,
         .usage = "Print the path of the current context's profile."});

int run_path(Invocation& in) {
  const StepPaths& paths = in.paths();
  const std::string path = in.boolean("base")      ? paths.base()
                           : in.boolean("profile") ? paths.profile_path()
                                                   : paths.path();
  print(path + "\n");
  return 0;
}

}  // namespace

constexpr Command path_command{
    .name = "path",
    .usage = "print the configured step path and exit",
    .usage_text = "**step path** [**--base**] [**--profile**]",
    .description =
        R"(**step path** prints the folder where **step** keeps certificates, keys and configuration.

That is **$HOME/.step**, unless the variable **STEPPATH** names another folder. A selected context moves it to the
folder of the context's authority; see **step context**.

## EXAMPLES

Print the path in use:
```
$ step path
/home/jane/.step
```

Put the files of one project aside:
```
$ export STEPPATH=/srv/project/step
$ step path
/srv/project/step
```

Print the base path whatever the context:
```
$ step path --base
/home/jane/.step
```
)",
    .action = run_path,
    .flags = flags,
};

}  // namespace newel::cli
