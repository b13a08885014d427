#include "cli/engine/help.h"

#include <fmt/core.h>

#include "base/text.h"
#include "cli/engine/engine.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

int show_topic(const std::vector<std::string>& words) {
  const Command* command = &command_tree();
  std::string path(command->name);
  for (const std::string& word : words) {
    const Command* next = find_subcommand(*command, word);
    if (next == nullptr) {
      say(fmt::format("No help topic for '{} {}'", command_tree().name, join(words, " ")));
      return 3;
    }
    command = next;
    path += " " + std::string(next->name);
  }
  print(terminal_help(*command, path, HelpForm::topic));
  return 0;
}

int run_help(Invocation& in) { return show_topic(in.args()); }

}  // namespace

constexpr Command help_command{
    .name = "help",
    .aliases = "h",
    .usage = "display help for the specified command or command group",
    .usage_text = "**step help** <command>",
    .description = R"(**step help** shows what a command or a group of commands does and which flags it takes.

## EXAMPLES

Show the help of a command:
```
$ step help ca certificate
```
)",
    .action = run_help,
    .no_context = true,
};

}  // namespace newel::cli
