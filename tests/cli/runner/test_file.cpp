#include "test_file.h"

#include <stdexcept>

namespace newel::t {
namespace {

// An expected line that looks like one of our marks is written with a backslash before it.
bool is_mark(std::string_view line) {
  for (std::string_view mark : {"$ ", "$$ ", "? ", "> ", "#", "\\"}) {
    if (line.starts_with(mark)) return true;
  }
  return line == "$" || line == ">";
}

std::string escaped(const std::string& line) { return is_mark(line) ? "\\" + line : line; }

class Parser {
 public:
  Parser(const std::string& name, std::string_view content) : name_(name), lines_(lines_of(content)) {}

  std::vector<Step> parse() {
    while (at_ < lines_.size()) {
      const std::string& line = lines_[at_];
      if (line.starts_with("$ ")) {
        command(2, Step::Kind::command);
      } else if (line.starts_with("$$ ")) {
        command(3, Step::Kind::dialog);
      } else if (line.empty() || line.starts_with('#')) {
        text(line);
      } else {
        fail("neither a comment nor a command (an expectation ends at a comment)");
      }
    }
    return std::move(steps_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(name_ + ":" + std::to_string(at_ + 1) + ": " + what);
  }

  void text(const std::string& line) {
    if (steps_.empty() || steps_.back().kind != Step::Kind::text) {
      steps_.push_back({.kind = Step::Kind::text, .line = static_cast<int>(at_) + 1});
    }
    steps_.back().source.push_back(line);
    ++at_;
  }

  void command(std::size_t mark, Step::Kind kind) {
    Step step{.kind = kind, .line = static_cast<int>(at_) + 1};
    step.source.push_back(lines_[at_]);
    step.command = lines_[at_++].substr(mark);
    while (at_ < lines_.size() && (lines_[at_].starts_with("> ") || lines_[at_] == ">")) {
      step.source.push_back(lines_[at_]);
      step.command += "\n" + (lines_[at_].size() > 2 ? lines_[at_].substr(2) : "");
      ++at_;
    }
    if (kind == Step::Kind::dialog) {
      dialog(step);
    } else {
      expectation(step);
    }
    if (at_ < lines_.size() && lines_[at_].starts_with("? "))
      step.status = std::stoi(lines_[at_++].substr(2));
    steps_.push_back(std::move(step));
  }

  void expectation(Step& step) {
    while (at_ < lines_.size()) {
      const std::string& line = lines_[at_];
      if (line.starts_with('\\')) {
        step.expected.push_back(line.substr(1));
      } else if (is_mark(line)) {
        break;
      } else {
        step.expected.push_back(line);
      }
      ++at_;
    }
    // Blank lines at the end separate this command from the next one.
    while (!step.expected.empty() && step.expected.back().empty()) {
      step.expected.pop_back();
      --at_;
    }
  }

  void dialog(Step& step) {
    for (; at_ < lines_.size() && !lines_[at_].empty() && !is_mark(lines_[at_]); ++at_) {
      const std::string& line = lines_[at_];
      const std::size_t blank = line.find(' ');
      DialogStep part{line.substr(0, blank), blank == std::string::npos ? "" : line.substr(blank + 1),
                      static_cast<int>(at_) + 1};
      if (part.verb != "expect" && part.verb != "absent" && part.verb != "send" && part.verb != "key") {
        fail("a dialog has lines with expect, absent, send and key");
      }
      step.dialog.push_back(std::move(part));
    }
  }

  const std::string& name_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::vector<Step> parse_test(const std::string& name, std::string_view content) {
  return Parser(name, content).parse();
}

std::string write_test(const std::vector<Step>& steps) {
  std::string out;
  for (const Step& step : steps) {
    for (const std::string& line : step.source) out += line + "\n";
    for (const std::string& line : step.expected) out += escaped(line) + "\n";
    for (const DialogStep& part : step.dialog)
      out += part.verb + (part.text.empty() ? "" : " ") + part.text + "\n";
    if (step.kind != Step::Kind::text && step.status != 0) out += "? " + std::to_string(step.status) + "\n";
  }
  return out;
}

}  // namespace newel::t
