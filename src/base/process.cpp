#include "base/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

extern char** environ;

namespace newel {
namespace {

bool is_program(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

// posix_spawn's two option objects, freed whatever happens.
struct SpawnOptions {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  SpawnOptions() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    // We may have signals blocked to wait for them; the program must be able to get them.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnOptions() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;
};

// A program that stops reading early must not kill us: SIGPIPE is held back while we write to it.
void feed(int fd, std::string_view input) {
  sigset_t pipe, old;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &old);
  while (!input.empty()) {
    const ssize_t n = ::write(fd, input.data(), input.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    input.remove_prefix(static_cast<std::size_t>(n));
  }
  const timespec at_once{};
  while (sigtimedwait(&pipe, nullptr, &at_once) > 0) {
  }
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
}

ProcessResult wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) return {128 + WTERMSIG(status), true};
  return {WEXITSTATUS(status), false};
}

// The program's path. Throws Error in Go's words.
std::string require_program(const std::vector<std::string>& arguments) {
  const std::string name = arguments.empty() ? std::string() : arguments.front();
  const auto program = find_program(name);
  if (!program) {
    const bool is_path = name.find('/') != std::string::npos;
    if (is_path && file_exists(name)) throw Error("fork/exec " + name + ": permission denied");
    if (is_path) throw Error("fork/exec " + name + ": no such file or directory");
    throw Error("exec: " + quote(name) + ": executable file not found in $PATH");
  }
  return *program;
}

std::vector<char*> pointers(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  return argv;
}

}  // namespace

std::string ProcessResult::describe() const {
  if (!signalled) return "exit status " + std::to_string(status);
  std::string name = ::strsignal(status - 128);
  return "signal: " + to_lower(name);
}

std::optional<std::string> find_program(std::string_view name) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) {
    if (is_program(std::string(name))) return std::string(name);
    return std::nullopt;
  }
  for (const std::string& folder : split(environment("PATH").value_or("/usr/bin:/bin"), ':')) {
    // An empty entry means the working directory; running a program from there by accident helps nobody.
    if (folder.empty()) continue;
    std::string path = join_path(folder, name);
    if (is_program(path)) return path;
  }
  return std::nullopt;
}

ProcessResult run_program(const std::vector<std::string>& arguments, std::optional<std::string_view> input) {
  const std::string program = require_program(arguments);
  std::vector<char*> argv = pointers(arguments);
  SpawnOptions options;
  std::array<int, 2> ends{-1, -1};
  if (input) {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Error("pipe failed: " + reason_of(errno));
    posix_spawn_file_actions_adddup2(&options.files, ends[0], 0);
  }
  pid_t pid = 0;
  const int problem =
      ::posix_spawn(&pid, program.c_str(), &options.files, &options.attributes, argv.data(), environ);
  if (input) ::close(ends[0]);
  if (problem != 0) {
    if (input) ::close(ends[1]);
    throw Error("fork/exec " + program + ": " + reason_of(problem));
  }
  if (input) {
    feed(ends[1], *input);
    ::close(ends[1]);
  }
  return wait_for(pid);
}

void start_program(const std::vector<std::string>& arguments) {
  const std::string program = require_program(arguments);
  std::vector<char*> argv = pointers(arguments);
  SpawnOptions options;
  posix_spawn_file_actions_addopen(&options.files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&options.files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&options.files, 1, 2);
  pid_t pid = 0;
  const int problem =
      ::posix_spawn(&pid, program.c_str(), &options.files, &options.attributes, argv.data(), environ);
  if (problem != 0) throw Error("fork/exec " + program + ": " + reason_of(problem));
}

}  // namespace newel
