// The signals a server lives by, taken one at a time by the thread that waits for them.
#pragma once

namespace newel::server {

enum class Request { stop, reload };

/// Blocks SIGINT, SIGTERM and SIGHUP for this thread and those it starts, and ignores SIGPIPE: call it before
/// there are other threads. A signal that comes before anybody waits is kept.
void block_signals();
Request wait_for_signal();

}  // namespace newel::server
