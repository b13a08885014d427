// The shell reads names of files to source from a pipe and answers with exit statuses on another one.
// Sourcing keeps variables, functions and background jobs from one command to the next; the redirections
// stand on the `source`.
//
// Between the runner and the shell stands a guard: a process that ends with the runner, however that ends
// (also by SIGKILL, which is how ctest stops a test that takes too long), and then ends everything the file
// has started.
#include "session.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "dialog.h"

namespace newel::t {
namespace {

constexpr int command_seconds = 180;
constexpr int state_fd = 9;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

void write_whole(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// Every process below us: orphans come to us too, because we (the guard) are their subreaper.
std::set<pid_t> descendants() {
  std::set<pid_t> found;
  std::set<pid_t> parents = {::getpid()};
  bool grown = true;
  while (grown) {
    grown = false;
    DIR* proc = ::opendir("/proc");
    while (const dirent* entry = proc != nullptr ? ::readdir(proc) : nullptr) {
      const pid_t pid = std::atoi(entry->d_name);
      if (pid <= 0 || found.count(pid) > 0) continue;
      const std::string stat = read_whole("/proc/" + std::to_string(pid) + "/stat");
      const std::size_t name_end = stat.rfind(')');
      if (name_end == std::string::npos || name_end + 4 > stat.size()) continue;
      if (parents.count(std::atoi(stat.c_str() + name_end + 4)) == 0) continue;
      found.insert(pid);
      parents.insert(pid);
      grown = true;
    }
    if (proc != nullptr) ::closedir(proc);
  }
  return found;
}

void end_all_descendants() {
  for (int round = 0; round < 60; ++round) {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    const std::set<pid_t> left = descendants();
    if (left.empty()) return;
    for (pid_t pid : left) ::kill(pid, round < 40 ? SIGTERM : SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

// The life of the guard: until somebody asks it to end, or the runner is no more. What the shell leaves
// behind becomes its child, because it is the subreaper.
[[noreturn]] void guard(const std::string& folder, bool keep, const sigset_t& signals) {
  for (;;) {
    int signal = 0;
    ::sigwait(&signals, &signal);
    if (signal != SIGCHLD) break;
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
  }
  end_all_descendants();
  std::error_code ignored;
  if (!keep) std::filesystem::remove_all(folder, ignored);
  ::_exit(0);
}

std::string without_escapes(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      i += 2;
      while (i < text.size() && (text[i] < '@' || text[i] > '~')) ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

Session::Session(const std::string& tests, const std::string& programs, bool keep) : keep_(keep) {
  char name[] = "/tmp/newel-t-XXXXXX";
  if (::mkdtemp(name) == nullptr) fail("mkdtemp");
  folder_ = name;
  for (const char* part : {"/home", "/dir", "/run"}) ::mkdir((folder_ + part).c_str(), 0700);
  start(tests, programs);
}

Session::~Session() {
  ::close(commands_);
  ::close(states_);
  ::kill(guard_, SIGTERM);
  ::waitpid(guard_, nullptr, 0);
}

void Session::start(const std::string& tests, const std::string& programs) {
  int commands[2];
  int states[2];
  if (::pipe2(commands, O_CLOEXEC) != 0 || ::pipe2(states, O_CLOEXEC) != 0) fail("pipe");
  // Blocked before the fork, so that no signal comes between it and the guard's first wait.
  sigset_t signals, before;
  ::sigemptyset(&signals);
  for (int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCHLD}) ::sigaddset(&signals, signal);
  ::sigprocmask(SIG_BLOCK, &signals, &before);
  const pid_t runner = ::getpid();
  guard_ = ::fork();
  if (guard_ < 0) fail("fork");
  if (guard_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (::getppid() != runner) ::raise(SIGTERM);
    const pid_t shell = ::fork();
    if (shell == 0) {
      ::sigprocmask(SIG_SETMASK, &before, nullptr);
      become_shell(tests, programs, commands[0], states[1]);
    }
    for (int end : {commands[0], commands[1], states[0], states[1]}) ::close(end);
    guard(folder_, keep_, signals);
  }
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  ::close(commands[0]);
  ::close(states[1]);
  commands_ = commands[1];
  states_ = states[0];
  const std::string library = "source " + quoted(tests + "/lib.sh") + "\n";
  if (::write(commands_, library.data(), library.size()) < 0) fail("write to the shell");
}

void Session::become_shell(const std::string& tests, const std::string& programs, int commands, int states) {
  ::setsid();
  ::signal(SIGPIPE, SIG_DFL);
  ::dup2(commands, 0);
  ::dup2(states, state_fd);
  ::fcntl(state_fd, F_SETFD, 0);  // the same descriptor already: then dup2 has left it to be closed
  if (::chdir((folder_ + "/dir").c_str()) != 0) ::_exit(126);
  const std::string home = "HOME=" + folder_ + "/home";
  const std::string path =
      "PATH=" + programs + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  const std::string runner = "T_RUNNER=" + programs + "/t_runner";
  const std::string run = "T_RUN=" + folder_ + "/run";
  const std::string data = "TESTDATA=" + tests + "/../data";
  const char* environment[] = {home.c_str(), path.c_str(),     runner.c_str(), run.c_str(), data.c_str(),
                               "TZ=UTC",     "LC_ALL=C.UTF-8", "TERM=xterm",   nullptr};
  // -a: a dialog runs in a child, which so sees every variable and function of the file.
  const char* arguments[] = {"bash", "--noprofile", "--norc", "-a", nullptr};
  ::execve("/bin/bash", const_cast<char**>(arguments), const_cast<char**>(environment));
  ::_exit(127);
}

Outcome Session::run(const Step& step) {
  if (step.kind == Step::Kind::dialog) return run_dialog(step);
  const std::string base = folder_ + "/run/" + std::to_string(++count_);
  write_whole(base + ".sh", step.command + "\n");
  const std::string line = "source " + base + ".sh </dev/null >" + base + ".out 2>&1 " +
                           std::to_string(state_fd) + ">&-; echo $? >&" + std::to_string(state_fd) + "\n";
  if (::write(commands_, line.data(), line.size()) < 0) return {"", -1, "the shell is gone"};
  return finish(base + ".out");
}

// The pty lives in a child of the shell (so that it has the shell's state), which is this program again; its
// keys and its screen come and go through two named pipes.
Outcome Session::run_dialog(const Step& step) {
  const std::string base = folder_ + "/run/" + std::to_string(++count_);
  write_whole(base + ".sh", step.command + "\n");
  for (const char* end : {".keys", ".screen"}) {
    if (::mkfifo((base + end).c_str(), 0600) != 0) fail("mkfifo");
  }
  const std::string line = "\"$T_RUNNER\" --on-pty " + base + ".keys " + base + ".screen " + base +
                           ".sh </dev/null >" + base + ".out 2>&1 " + std::to_string(state_fd) +
                           ">&-; echo $? >&" + std::to_string(state_fd) + "\n";
  if (::write(commands_, line.data(), line.size()) < 0) return {"", -1, "the shell is gone"};
  Dialog dialog(base + ".keys", base + ".screen");
  const std::string trouble = dialog.run(step.dialog);
  dialog.close();
  Outcome outcome = finish(base + ".out");
  outcome.output = dialog.screen() + outcome.output;
  if (!trouble.empty()) outcome.trouble = trouble;
  return outcome;
}

Outcome Session::finish(const std::string& output_file) {
  Outcome outcome;
  std::string status;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(command_seconds);
  while (status.empty() || status.back() != '\n') {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now())
            .count();
    pollfd wait{states_, POLLIN, 0};
    if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) == 0) {
      outcome.trouble = "no end after " + std::to_string(command_seconds) + " seconds";
      break;
    }
    char c = 0;
    if (::read(states_, &c, 1) != 1) {
      outcome.trouble = "the shell ended (a command must not exit it)";
      break;
    }
    status += c;
  }
  outcome.output = read_whole(output_file);
  if (outcome.trouble.empty()) outcome.status = std::stoi(status);
  return outcome;
}

std::string Session::skipped() const { return read_whole(folder_ + "/run/skip"); }

std::string Session::normal_form(std::string text) const {
  text = without_escapes(text);
  replace_all(text, folder_ + "/home", "[HOME]");
  replace_all(text, folder_ + "/dir", "[DIR]");
  replace_all(text, folder_ + "/run", "[RUN]");
  return text;
}

}  // namespace newel::t
