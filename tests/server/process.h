// step-ca as a child process of a test.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"

namespace newel::test {

struct Finished {
  int code = -1;  ///< 128 + signal when one ended it
  std::string out, err;
};

/// Killed when it goes out of scope, and when the thread that made it ends.
class Process {
 public:
  Process(const std::string& folder, std::vector<std::string> arguments,
          const std::map<std::string, std::string>& environment = {})
      : out_(folder + "/stdout"), err_(folder + "/stderr") {
    arguments.insert(arguments.begin(), std::string(NEWEL_BIN_DIR) + "/step-ca");
    std::vector<std::string> variables = {"PATH=/usr/bin:/bin", "HOME=" + folder, "STEPPATH=" + folder};
    for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
    const auto pointers = [](std::vector<std::string>& texts) {
      std::vector<char*> list;
      for (auto& text : texts) list.push_back(text.data());
      list.push_back(nullptr);
      return list;
    };
    auto argv = pointers(arguments), envp = pointers(variables);
    // What an earlier process in this folder said must not be taken for this one's.
    ::unlink(out_.c_str());
    ::unlink(err_.c_str());
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(127);
      ::setsid();  // no terminal: a question must fail, not wait
      ::close(0);
      ::open("/dev/null", O_RDONLY);
      ::dup2(::open(out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
      ::dup2(::open(err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
      ::execve(argv[0], argv.data(), envp.data());
      ::_exit(127);
    }
  }
  ~Process() {
    if (pid_ > 0) {
      signal(SIGKILL);
      wait();
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) const { ::kill(pid_, number); }
  pid_t pid() const { return pid_; }
  std::string err() const { return read_file(err_).value_or(""); }

  Finished wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_file(out_).value_or(""),
            err()};
  }
  /// Until standard error holds the text `times` times; false when the process ended or 30 s passed.
  bool wait_for(const std::string& text, int times = 1) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < end) {
      const std::string now = err();
      int found = 0;
      for (std::size_t at = 0; (at = now.find(text, at)) != std::string::npos; at += text.size()) ++found;
      if (found >= times) return true;
      if (::waitid(P_PID, static_cast<id_t>(pid_), &ended_, WEXITED | WNOHANG | WNOWAIT) == 0 &&
          ended_.si_pid == pid_)
        return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }
  /// What the latest "Serving HTTPS on <address> ..." says; "" if it never comes.
  std::string address(const std::string& scheme = "HTTPS") const {
    const std::string mark = "Serving " + scheme + " on ";
    if (!wait_for(mark)) return {};
    const std::string text = err();
    const auto at = text.rfind(mark) + mark.size();
    return text.substr(at, text.find(' ', at) - at);
  }

 private:
  std::string out_, err_;
  pid_t pid_ = -1;
  mutable siginfo_t ended_{};
};

inline Finished run_step_ca(const std::string& folder, std::vector<std::string> arguments,
                            const std::map<std::string, std::string>& environment = {}) {
  return Process(folder, std::move(arguments), environment).wait();
}

}  // namespace newel::test
