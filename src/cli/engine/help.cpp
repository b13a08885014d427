#include "cli/engine/help.h"

#include <fmt/core.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/version.h"
#include "cli/engine/engine.h"
#include "cli/engine/flag_values.h"
#include "cli/engine/render.h"

namespace newel::cli {

std::string placeholder_of(const Flag& flag) {
  if (!takes_value(flag)) return {};
  std::size_t open = 0;
  while ((open = flag.usage.find('<', open)) != std::string_view::npos) {
    if (open == 0 || flag.usage[open - 1] != '\\') break;
    ++open;
  }
  const std::size_t close = flag.usage.find('>', open == std::string_view::npos ? flag.usage.size() : open);
  if (close == std::string_view::npos) return "<value>";
  return std::string(flag.usage.substr(open, close - open + 1));
}

namespace {

std::string option_term(const Flag& flag) {
  const std::string placeholder = placeholder_of(flag);
  std::string term;
  for (std::string_view spelling : spellings(flag)) {
    if (!term.empty()) term += ", ";
    term += fmt::format("**{}{}**", spelling.size() == 1 ? "-" : "--", spelling);
    if (!placeholder.empty()) term += "=" + placeholder;
  }
  return term;
}

// The usage as the body of a definition: later lines belong to it by their indent.
std::string option_body(std::string_view usage) {
  std::string body;
  for (const std::string& line : split(trim(usage), '\n')) {
    if (!body.empty()) body += line.empty() ? "\n" : "\n    ";
    body += line;
  }
  return body;
}

std::string options_text(const std::vector<Flag>& flags) {
  std::string text;
  for (const Flag& flag : flags) {
    if (!flag.hidden) text += fmt::format("{}\n:  {}\n\n", option_term(flag), option_body(flag.usage));
  }
  return text;
}

std::string commands_text(const Command& group, bool linked) {
  std::string text = linked ? "| Name | Usage |\n|---|---|\n" : "";
  for (const Command* command : group.subcommands) {
    if (command->hidden) continue;
    std::string names(command->name);
    for (std::string_view alias : spellings(command->aliases)) names += ", " + std::string(alias);
    text += linked ? fmt::format("| **[{}]({}/)** | {} |\n", names, command->name, command->usage)
                   : fmt::format("| **{}** | {} |\n", names, command->usage);
  }
  return text;
}

// "text\n\n## ONE\n\ntext…" into sections; what stands before the first heading is the DESCRIPTION.
std::vector<HelpSection> description_sections(std::string_view description) {
  std::vector<HelpSection> sections;
  HelpSection current{"DESCRIPTION", {}};
  auto close = [&] {
    if (!trim(current.text).empty()) sections.push_back(current);
  };
  bool fenced = false;
  for (const std::string& line : split(description, '\n')) {
    if (trim(line).starts_with("```")) fenced = !fenced;
    if (!fenced && line.starts_with("## ")) {
      close();
      current = {to_upper(trim(std::string_view(line).substr(3))), {}};
    } else {
      current.text += line + "\n";
    }
  }
  close();
  return sections;
}

std::string copyright_years() { return fmt::format("2018-{}", to_civil(system_clock().now()).year); }

void add_root_sections(std::vector<HelpSection>& sections) {
  const std::string version = version_text();
  sections.push_back({"ONLINE", "The documentation can be read online at <https://smallstep.com/docs/cli>."});
  sections.push_back({"VERSION", version.substr(0, version.find('\n'))});
  sections.push_back({"COPYRIGHT", fmt::format("(c) {} Smallstep Labs, Inc.", copyright_years())});
  sections.push_back({"FEEDBACK 😍 🍻",
                      "**step** sends no telemetry: it never calls home, and nobody sees how it is used. So "
                      "what you tell us is "
                      "all we learn. If something helped you, or got in your way, please write a line to "
                      "**feedback@smallstep.com** or in [GitHub "
                      "Discussions](https://github.com/smallstep/certificates/discussions)."});
}

std::string usage_text(const Command& command, const std::string& path, bool root, HelpForm form) {
  if (root && form != HelpForm::page) return fmt::format("**{}** <command> `[arguments]`", path);
  if (is_group(command) && form == HelpForm::flag) {
    return fmt::format("**{}** <command> `[options]` `[arguments]`", path);
  }
  return std::string(command.usage_text);
}

std::size_t options_position(const std::vector<HelpSection>& sections) {
  for (std::string_view before : {"POSITIONAL ARGUMENTS", "DESCRIPTION", "USAGE", "NAME"}) {
    for (std::size_t i = 0; i < sections.size(); ++i) {
      if (sections[i].title == before) return i + 1;
    }
  }
  return sections.size();
}

}  // namespace

std::vector<HelpSection> compose_help(const Command& command, const std::string& path, HelpForm form) {
  const bool root = is_command_tree(command);
  std::vector<HelpSection> sections;
  sections.push_back({"NAME", fmt::format("**{}** -- {}", path, command.usage)});
  sections.push_back({"USAGE", usage_text(command, path, root, form)});
  for (HelpSection& section : description_sections(command.description))
    sections.push_back(std::move(section));
  if (is_group(command)) sections.push_back({"COMMANDS", commands_text(command, form == HelpForm::page)});
  std::vector<Flag> flags(command.flags.begin(), command.flags.end());
  // --help is listed for groups, where it is the only flag, and for the root, whose table has it.
  if (is_group(command) && !root && form == HelpForm::flag) flags = all_flags(command);
  if (const std::string options = options_text(flags); !options.empty()) {
    sections.insert(sections.begin() + static_cast<std::ptrdiff_t>(options_position(sections)),
                    HelpSection{"OPTIONS", options});
  }
  if (root) add_root_sections(sections);
  return sections;
}

std::string terminal_help(const Command& command, const std::string& path, HelpForm form) {
  return render_terminal(compose_help(command, path, form));
}

std::string version_text() {
  return fmt::format("Smallstep CLI/{} ({})\nRelease Date: {}\n", version(), platform(), release_date());
}

}  // namespace newel::cli
