#include "client/captured_run.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

namespace newel::client {
namespace {

constexpr std::size_t most_output = 1u << 20;

// Both output streams end in a file of memory until it goes.
class Redirection {
 public:
  explicit Redirection(int target) {
    for (int stream : {1, 2}) {
      saved_.at(static_cast<std::size_t>(stream) - 1) = ::dup(stream);
      ::dup2(target, stream);
    }
  }
  ~Redirection() {
    for (int stream : {1, 2}) {
      const int saved = saved_.at(static_cast<std::size_t>(stream) - 1);
      if (saved < 0) continue;
      ::dup2(saved, stream);
      ::close(saved);
    }
  }
  Redirection(const Redirection&) = delete;
  Redirection& operator=(const Redirection&) = delete;

 private:
  std::array<int, 2> saved_{-1, -1};
};

struct Descriptor {
  int fd;
  ~Descriptor() { ::close(fd); }
};

std::string content_of(int fd) {
  std::string out;
  std::array<char, 4096> buffer{};
  ::lseek(fd, 0, SEEK_SET);
  for (ssize_t n = 0; out.size() < most_output && (n = ::read(fd, buffer.data(), buffer.size())) > 0;)
    out.append(buffer.data(), static_cast<std::size_t>(n));
  return out;
}

}  // namespace

CapturedRun run_captured(const std::vector<std::string>& arguments, std::string_view input) {
  const Descriptor file{::memfd_create("output", MFD_CLOEXEC)};
  if (file.fd < 0) throw Error("memfd_create failed: " + reason_of(errno));
  CapturedRun run;
  {
    const Redirection redirected(file.fd);
    run.result = run_program(arguments, input);
  }
  run.output = content_of(file.fd);
  return run;
}

std::string run_or_throw(const std::vector<std::string>& arguments, std::string_view input) {
  CapturedRun run = run_captured(arguments, input);
  if (run.result.status == 0) return std::move(run.output);
  std::string text =
      "failed to execute " + quote(join(arguments, " ")) + " failed with: " + run.result.describe();
  const std::string said(trim(run.output));
  if (!said.empty()) text += ": " + printable(said.substr(0, said.find('\n')));
  throw Error(text);
}

}  // namespace newel::client
