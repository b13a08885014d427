#include "server/signals.h"

#include <signal.h>

namespace newel::server {
namespace {

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

void block_signals() {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

Request wait_for_signal() {
  const sigset_t set = watched();
  for (;;) {
    const int number = ::sigwaitinfo(&set, nullptr);
    if (number == SIGHUP) return Request::reload;
    if (number == SIGINT || number == SIGTERM) return Request::stop;
  }
}

}  // namespace newel::server
