#include "net/systemd.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace newel::net {
namespace {

using testing::MatchesRegex;

// A datagram socket in the abstract namespace, as systemd's.
class NotifySocket {
 public:
  NotifySocket() : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = "newel-test-" + std::to_string(::getpid());
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    ::setenv("NOTIFY_SOCKET", ("@" + name).c_str(), 1);
  }
  ~NotifySocket() {
    ::unsetenv("NOTIFY_SOCKET");
    ::close(fd_);
  }
  std::string next() const {
    char buffer[256];
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    return n < 0 ? "nothing" : std::string(buffer, static_cast<std::size_t>(n));
  }

 private:
  int fd_;
};

TEST(Systemd, IsToldAboutEveryState) {
  EXPECT_FALSE(notify_ready());
  const NotifySocket socket;
  EXPECT_TRUE(notify_ready());
  EXPECT_EQ(socket.next(), "READY=1");
  EXPECT_TRUE(notify_reloading());
  EXPECT_THAT(socket.next(), MatchesRegex("RELOADING=1\nMONOTONIC_USEC=[1-9][0-9]+"));
  EXPECT_TRUE(notify_ready());  // the variable stays: a second message goes out too
  EXPECT_EQ(socket.next(), "READY=1");
  EXPECT_TRUE(notify_stopping());
  EXPECT_EQ(socket.next(), "STOPPING=1");
  ::setenv("NOTIFY_SOCKET", "relative", 1);
  EXPECT_FALSE(notify_ready());
}

// The sockets are descriptors 3, 4, ...: a child process of its own sets them up. It returns 0 when all is
// well.
int inherit_in_child() {
  for (const int fd : {3, 4}) {
    if (::dup2(1, fd) != fd) return 1;
  }
  ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
  ::setenv("LISTEN_FDS", "2", 1);
  ::setenv("LISTEN_FDNAMES", "main", 1);
  const auto sockets = take_inherited_sockets();
  if (sockets.size() != 2 || sockets[0].fd != 3 || sockets[1].fd != 4) return 2;
  if (sockets[0].name != "main" || sockets[1].name != "unknown") return 3;
  if ((::fcntl(3, F_GETFD) & FD_CLOEXEC) == 0) return 4;
  if (std::getenv("LISTEN_FDS") != nullptr || !take_inherited_sockets().empty()) return 5;
  ::setenv("LISTEN_PID", "1", 1);  // meant for another process
  ::setenv("LISTEN_FDS", "2", 1);
  return take_inherited_sockets().empty() ? 0 : 6;
}

TEST(Systemd, HandsSocketsOver) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(inherit_in_child());
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace newel::net
