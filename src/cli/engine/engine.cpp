// From words to an action.
//
//   step --config x ca certificate --san a b.crt c.key
//        root flags  groups, flags first   a command, flags anywhere
//
// The walk goes down the tree; at each level the flags of that level are parsed. What is found at the end
// decides: help, the list of a group, an action, a plugin for an unknown first word, or "No help topic".
#include "cli/engine/engine.h"

#include <fmt/core.h>

#include <cstdlib>
#include <iostream>

#include "base/files.h"
#include "base/version.h"
#include "cli/engine/completion.h"
#include "cli/engine/help.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/engine/parser.h"
#include "cli/engine/plugin.h"
#include "cli/engine/prompt.h"

namespace newel::cli {
namespace {

constexpr Flag help_flag{.names = "help,h", .kind = Kind::boolean, .usage = "show help", .exempt = true};
constexpr Flag no_context_flag{.names = "no-context",
                               .kind = Kind::boolean_true,
                               .usage = "Do not apply a context or defaults.json to this command.",
                               .hidden = true};

const Command* tree = nullptr;

constexpr int unknown_topic_status = 3;

int unknown_topic(std::string_view name) {
  say(fmt::format("No help topic for '{}'", name));
  return unknown_topic_status;
}

std::string join_words(std::string_view path, std::string_view name) {
  return fmt::format("{} {}", path, name);
}

// A usage error shows the help first, then fails with the same line (reference: urfave/cli).
int usage_error(std::string_view lead, const std::string& problem, const Command& command,
                const std::string& path) {
  print(fmt::format("{} {}\n\n", lead, problem));
  print(terminal_help(command, path, HelpForm::flag));
  throw Error(problem);
}

// The context that the command works in: named, current, the only one, or the one the person picks.
void select_context(StepPaths& paths, const std::string& named) {
  if (!named.empty()) return paths.select(named);
  if (!paths.contexts_enabled() || paths.current() != nullptr) return;
  Choice choice{.label = "Select a context for 'step'", .name = "Context", .items = {}, .flag = "context"};
  for (const auto& [name, context] : paths.contexts()) choice.items.push_back(name);
  paths.save_current(choice.items[choose(choice)]);
}

StepPaths load_paths() {
  StepPaths paths = StepPaths::load();
  paths.warn = [](std::string_view line) { say(line); };
  return paths;
}

class Run {
 public:
  explicit Run(const Command& root) : root_(root) {}

  int start(const std::vector<std::string>& words) {
    const std::vector<Flag> flags = all_flags(root_);
    const std::string name(root_.name);
    auto parsed = parse_words(flags, words, Order::flags_first);
    if (!parsed) return usage_error("Incorrect Usage.", parsed.error().text, root_, name);
    if (parsed->values.is_set("config")) config_file_ = parsed->values.string("config");
    if (parsed->values.boolean("help")) return help(root_, name);
    if (parsed->values.boolean("version")) {
      print(version_text());
      return 0;
    }
    return descend(root_, name, parsed->args);
  }

 private:
  // `words` begin with the name of a subcommand of `group`, or are empty.
  int descend(const Command& group, const std::string& path, const std::vector<std::string>& words) {
    if (words.empty()) return help(group, path);
    const std::vector<std::string> rest(words.begin() + 1, words.end());
    const Command* command = find_subcommand(group, words[0]);
    if (command == nullptr) {
      if (&group == &root_) return plugin_or_unknown(words[0], rest);
      if (words[0] == "help" || words[0] == "h") return group_help(group, path, rest);
      return unknown_topic(words[0]);
    }
    const std::string command_path = join_words(path, command->name);
    if (!is_group(*command)) return leaf(*command, command_path, rest);
    auto parsed = parse_words(all_flags(*command), rest, Order::flags_first);
    if (!parsed) return usage_error("Incorrect Usage.", parsed.error().text, *command, command_path);
    if (parsed->values.boolean("help")) return help(*command, command_path);
    return descend(*command, command_path, parsed->args);
  }

