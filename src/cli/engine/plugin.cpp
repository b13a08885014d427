#include "cli/engine/plugin.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/files.h"
#include "base/step_path.h"
#include "base/text.h"
#include "cli/engine/output_file.h"

extern char** environ;

namespace newel::cli {
namespace {

std::vector<char*> argument_pointers(const std::string& program, const std::vector<std::string>& args) {
  std::vector<char*> pointers{const_cast<char*>(program.c_str())};
  for (const std::string& arg : args) pointers.push_back(const_cast<char*>(arg.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

pid_t spawn(const std::string& program, const std::vector<std::string>& args,
            const posix_spawn_file_actions_t* actions) {
  pid_t child = 0;
  const auto pointers = argument_pointers(program, args);
  if (int error = ::posix_spawn(&child, program.c_str(), actions, nullptr, pointers.data(), environ);
      error != 0) {
    throw Error(fmt::format("fork/exec {}: {}", program, reason_of(error)));
  }
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw Error("waiting for the plugin failed: " + reason_of(errno));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) throw Error("pipe failed: " + reason_of(errno));
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(int end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
};

// Feeds and drains the child at once: neither side can fill a pipe and wait for the other.
void exchange(Pipe& in, Pipe& out, Pipe& err, std::string_view input, std::string& output,
              std::string& errors) {
  if (input.empty()) in.close_end(1);
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    pollfd waits[3] = {{in.ends[1], POLLOUT, 0}, {out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}};
    if (::poll(waits, 3, -1) < 0 && errno != EINTR) throw Error("poll failed: " + reason_of(errno));
    if (waits[0].revents != 0) {
      const ssize_t n = ::write(in.ends[1], input.data(), input.size());
      if (n > 0) input.remove_prefix(static_cast<std::size_t>(n));
      if (input.empty() || (n < 0 && errno != EAGAIN && errno != EINTR)) in.close_end(1);
    }
    auto drain = [](Pipe& pipe, std::string& into) {
      char buffer[4096];
      const ssize_t n = ::read(pipe.ends[0], buffer, sizeof buffer);
      if (n > 0) into.append(buffer, static_cast<std::size_t>(n));
      if (n == 0 || (n < 0 && errno != EINTR)) pipe.close_end(0);
    };
    if (waits[1].revents != 0) drain(out, output);
    if (waits[2].revents != 0) drain(err, errors);
  }
}

}  // namespace

std::optional<std::string> find_plugin(const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos) return std::nullopt;
  const std::string file = "step-" + name + "-plugin";
  const std::string own = StepPaths::load().in_base("plugins/" + file);
  if (file_exists(own)) return own;
  for (const std::string& folder : split(environment("PATH").value_or(""), ':')) {
    const std::string candidate = join_path(folder.empty() ? "." : folder, file);
    if (!is_directory(candidate) && ::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

int run_plugin(const std::string& program, const std::vector<std::string>& args) {
  const int status = wait_for(spawn(program, args, nullptr));
  if (status != 0) say(fmt::format("exit status {}", status));
  return status;
}

std::string plugin_output(const std::string& program, const std::vector<std::string>& args,
                          const std::string& input) {
  ::signal(SIGPIPE, SIG_IGN);  // a plugin that does not read its input is its own business
  Pipe in;
  Pipe out;
  Pipe err;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.ends[0], 0);
  ::posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  ::posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  pid_t child = 0;
  try {
    child = spawn(program, args, &actions);
  } catch (...) {
    ::posix_spawn_file_actions_destroy(&actions);
    throw;
  }
  ::posix_spawn_file_actions_destroy(&actions);
  in.close_end(0);
  out.close_end(1);
  err.close_end(1);
  ::fcntl(in.ends[1], F_SETFL, O_NONBLOCK);
  std::string output;
  std::string errors;
  exchange(in, out, err, input, output, errors);
  if (const int status = wait_for(child); status != 0) {
    std::string line = program;
    for (const std::string& arg : args) line += " " + arg;
    const std::string_view said = trim(errors);
    throw Error(fmt::format("command {} failed with:\n{}", quote(line),
                            said.empty() ? fmt::format("exit status {}", status) : std::string(said)));
  }
  return output;
}

}  // namespace newel::cli
