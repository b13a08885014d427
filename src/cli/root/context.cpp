#include <fmt/core.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/root/tree.h"

namespace newel::cli {
namespace {

Error not_found(const std::string& name) { return Error(fmt::format("context '{}' not found", name)); }

// ---- current ----

constexpr auto current_flags = flag_list(Flag{
    .names = "json", .kind = Kind::boolean, .usage = "Print name, authority and profile as a JSON object."});

int run_current(Invocation& in) {
  const StepContext* context = in.paths().current();
  if (context == nullptr) throw Error("no context selected");
  if (in.boolean("json")) {
    print(json::write(json::Object{
              {"name", context->name}, {"authority", context->authority}, {"profile", context->profile}}) +
          "\n");
  } else {
    print(context->name + "\n");
  }
  return 0;
}

// ---- list ----

int run_list(Invocation& in) {
  const StepContext* current = in.paths().current();
  std::vector<std::string> names;
  for (const auto& [name, context] : in.paths().contexts()) {
    if (current == nullptr || name != current->name) names.push_back(name);
  }
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return std::pair(to_lower(a), a) < std::pair(to_lower(b), b);
  });
  std::string out = current != nullptr ? "▶ " + current->name + "\n" : "";
  for (const std::string& name : names) out += name + "\n";
  print(out);
  return 0;
}

// ---- select ----

int run_select(Invocation& in) {
  in.expect_args(1);
  if (in.paths().contexts().count(in.arg(0)) == 0) throw not_found(in.arg(0));
  in.paths().save_current(in.arg(0));
  print_status("Context", in.arg(0));
  return 0;
}

// ---- remove ----

constexpr auto remove_flags =
    flag_list(force_flag.with_usage("Delete without asking, also folders that hold certificates and keys."));

// `step ssh config` notes the folder of each authority in one line of this file.
void forget_ssh_include(const StepPaths& paths, const std::string& authority) {
  const std::string file = paths.in_base("ssh/includes");
  auto content = read_file(file);
  if (!content) return;
  std::vector<std::string> lines = split(*content, '\n');
  auto line = std::find_if(lines.begin(), lines.end(), [&](const std::string& candidate) {
    return candidate.find(authority) != std::string::npos;
  });
  if (line == lines.end()) return;
  lines.erase(line);
  write_file(file, join(lines, "\n"), 0644);
}

int run_remove(Invocation& in) {
  in.expect_args(1);
  const std::string& name = in.arg(0);
  StepPaths& paths = in.paths();
  if (!paths.contexts_enabled()) {
    throw Error(fmt::format("context '{}' not found - step path context management not enabled", name));
  }
  auto found = paths.contexts().find(name);
  if (found == paths.contexts().end()) throw not_found(name);
  if (paths.current() != nullptr && paths.current()->name == name)
    throw Error("cannot remove current context");

  const std::vector<std::string> folders = paths.folders_only_of(name);
  if (!in.boolean("force") && !folders.empty()) {
    say("The following directories will be removed:\n");
    for (const std::string& folder : folders) say("  - " + folder);
    say("");
    const std::string question = fmt::format(
        "Are you sure you want to delete the configuration for context {} (this cannot be undone!) [y/n]",
        name);
    if (!ask_yes_no(question, "force")) throw Error("context not removed");
  }
  const std::string authority = found->second.authority;
  paths.remove(name);
  forget_ssh_include(paths, authority);
  return 0;
}

constexpr Command current_command{
    .name = "current",
    .usage = "print the name of the current context",
    .usage_text = "**step context current** [**--json**]",
    .description =
        R"(**step context current** prints the context that commands use when they are not given **--context**.

## EXAMPLES

```
$ step context current
alpha-one
```

With its authority and profile:
```
$ step context current --json
{"name":"alpha-one","authority":"alpha-one.ca.smallstep.com","profile":"alpha-one"}
```
)",
    .action = run_current,
    .flags = current_flags,
    .no_context = true,
};

constexpr Command list_command{
    .name = "list",
    .usage = "list available certificate authority contexts",
    .usage_text = "**step context list**",
    .description =
        R"(**step context list** prints every context, one per line, the current one first and marked.

## EXAMPLES

```
$ step context list
▶ alpha-one
alpha-two
beta
```
)",
    .action = run_list,
    .no_context = true,
};

constexpr Command select_command{
    .name = "select",
    .usage = "select the default certificate authority context",
    .usage_text = "**step context select** <name>",
    .description = R"(**step context select** makes a context the current one, for all later commands.

## POSITIONAL ARGUMENTS

<name>
:  The context to select.

## EXAMPLES

```
$ step context select alpha-one
✔ Context: alpha-one
```
)",
    .action = run_select,
    .no_context = true,
};

constexpr Command remove_command{
    .name = "remove",
    .usage = "remove a context and all associated configuration",
    .usage_text = "**step context remove** <name> [**--force**]",
    .description =
        R"(**step context remove** deletes a context. The folders of its authority and its profile, with all certificates and
keys in them, are deleted too, unless another context uses them. The current context cannot be removed.

## POSITIONAL ARGUMENTS

<name>
:  The context to remove.

## EXAMPLES

```
$ step context remove alpha-one
```
)",
    .action = run_remove,
    .flags = remove_flags,
    .no_context = true,
};

constexpr const Command* subcommands[] = {&current_command, &list_command, &remove_command, &select_command};

}  // namespace

constexpr Command context_group{
    .name = "context",
    .usage = "manage certificate authority contexts",
    .usage_text = "**step context** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(**step context** commands manage contexts: named pairs of an authority, with its certificates and configuration, and a
profile, with preferences. One person can so work with several certificate authorities.

## EXAMPLES

Contexts are created by **step ca bootstrap** and **step ca init** with **--context**, and are kept in one file:
```
$ cat $(step path --base)/contexts.json
{
    "alpha-one": {
        "authority": "alpha-one.ca.smallstep.com",
        "profile": "alpha-one"
    },
    "beta": {
        "authority": "beta.ca.smallstep.com",
        "profile": "beta"
    }
}
```

Select one for all later commands:
```
$ step context select alpha-one
```

Use another one once:
```
$ step ca health --context beta
```
)",
    .subcommands = subcommands,
};

}  // namespace newel::cli