  int leaf(const Command& command, const std::string& path, const std::vector<std::string>& words) {
    const std::vector<Flag> flags = all_flags(command);
    auto parsed = parse_words(flags, words, Order::anywhere);
    if (!parsed) return usage_error("Incorrect Usage:", parsed.error().text, command, path);
    if (parsed->values.boolean("help")) return help(command, path);
    if (auto taken = parsed->values.take_environment(); !taken) {
      return usage_error("Incorrect Usage:", taken.error().text, command, path);
    }
    StepPaths paths = load_paths();
    const json::Object defaults = value_of_start_up(paths);
    if (!command.no_context || !parsed->values.boolean("no-context")) {
      const std::string before = paths.path();
      select_context(paths, parsed->values.string("context"));
      parsed->values.take_defaults(paths.path() == before ? defaults : paths.defaults(config_file_));
    }
    Invocation in(command, path, std::move(parsed->values), std::move(parsed->args), paths);
    return command.action(in);
  }

  // defaults.json is read for every command, so that a broken one is noticed at once.
  json::Object value_of_start_up(const StepPaths& paths) const {
    try {
      return paths.defaults(config_file_);
    } catch (const Error& error) {
      throw error.wrapped(paths.current() != nullptr ? "failed loading current context configuration"
                                                     : "failed loading context configuration");
    }
  }

  int help(const Command& command, const std::string& path) const {
    print(terminal_help(command, path, HelpForm::flag));
    return 0;
  }

  // `step ca help [sub]`
  int group_help(const Command& group, const std::string& path, const std::vector<std::string>& words) const {
    if (words.empty()) return help(group, path);
    const Command* command = find_subcommand(group, words[0]);
    if (command == nullptr) return unknown_topic(words[0]);
    return help(*command, join_words(path, command->name));
  }

  int plugin_or_unknown(const std::string& name, const std::vector<std::string>& rest) const {
    if (auto program = find_plugin(name)) return run_plugin(*program, rest);
    if (name == "kms") {
      throw Error(
          "The plugin \"kms\" was not found on this system.\n"
          "Download it from https://github.com/smallstep/step-kms-plugin");
    }
    return unknown_topic(name);
  }

  const Command& root_;
  std::optional<std::string> config_file_;
};

bool debugging() { return environment("STEPDEBUG").value_or("") == "1"; }

// The one place where a failure becomes text on the terminal.
int report(const Error& error) {
  if (!error.typed() && !error.has_message()) {
    say(error.text());
  } else if (debugging()) {
    say(fmt::format("{}\n\n{}", error.text(), error.message()));
  } else {
    say(error.message());
    say("Re-run with STEPDEBUG=1 for more info.");
  }
  return 1;
}

int apologise(const std::vector<std::string>& words, const char* what) {
  if (debugging()) say(what);
  std::string line(tree->name);
  for (const std::string& word : words) line += " " + word;
  say(
      fmt::format("Something unexpected happened.\n"
                  "If you want to help us debug the problem, please run:\n"
                  "STEPDEBUG=1 \"{}\"\n"
                  "and send the output to info@smallstep.com",
                  line));
  return 2;
}

}  // namespace

const Command& command_tree() { return *tree; }
bool is_command_tree(const Command& command) { return &command == tree; }

const Command* find_subcommand(const Command& group, std::string_view name) {
  for (const Command* command : group.subcommands) {
    if (command->name == name || spelled(Flag{.names = command->aliases}, name)) return command;
  }
  return nullptr;
}

std::vector<Flag> all_flags(const Command& command) {
  std::vector<Flag> flags(command.flags.begin(), command.flags.end());
  if (command.no_context) flags.push_back(no_context_flag);
  // The root lists --help among its own flags.
  for (const Flag& flag : flags) {
    if (spelled(flag, "help")) return flags;
  }
  flags.push_back(help_flag);
  return flags;
}

int run(const Command& root, const std::vector<std::string>& words) {
  tree = &root;
  try {
    if (!words.empty() && words.back() == completion_word) {
      print(completion_candidates(root, {words.begin(), words.end() - 1}));
      return 0;
    }
    return Run(root).start(words);
  } catch (const Error& error) {
    return report(error);
  } catch (const std::exception& error) {
    return apologise(words, error.what());
  }
}

}  // namespace newel::cli
