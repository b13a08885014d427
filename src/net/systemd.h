// What a service under systemd says and is given (sd_notify(3), sd_listen_fds(3)), without libsystemd.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace newel::net {

/// Sends one notification to $NOTIFY_SOCKET. False when there is none, or it does not take it: nothing to act
/// on.
bool notify_systemd(std::string_view state);
bool notify_ready();      ///< READY=1: started, or reloaded
bool notify_reloading();  ///< RELOADING=1 with the time it began, as Type=notify-reload wants
bool notify_stopping();   ///< STOPPING=1

/// A bound, listening socket that systemd opened for us.
struct InheritedSocket {
  int fd;
  std::string name;  ///< FileDescriptorName= of the socket unit; "unknown" when systemd gave none
};

/// The sockets of this process ($LISTEN_FDS when $LISTEN_PID is us), made close-on-exec. The variables are
/// removed: a second call returns nothing, and no child believes them. Call before threads are started.
std::vector<InheritedSocket> take_inherited_sockets();

}  // namespace newel::net
