// Questions are drawn line by line and redrawn at every key: no full-screen library, no state but the
// characters typed and the cursor. What was drawn is erased before it is drawn again, however many rows it
// wrapped to.
#include "cli/engine/prompt.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/ip.h"
#include "base/name_kind.h"
#include "base/random.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/engine/output_file.h"
#include "cli/engine/terminal.h"

namespace newel::cli {
namespace {

constexpr std::string_view good_icon = "\x1b[32m✔\x1b[0m";
constexpr std::string_view bad_icon = "\x1b[31m✗\x1b[0m";
constexpr std::size_t visible_items = 5;
constexpr auto too_short =
    ">>> input does not meet minimum length requirement; must be at least {} characters\n";

std::string bold(std::string_view text) { return fmt::format("\x1b[1m{}\x1b[0m", text); }

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && std::isalpha(static_cast<unsigned char>(text[i])) == 0) ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      ++count;
    }
  }
  return count;
}

// Lines that stay on the screen until the next draw.
class Drawing {
 public:
  explicit Drawing(Terminal& terminal) : terminal_(terminal) {}

  /// The cursor ends `back` columns before the end of the last line.
  void draw(const std::vector<std::string>& lines, std::size_t back = 0) {
    std::string out = erased();
    rows_below_top_ = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      out += lines[i];
      rows_below_top_ += columns(lines[i]) / terminal_.width();
      if (i + 1 < lines.size()) {
        out += "\r\n";
        ++rows_below_top_;
      }
    }
    if (back > 0) out += fmt::format("\x1b[{}D", back);
    terminal_.write(out);
  }

  void erase() {
    terminal_.write(erased());
    rows_below_top_ = 0;
  }

  void finish(const std::vector<std::string>& lines) {
    draw(lines);
    terminal_.write("\r\n");
    rows_below_top_ = 0;
  }

 private:
  std::string erased() const {
    std::string out = "\r";
    if (rows_below_top_ > 0) out += fmt::format("\x1b[{}A", rows_below_top_);
    return out + "\x1b[J";
  }

  Terminal& terminal_;
  std::size_t rows_below_top_ = 0;
};

// The characters of one line and where the cursor is among them, both in UTF-8 characters.
class LineEditor {
 public:
  explicit LineEditor(std::string_view initial) {
    for (std::size_t i = 0; i < initial.size();) {
      std::size_t end = i + 1;
      while (end < initial.size() && (static_cast<unsigned char>(initial[end]) & 0xc0) == 0x80) ++end;
      characters_.emplace_back(initial.substr(i, end - i));
      i = end;
    }
    cursor_ = characters_.size();
  }

  void apply(const Key& key) {
    switch (key.kind) {
      case Key::Kind::character:
        characters_.insert(at(cursor_), key.text);
        ++cursor_;
        break;
      case Key::Kind::backspace:
        if (cursor_ > 0) characters_.erase(at(--cursor_));
        break;
      case Key::Kind::erase:
        if (cursor_ < characters_.size()) characters_.erase(at(cursor_));
        break;
      case Key::Kind::left:
        cursor_ -= cursor_ > 0 ? 1 : 0;
        break;
      case Key::Kind::right:
        cursor_ += cursor_ < characters_.size() ? 1 : 0;
        break;
      case Key::Kind::home:
        cursor_ = 0;
        break;
      case Key::Kind::end:
        cursor_ = characters_.size();
        break;
      case Key::Kind::cut_line:
        cut(0, cursor_);
        break;
      case Key::Kind::cut_rest:
        cut(cursor_, characters_.size());
        break;
      case Key::Kind::cut_word: {
        std::size_t begin = cursor_;
        while (begin > 0 && characters_[begin - 1] == " ") --begin;
        while (begin > 0 && characters_[begin - 1] != " ") --begin;
        cut(begin, cursor_);
        break;
      }
      default:
        break;
    }
  }

  std::string text() const { return join(characters_, ""); }
  std::size_t behind_cursor() const { return characters_.size() - cursor_; }

 private:
  std::vector<std::string>::iterator at(std::size_t index) {
    return characters_.begin() + static_cast<std::ptrdiff_t>(index);
  }
  void cut(std::size_t begin, std::size_t end) {
    characters_.erase(at(begin), at(end));
    cursor_ = begin;
  }

