// t_runner: runs command tests written as text. See tests/cli/README.md.
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "dialog.h"
#include "match.h"
#include "session.h"
#include "test_file.h"

namespace {

using namespace newel::t;

struct Options {
  bool update = false;
  bool keep = false;
  std::vector<std::string> files;
};

std::string own_folder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path().string(); }

int print_free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0) return 1;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 1;
  std::cout << ntohs(address.sin_port) << "\n";
  return 0;
}

// Output as the lines that expectations are compared with.
std::vector<std::string> printed_lines(const Session& session, const std::string& output) {
  std::vector<std::string> lines = lines_of(session.normal_form(output));
  if (!output.empty() && output.back() != '\n') lines.back() += "[no newline]";
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string indented(const std::string& text) {
  std::string out;
  for (const std::string& line : lines_of(text)) out += "    " + line + "\n";
  return out;
}

// What is wrong with one step, or empty. Fits the step to what happened when updating.
std::string check(Session& session, Step& step, bool update) {
  const Outcome outcome = session.run(step);
  if (!outcome.trouble.empty()) {
    return "  " + outcome.trouble + "\n  printed so far:\n" + indented(session.normal_form(outcome.output));
  }
  std::string wrong;
  if (step.kind == Step::Kind::command) {
    const std::vector<std::string> actual = printed_lines(session, outcome.output);
    if (!output_matches(step.expected, actual)) {
      wrong += difference(step.expected, actual);
      if (update) step.expected = updated(step.expected, actual);
    }
  }
  if (outcome.status != step.status) {
    wrong +=
        "  status " + std::to_string(outcome.status) + ", expected " + std::to_string(step.status) + "\n";
    if (step.kind == Step::Kind::dialog)
      wrong += "  the screen:\n" + indented(session.normal_form(outcome.output));
    if (update) step.status = outcome.status;
  }
  return update && step.kind == Step::Kind::command ? "" : wrong;
}

constexpr int skipped_status = 77;  // as tests/CMakeLists.txt tells ctest

// The exit status.
int run_file(const std::string& file, const Options& options) {
  std::ifstream in(file);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) throw std::runtime_error("cannot read " + file);
  std::vector<Step> steps = parse_test(file, content.str());

  Session session(NEWEL_SOURCE_DIR "/tests/cli", own_folder(), options.keep);
  if (options.keep) std::cerr << "files are kept in " << session.folder() << "\n";
  std::string failures;
  for (Step& step : steps) {
    if (step.kind == Step::Kind::text) continue;
    const std::string wrong = check(session, step, options.update);
    if (const std::string why = session.skipped(); !why.empty()) {
      std::cout << file << " is skipped: " << why;
      return skipped_status;
    }
    if (wrong.empty()) continue;
    failures += file + ":" + std::to_string(step.line) + ": $ " + step.command + "\n" + wrong + "\n";
    if (failures.size() > 20000) break;
  }
  if (options.update) std::ofstream(file) << write_test(steps);
  if (failures.empty()) return 0;
  std::cout << failures << "repeat with: " << own_folder() << "/t_runner " << file << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 1 && words[0] == "--free-port") return print_free_port();
  if (words.size() == 4 && words[0] == "--on-pty") return serve_pty(words[1], words[2], words[3]);
  ::signal(SIGPIPE, SIG_IGN);
  Options options;
  for (const std::string& word : words) {
    if (word == "--update") {
      options.update = true;
    } else if (word == "--keep") {
      options.keep = true;
    } else {
      options.files.push_back(word);
    }
  }
  if (options.files.empty()) {
    std::cerr << "usage: t_runner [--update] [--keep] file.t...\n";
    return 2;
  }
  int status = 0;
  try {
    for (const std::string& file : options.files) {
      const int result = run_file(file, options);
      if (status != 1 && result != 0) status = result;
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
  return status;
}
