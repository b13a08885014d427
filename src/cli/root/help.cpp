#include "cli/engine/help.h"

#include <fmt/core.h>

#include "base/text.h"
#include "cli/engine/engine.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/root/help_export.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

constexpr auto flags = flag_list(
    Flag{.names = "http", .usage = "Serve the documentation at this address (e.g. **:8080**)."},
    Flag{.names = "html", .usage = "Write the documentation as HTML pages to this <directory>."},
    Flag{.names = "markdown", .usage = "Write the documentation as Markdown pages to this <directory>."},
    Flag{.names = "man", .usage = "Write the documentation as manual pages to this <directory>."},
    Flag{.names = "report",
         .kind = Kind::boolean,
         .usage = "With **--html**, also write **report.json**: the size of every section."});

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

int run_help(Invocation& in) {
  if (in.is_set("http")) {
    const std::string address = in.required_string("http");
    return serve_help(command_tree(), address);
  }
  if (in.is_set("html")) {
    export_html(command_tree(), in.required_string("html"), in.boolean("report"));
    return 0;
  }
  if (in.is_set("markdown")) {
    export_markdown(command_tree(), in.required_string("markdown"));
    return 0;
  }
  if (in.is_set("man")) {
    export_man(command_tree(), in.required_string("man"));
    return 0;
  }
  return show_topic(in.args());
}

}  // namespace

constexpr Command help_command{
    .name = "help",
    .aliases = "h",
    .usage = "display help for the specified command or command group",
    .usage_text = "**step help** <command>",
    .description = R"(**step help** shows what a command or a group of commands does and which flags it takes.

The same texts can be written as HTML, Markdown or manual pages, or served to a browser.

## EXAMPLES

Show the help of a command:
```
$ step help ca certificate
```

Read everything in a browser, at http://127.0.0.1:8080/:
```
$ step help --http 127.0.0.1:8080
```

Write manual pages:
```
$ step help --man ~/.local/share/man/man1
$ man step-ca-certificate
```
)",
    .action = run_help,
    .flags = flags,
    .no_context = true,
};

}  // namespace newel::cli