  std::vector<std::string> characters_;
  std::size_t cursor_ = 0;
};

[[noreturn]] void interrupted(const Key& key, std::string_view doing) {
  throw Error(fmt::format("error {}: {}", doing, key.kind == Key::Kind::interrupt ? "^C" : "^D"));
}

bool ends_prompt(const Key& key) {
  return key.kind == Key::Kind::interrupt || key.kind == Key::Kind::end_of_input;
}

std::optional<std::string> problem_with(const Validator& valid, std::string_view text) {
  return valid ? valid(text) : std::nullopt;
}

// The characters of a password, in memory that is wiped.
Secret read_masked(Terminal& terminal, const std::string& lead) {
  Drawing drawing(terminal);
  drawing.draw({lead});
  SecretBytes typed;
  for (;;) {
    const Key key = terminal.read_key();
    if (ends_prompt(key)) {
      terminal.write("\r\n");
      interrupted(key, "reading password");
    }
    if (key.kind == Key::Kind::enter) break;
    if (key.kind == Key::Kind::character) {
      typed.insert(typed.end(), key.text.begin(), key.text.end());
    } else if (key.kind == Key::Kind::backspace && !typed.empty()) {
      while (typed.size() > 1 && (typed.back() & 0xc0) == 0x80) typed.pop_back();
      typed.pop_back();
    } else if (key.kind == Key::Kind::cut_line) {
      typed.clear();
    } else if (key.kind == Key::Kind::other) {
      drawing.draw({lead});
    }
  }
  terminal.write("\r\n");
  return Secret(trim_right_space(as_text({typed.data(), typed.size()})));
}

std::unique_ptr<Terminal> open_terminal(const PasswordQuestion& question) {
  try {
    return std::make_unique<Terminal>(question.flag);
  } catch (const NoTerminal& error) {
    if (question.failing.empty()) throw;
    throw NoTerminal(question.failing + ": " + error.text());
  }
}

std::vector<std::string> choice_lines(const Choice& choice, std::size_t top, std::size_t active) {
  std::vector<std::string> lines = {"\x1b[2mUse the arrow keys to navigate: ↓ ↑ → ← \x1b[0m",
                                    bold(choice.label + ":")};
  const std::size_t last = std::min(top + visible_items, choice.items.size());
  for (std::size_t i = top; i < last; ++i) {
    const bool more_above = i == top && top > 0;
    const bool more_below = i + 1 == last && last < choice.items.size();
    const char* scroll = more_above ? "↑" : more_below ? "↓" : " ";
    lines.push_back(i == active ? fmt::format("{} ▸ \x1b[4m{}\x1b[0m", scroll, choice.items[i])
                                : fmt::format("{}   {}", scroll, choice.items[i]));
  }
  return lines;
}

}  // namespace

Validator not_empty() {
  return [](std::string_view text) {
    return trim(text).empty() ? std::optional<std::string>("value is empty") : std::nullopt;
  };
}

Validator tcp_address() {
  return [](std::string_view text) -> std::optional<std::string> {
    auto parts = split_host_port(text);
    const bool numeric = parts && !parts->second.empty() && parts->second.size() <= 5 &&
                         parts->second.find_first_not_of("0123456789") == std::string::npos;
    if (numeric && std::stoi(parts->second) <= 65535) return std::nullopt;
    return fmt::format("{} is not an TCP address", text);
  };
}

Validator dns_or_ip() {
  return [](std::string_view text) -> std::optional<std::string> {
    if (is_dns_name(text) || parse_ip(text)) return std::nullopt;
    return fmt::format("{} is not a valid DNS name or IP address", text);
  };
}

Validator dns_or_ip_list() {
  return [one = dns_or_ip()](std::string_view text) -> std::optional<std::string> {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), ',', ' ');
    bool any = false;
    for (const std::string& name : split(spaced, ' ')) {
      if (name.empty()) continue;
      any = true;
      if (auto problem = one(name)) return problem;
    }
    return any ? std::nullopt : std::optional<std::string>("value is empty");
  };
}

Validator yes_or_no() {
  return [](std::string_view text) -> std::optional<std::string> {
    const std::string answer = to_lower(trim(text));
    if (answer == "y" || answer == "yes" || answer == "n" || answer == "no") return std::nullopt;
    return fmt::format("{} is not a valid answer", text);
  };
}

