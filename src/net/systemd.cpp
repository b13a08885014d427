#include "net/systemd.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>

#include "base/text.h"

namespace newel::net {
namespace {

constexpr int first_inherited_fd = 3;  // SD_LISTEN_FDS_START

std::optional<long> number_from(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr) return std::nullopt;
  long value = 0;
  const char* end = text + std::strlen(text);
  const auto [at, error] = std::from_chars(text, end, value);
  if (error != std::errc() || at != end || at == text) return std::nullopt;
  return value;
}

}  // namespace

bool notify_systemd(std::string_view state) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr || (path[0] != '/' && path[0] != '@')) return false;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t length = std::strlen(path);
  if (length >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path, length);
  if (path[0] == '@') address.sun_path[0] = '\0';  // the abstract namespace
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  const ssize_t sent = ::sendto(fd, state.data(), state.size(), MSG_NOSIGNAL,
                                reinterpret_cast<const sockaddr*>(&address), size);
  ::close(fd);
  return sent == static_cast<ssize_t>(state.size());
}

bool notify_ready() { return notify_systemd("READY=1"); }

bool notify_reloading() {
  std::timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const long long micros = static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
  return notify_systemd("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(micros));
}

bool notify_stopping() { return notify_systemd("STOPPING=1"); }

std::vector<InheritedSocket> take_inherited_sockets() {
  std::vector<InheritedSocket> sockets;
  const auto pid = number_from("LISTEN_PID");
  const auto count = number_from("LISTEN_FDS");
  if (pid == static_cast<long>(::getpid()) && count && *count > 0) {
    const char* names = std::getenv("LISTEN_FDNAMES");
    const auto list = split(names != nullptr ? names : "", ':');
    for (int i = 0; i < *count; ++i) {
      const int fd = first_inherited_fd + i;
      if (::fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) break;
      const auto at = static_cast<std::size_t>(i);
      sockets.push_back({fd, at < list.size() && !list[at].empty() ? list[at] : "unknown"});
    }
  }
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  return sockets;
}

}  // namespace newel::net
