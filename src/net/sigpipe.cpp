#include "net/sigpipe.h"

#include <ctime>

namespace newel::net {
namespace {

sigset_t only_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

bool sigpipe_pending() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

SigpipeBlocked::SigpipeBlocked() : was_pending_(sigpipe_pending()) {
  const sigset_t set = only_sigpipe();
  pthread_sigmask(SIG_BLOCK, &set, &saved_);
}

SigpipeBlocked::~SigpipeBlocked() {
  if (!was_pending_ && sigpipe_pending()) {  // ours: take it back before anybody sees it
    const sigset_t set = only_sigpipe();
    const std::timespec at_once{};
    sigtimedwait(&set, nullptr, &at_once);
  }
  pthread_sigmask(SIG_SETMASK, &saved_, nullptr);
}

}  // namespace newel::net