void print_status(std::string_view name, std::string_view value) {
  say(fmt::format("\x1b[32m{} {}{} {}", good_icon, bold(name), bold(":"), value));
}

void print_failed(std::string_view name, std::string_view text) {
  say(fmt::format("{} {} {}", bad_icon, bold(name), text));
}

std::string ask(const Question& question) {
  if (question.given) {
    if (auto problem = problem_with(question.valid, *question.given)) throw Error(*problem);
    return *question.given;
  }
  Terminal terminal(question.flag);
  Drawing drawing(terminal);
  LineEditor line(question.initial);
  auto shown = [&](bool good) {
    return fmt::format("{} {} {}", good ? good_icon : bad_icon, bold(question.label + ":"), line.text());
  };
  for (;;) {
    const auto problem = problem_with(question.valid, line.text());
    drawing.draw({shown(!problem)}, line.behind_cursor());
    const Key key = terminal.read_key();
    if (ends_prompt(key)) {
      terminal.write("\r\n");
      interrupted(key, "running prompt");
    }
    if (key.kind != Key::Kind::enter) {
      line.apply(key);
    } else if (!problem) {
      drawing.finish({shown(true)});
      return line.text();
    } else {
      drawing.finish({shown(false), fmt::format("\x1b[31m>> {}\x1b[0m", *problem)});
    }
  }
}

Secret ask_password(const PasswordQuestion& question) {
  if (question.given) return *question.given;
  const std::string lead =
      question.icon ? fmt::format("{} {} ", good_icon, bold(question.label + ":")) : question.label + ": ";
  const auto terminal = open_terminal(question);
  bool warned = question.empty_warning.empty();
  int attempts_left = question.attempts;
  for (;;) {
    Secret answer = read_masked(*terminal, lead);
    if (answer.empty() && question.required) {
      say("\x1b[31m>> value is empty\x1b[0m");
    } else if (answer.empty() && !warned) {
      say(question.empty_warning);
      warned = true;
    } else if (answer.size() < question.min_length) {
      print(fmt::format(too_short, question.min_length));
    } else if (!question.right || question.right(answer) || --attempts_left <= 0) {
      return answer;
    }
  }
}

Secret ask_password_or_generate(const PasswordQuestion& question) {
  Secret answer = ask_password(question);
  if (!answer.empty()) return answer;
  return Secret(ask({.label = "Password",
                     .initial = system_random().alphanumeric(32),
                     .valid = not_empty(),
                     .flag = question.flag}));
}

bool ask_yes_no(std::string_view label, std::string_view flag) {
  const std::string answer =
      ask({.label = std::string(label), .valid = yes_or_no(), .flag = std::string(flag)});
  return to_lower(trim(answer)).starts_with('y');
}

std::size_t choose(const Choice& choice) {
  auto chosen = [&](std::size_t index) {
    if (!choice.name.empty()) print_status(choice.name, choice.items[index]);
    return index;
  };
  if (choice.items.empty()) throw Error(fmt::format("there is nothing to choose from: {}", choice.label));
  if (choice.items.size() == 1) return chosen(0);
  std::size_t active = 0;
  std::size_t top = 0;
  {
    Terminal terminal(choice.flag);
    Drawing drawing(terminal);
    for (;;) {
      if (active < top) top = active;
      if (active >= top + visible_items) top = active - visible_items + 1;
      drawing.draw(choice_lines(choice, top, active));
      const Key key = terminal.read_key();
      if (key.kind == Key::Kind::enter) {
        drawing.erase();
        break;
      }
      if (ends_prompt(key)) {
        terminal.write("\r\n");
        interrupted(key, "running prompt");
      }
      const std::size_t last = choice.items.size() - 1;
      const std::string_view letter = key.kind == Key::Kind::character ? std::string_view(key.text) : "";
      if (key.kind == Key::Kind::down || letter == "j") active = std::min(active + 1, last);
      if (key.kind == Key::Kind::up || letter == "k") active -= active > 0 ? 1 : 0;
      if (key.kind == Key::Kind::right || letter == "l") active = std::min(active + visible_items, last);
      if (key.kind == Key::Kind::left || letter == "h") active -= std::min(active, visible_items);
    }
  }
  return chosen(active);
}

}  // namespace newel::cli
