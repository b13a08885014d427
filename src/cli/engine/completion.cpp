#include "cli/engine/completion.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "cli/engine/engine.h"
#include "cli/engine/flag_values.h"

namespace newel::cli {
namespace {

constexpr std::string_view bash_script = R"script(# bash completion for step
_step_cli_bash_autocomplete() {
  local current="${COMP_WORDS[COMP_CWORD]}"
  local words=("${COMP_WORDS[@]:0:COMP_CWORD}")
  # A flag begun is passed along: it decides which candidates there are.
  [[ "$current" == -* ]] && words+=("$current")
  COMPREPLY=($(compgen -W "$("${words[@]}" --generate-bash-completion 2>/dev/null)" -- "$current"))
}

complete -o bashdefault -o default -F _step_cli_bash_autocomplete step
)script";

constexpr std::string_view zsh_script = R"script(#compdef step
# zsh completion for step

_step() {
  local current="${words[CURRENT]}"
  local -a before candidates
  before=("${(@)words[1,CURRENT-1]}")
  [[ "$current" == -* ]] && before+=("$current")
  candidates=("${(@f)$(_CLI_ZSH_AUTOCOMPLETE_HACK=1 "${before[@]}" --generate-bash-completion 2>/dev/null)}")
  if [[ -n "${candidates[1]}" ]]; then
    _describe 'values' candidates
  else
    _files
  fi
}

if [[ "$funcstack[1]" == "_step" ]]; then
  _step "$@"
else
  compdef _step step
fi
)script";

std::string dashed(std::string_view spelling) {
  return (spelling.size() == 1 ? "-" : "--") + std::string(spelling);
}

bool used(const Flag& flag, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    if (!word.starts_with('-')) return false;
    const std::size_t name = word.find_first_not_of('-');
    return name != std::string::npos &&
           spelled(flag, std::string_view(word).substr(name, word.find('=') - name));
  });
}

std::string flag_candidates(const Command& command, const std::vector<std::string>& earlier,
                            std::string_view begun) {
  std::string out;
  for (const Flag& flag : all_flags(command)) {
    if (flag.hidden || (flag.kind != Kind::strings && used(flag, earlier))) continue;
    for (std::string_view spelling : spellings(flag)) {
      const std::string word = dashed(spelling);
      // "-c" asks for "--ca-url" too, "--c" only for long ones.
      const bool long_for_short = !begun.starts_with("--") && spelling.starts_with(begun.substr(1));
      if (word != begun && (word.starts_with(begun) || long_for_short)) out += word + "\n";
    }
  }
  return out;
}

std::string command_candidates(const Command& group, bool is_root) {
  const bool described = environment("_CLI_ZSH_AUTOCOMPLETE_HACK").value_or("") == "1";
  std::string out;
  auto add = [&](std::string_view name, std::string_view usage) {
    out += described ? fmt::format("{}:{}\n", name, usage) : fmt::format("{}\n", name);
  };
  for (const Command* command : group.subcommands) {
    if (command->hidden) continue;
    add(command->name, command->usage);
    for (std::string_view alias : spellings(command->aliases)) add(alias, command->usage);
  }
  if (!is_root) {
    for (std::string_view name : {"help", "h"}) add(name, "show the help of a command in this group");
  }
  return out;
}

std::string fish_quote(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

// One line of what a flag is for, without marks.
std::string first_sentence(std::string_view usage) {
  std::string line;
  for (char c : usage.substr(0, usage.find("\n\n"))) {
    if (c == '\n') {
      line += ' ';
    } else if (c != '*' && c != '`' && c != '\\') {
      line += c;
    }
  }
  const std::size_t stop = line.find(". ");
  if (stop != std::string::npos) line.resize(stop);
  if (line.ends_with('.')) line.pop_back();
  return line;
}

// Fish has no call-back here: every command and flag gets its line, under a condition on the words before it.
void fish_lines(const Command& command, const std::string& condition, std::string& out) {
  for (const Flag& flag : all_flags(command)) {
    if (flag.hidden) continue;
    out += fmt::format("complete -c step -n {}", fish_quote(condition));
    for (std::string_view spelling : spellings(flag)) {
      out += fmt::format(" -{} {}", spelling.size() == 1 ? 's' : 'l', spelling);
    }
    if (takes_value(flag)) out += " -r";
    out += fmt::format(" -d {}\n", fish_quote(first_sentence(flag.usage)));
  }
  for (std::string_view word : spellings(command.completions)) {
    out += fmt::format("complete -c step -f -n {} -a {}\n", fish_quote(condition), word);
  }
}

void fish_tree(const Command& group, const std::string& path, std::string& out) {
  const std::string here = "__step_at" + path;
  for (const Command* command : group.subcommands) {
    if (command->hidden) continue;
    out += fmt::format("complete -c step -f -n {} -a {} -d {}\n", fish_quote(here), command->name,
                       fish_quote(command->usage));
    const std::string below = fmt::format("{} {}", path, command->name);
    fish_lines(*command, "__step_at" + below, out);
    if (is_group(*command)) fish_tree(*command, below, out);
  }
}

constexpr std::string_view fish_head = R"script(# fish completion for step

# True when the words typed so far, flags left out, begin with these.
function __step_at
    set -l typed (string match -v -- '-*' (commandline -opc))
    set -e typed[1]
    for i in (seq (count $argv))
        test "$typed[$i]" = "$argv[$i]"; or return 1
    end
    return 0
end

)script";

}  // namespace

std::string completion_candidates(const Command& root, const std::vector<std::string>& words) {
  const Command* command = &root;
  std::size_t at = 0;
  for (; at < words.size(); ++at) {
    if (words[at].starts_with('-')) continue;
    // `step help ca …` completes like `step ca …`.
    if (words[at] == "help" && is_group(*command)) continue;
    const Command* next = find_subcommand(*command, words[at]);
    if (next == nullptr) break;
    command = next;
  }
  if (!words.empty() && words.back().starts_with('-')) {
    return flag_candidates(*command, {words.begin(), words.end() - 1}, words.back());
  }
  if (is_group(*command)) return command_candidates(*command, command == &root);
  std::string out;
  for (std::string_view word : spellings(command->completions)) out += std::string(word) + "\n";
  return out;
}

std::string completion_script(const Command& root, std::string_view shell) {
  if (shell == "bash") return std::string(bash_script);
  if (shell == "zsh") return std::string(zsh_script);
  if (shell != "fish") return {};
  std::string out(fish_head);
  fish_lines(root, "__step_at", out);
  fish_tree(root, "", out);
  return out;
}

}  // namespace newel::cli
