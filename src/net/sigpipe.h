// Writing to a connection that the peer has closed must be an error, not the end of the process.
#pragma once

#include <csignal>

namespace newel::net {

/// Keeps SIGPIPE from this thread while it lives, whatever the program does with that signal otherwise:
/// OpenSSL writes with write(2), and libcurl, told to leave signals alone, does not see to it.
class SigpipeBlocked {
 public:
  SigpipeBlocked();
  ~SigpipeBlocked();
  SigpipeBlocked(const SigpipeBlocked&) = delete;
  SigpipeBlocked& operator=(const SigpipeBlocked&) = delete;

 private:
  sigset_t saved_;
  bool was_pending_;
};

}  // namespace newel::net
