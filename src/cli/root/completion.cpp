#include "cli/engine/completion.h"

#include <fmt/core.h>

#include "cli/engine/engine.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

int run_completion(Invocation& in) {
  in.expect_args(1);
  const std::string script = completion_script(command_tree(), in.arg(0));
  if (script.empty()) throw Error(fmt::format("unsupported shell {}", in.arg(0)));
  print(script);
  return 0;
}

}  // namespace

constexpr Command completion_command{
    .name = "completion",
    .usage = "print the shell completion script",
    .usage_text = "**step completion** <shell>",
    .description =
        R"(**step completion** prints a script that makes a shell complete the commands and flags of **step**.

## POSITIONAL ARGUMENTS

<shell>
:  The shell: **bash**, **zsh** or **fish**.

## EXAMPLES

Complete in this bash session:
```
$ source <(step completion bash)
```

Complete in every bash session:
```
$ step completion bash > ~/.local/share/bash-completion/completions/step
```

Complete in zsh, given a folder on **fpath**:
```
$ step completion zsh > ~/.zfunc/_step
```

Complete in fish:
```
$ step completion fish > ~/.config/fish/completions/step.fish
```
)",
    .action = run_completion,
    .no_context = true,
    .completions = "bash,zsh,fish",
};

}  // namespace newel::cli
