// One event-loop thread: an epoll set, its share of the connections, and their deadlines.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "net/mailbox.h"
#include "net/server.h"
#include "net/worker_pool.h"

namespace newel::net {

using Instant = std::chrono::steady_clock::time_point;
class Connection;

/// A listening socket and what is served on it. Handler and TLS context change while connections live.
class ListenerState {
 public:
  ListenerState(std::string name, int fd, Handler handler, std::shared_ptr<TlsServerContext> tls);
  ~ListenerState();
  /// Closes the socket; once no loop accepts from it any more. Connections keep the rest alive.
  void close_socket();
  void replace(Handler handler, std::shared_ptr<TlsServerContext> tls);
  std::shared_ptr<const Handler> handler() const;
  std::shared_ptr<TlsServerContext> tls() const;

  const std::string name;
  int fd() const { return fd_; }

 private:
  int fd_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Handler> handler_;
  std::shared_ptr<TlsServerContext> tls_;
};

/// What the loops of one server share.
struct ServerCore {
  ServerOptions options;
  std::atomic<std::size_t> connections{0};
  WorkerPool workers;

  explicit ServerCore(ServerOptions o)
      : options(std::move(o)), workers(threads_or_cores(options.worker_threads)) {}
  void report(std::string_view line) const {
    if (options.on_error) options.on_error(line);
  }
};

class IoLoop {
 public:
  explicit IoLoop(ServerCore& core);
  ~IoLoop();  ///< cuts every connection, ends the thread
  IoLoop(const IoLoop&) = delete;
  IoLoop& operator=(const IoLoop&) = delete;

  // From any thread but the loop's.
  void run_and_wait(const std::function<void()>& task);
  const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }

  // On the loop's thread only.
  void add_listener(std::shared_ptr<ListenerState> listener);
  void remove_listener(const ListenerState* listener, bool drain_connections);
  void drain_all();
  std::size_t connection_count() const { return connections_.size(); }
  void dispatch(const ListenerState& listener, std::uint64_t connection, std::int32_t stream,
                Request request);
  Instant now() const { return now_; }
  ServerCore& core() { return core_; }
  std::string& scratch() { return scratch_; }
  /// A connection's deadline moved to `when`.
  void expect(Instant when);

 private:
  void run();
  void handle_event(std::uint64_t id, std::uint32_t events);
  void handle_mail();
  void accept_from(std::uint64_t listener_id);
  void pause_accepting();
  void resume_accepting();
  void check_deadlines();
  void touch(std::uint64_t id, Connection& connection);
  void forget_closed();
  int wait_milliseconds() const;

  ServerCore& core_;
  const std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
  int epoll_fd_;
  std::string scratch_;  // read buffer shared by all connections of the loop
  Instant now_{};
  Duration tick_;  // deadlines are looked through at most this often
  Instant last_check_{};
  Instant next_check_ = Instant::max();
  std::uint64_t next_id_ = 1;
  bool accepting_paused_ = false;
  Instant resume_at_ = Instant::max();
  bool stopping_ = false;
  std::unordered_map<std::uint64_t, std::shared_ptr<ListenerState>> listeners_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
  std::vector<std::uint64_t> closed_;
  std::vector<std::uint64_t> answered_;
  std::vector<Answer> answers_;
  std::vector<std::function<void()>> tasks_;
  std::vector<Job> jobs_;
  std::thread thread_;
};

}  // namespace newel::net
