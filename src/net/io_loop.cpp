// The event loop.
//
// One listening socket is in the epoll set of every loop, with EPOLLEXCLUSIVE, instead of one SO_REUSEPORT
// socket each: with SO_REUSEPORT a second server started by mistake would share our port instead of failing
// to bind. epoll carries ids, not pointers: an event for a connection that is gone finds nothing. Deadlines
// are a field of the connection, looked through once per tick: moving one costs nothing, which matters
// because every request moves several, and a server has thousands of connections, not millions.
#include "net/io_loop.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>

#include "net/address.h"
#include "net/connection.h"
#include "net/tls_errors.h"

namespace newel::net {
namespace {

constexpr std::uint64_t mailbox_id = 0;
constexpr std::uint64_t listener_bit = 1ULL << 63;
constexpr std::size_t scratch_size = 16u << 10;  // one TLS record

// A quarter of the shortest timeout is precise enough, a second is fine enough.
Duration tick_for(const ServerLimits& limits) {
  const Duration shortest =
      std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.write_timeout});
  return std::clamp<Duration>(shortest / 4, std::chrono::milliseconds(1), std::chrono::seconds(1));
}

}  // namespace

ListenerState::ListenerState(std::string n, int listening_fd, Handler handler,
                             std::shared_ptr<TlsServerContext> tls)
    : name(std::move(n)),
      fd_(listening_fd),
      handler_(std::make_shared<const Handler>(std::move(handler))),
      tls_(std::move(tls)) {}

ListenerState::~ListenerState() { close_socket(); }

void ListenerState::close_socket() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void ListenerState::replace(Handler handler, std::shared_ptr<TlsServerContext> tls) {
  auto fresh = std::make_shared<const Handler>(std::move(handler));
  const std::lock_guard lock(mutex_);
  handler_.swap(fresh);
  tls_.swap(tls);
}

std::shared_ptr<const Handler> ListenerState::handler() const {
  const std::lock_guard lock(mutex_);
  return handler_;
}

std::shared_ptr<TlsServerContext> ListenerState::tls() const {
  const std::lock_guard lock(mutex_);
  return tls_;
}

IoLoop::IoLoop(ServerCore& core)
    : core_(core),
      epoll_fd_(::epoll_create1(EPOLL_CLOEXEC)),
      scratch_(scratch_size, '\0'),
      tick_(tick_for(core.options.limits)) {
  if (epoll_fd_ < 0) throw Error("epoll_create: " + errno_text(errno));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = mailbox_id;
  ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, mailbox_->event_fd(), &event);
  now_ = last_check_ = std::chrono::steady_clock::now();
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

IoLoop::~IoLoop() {
  mailbox_->post([this] { stopping_ = true; });
  thread_.join();
  ::close(epoll_fd_);
}

void IoLoop::run_and_wait(const std::function<void()>& task) {
  std::mutex mutex;
  std::condition_variable condition;
  bool done = false;
  const bool posted = mailbox_->post([&] {
    task();
    const std::lock_guard lock(mutex);
    done = true;
    condition.notify_one();
  });
  std::unique_lock lock(mutex);
  while (posted && !done) condition.wait(lock);
}

void IoLoop::add_listener(std::shared_ptr<ListenerState> listener) {
  const std::uint64_t id = listener_bit | next_id_++;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLEXCLUSIVE;
  event.data.u64 = id;
  if (!accepting_paused_) ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, listener->fd(), &event);
  listeners_.emplace(id, std::move(listener));
}

void IoLoop::remove_listener(const ListenerState* listener, bool drain_connections) {
  for (auto it = listeners_.begin(); it != listeners_.end();) {
    if (it->second.get() != listener) {
      ++it;
      continue;
    }
    ::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, listener->fd(), nullptr);
    it = listeners_.erase(it);
  }
  if (!drain_connections) return;
  for (auto& [id, connection] : connections_) {
    if (connection->listener() != listener) continue;
    connection->drain();
    if (connection->closed()) closed_.push_back(id);
  }
}

void IoLoop::drain_all() {
  for (auto& [id, connection] : connections_) {
    connection->drain();
    if (connection->closed()) closed_.push_back(id);
  }
}

void IoLoop::dispatch(const ListenerState& listener, std::uint64_t connection, std::int32_t stream,
                      Request request) {
  std::atomic<int>* queued = request.method == "POST" ? core_.options.queued : nullptr;
  if (queued != nullptr) ++*queued;
  jobs_.push_back({listener.handler(), std::make_shared<const Request>(std::move(request)),
                   make_respond(mailbox_, connection, stream), queued});
}

void IoLoop::expect(Instant when) {
  if (when < next_check_) next_check_ = std::max(when, last_check_ + tick_);
}

int IoLoop::wait_milliseconds() const {
  const Instant next = std::min(next_check_, resume_at_);
  if (next == Instant::max()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now_).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void IoLoop::run() {
  std::array<epoll_event, 64> events;
  while (!stopping_) {
    now_ = std::chrono::steady_clock::now();
    const int n =
        ::epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()), wait_milliseconds());
    now_ = std::chrono::steady_clock::now();
    for (int i = 0; i < n; ++i)
      handle_event(events[static_cast<std::size_t>(i)].data.u64, events[static_cast<std::size_t>(i)].events);
    if (next_check_ <= now_) check_deadlines();
    if (resume_at_ <= now_) resume_accepting();
    core_.workers.submit(jobs_);
    forget_closed();
  }
  mailbox_->close();
  core_.connections -= connections_.size();
  connections_.clear();
  listeners_.clear();
}

void IoLoop::handle_event(std::uint64_t id, std::uint32_t events) {
  if (id == mailbox_id) return handle_mail();
  if ((id & listener_bit) != 0) return accept_from(id);
  const auto it = connections_.find(id);
  if (it == connections_.end()) return;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0 && (events & EPOLLIN) == 0) it->second->close();
  touch(id, *it->second);
}

void IoLoop::touch(std::uint64_t id, Connection& connection) {
  connection.run();
  if (connection.closed()) closed_.push_back(id);
}

void IoLoop::handle_mail() {
  mailbox_->take(answers_, tasks_);
  for (auto& answer : answers_) {
    const auto it = connections_.find(answer.connection);
    if (it == connections_.end()) continue;
    it->second->on_answer(answer.stream, std::move(answer.response));
    // Several answers for one HTTP/2 connection leave in one write.
    if (answered_.empty() || answered_.back() != answer.connection) answered_.push_back(answer.connection);
  }
  answers_.clear();
  for (const std::uint64_t id : answered_) {
    const auto it = connections_.find(id);
    if (it != connections_.end()) touch(id, *it->second);
  }
  answered_.clear();
  for (auto& task : tasks_) task();
  tasks_.clear();
}

void IoLoop::accept_from(std::uint64_t listener_id) {
  const auto found = listeners_.find(listener_id);
  if (found == listeners_.end()) return;
  if (core_.connections.load() >= core_.options.limits.max_connections) return pause_accepting();
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  const int fd = ::accept4(found->second->fd(), reinterpret_cast<sockaddr*>(&address), &size,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      core_.report("http: Accept error: accept tcp " + local_address_text(found->second->fd()) +
                   ": accept4: " + errno_text(errno) + "; retrying in 100ms");
      pause_accepting();
    }
    return;
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const std::uint64_t id = next_id_++;
  std::unique_ptr<Connection> connection;
  try {
    connection =
        std::make_unique<Connection>(*this, id, fd, ip_text(address), address_text(address), found->second);
  } catch (const std::exception& error) {
    return core_.report(std::string("http: cannot serve a connection: ") + error.what());
  }
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = id;
  if (::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event) != 0) return;
  ++core_.connections;
  connections_.emplace(id, std::move(connection));  // the first event comes at once: the socket is writable
}

void IoLoop::pause_accepting() {
  if (accepting_paused_) return;
  accepting_paused_ = true;
  for (auto& [id, listener] : listeners_) ::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, listener->fd(), nullptr);
  resume_at_ = now_ + std::chrono::milliseconds(100);  // another loop may have got room meanwhile
}

void IoLoop::resume_accepting() {
  resume_at_ = Instant::max();
  if (!accepting_paused_) return;
  accepting_paused_ = false;
  for (auto& [id, listener] : listeners_) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLEXCLUSIVE;
    event.data.u64 = id;
    ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, listener->fd(), &event);
  }
}

void IoLoop::check_deadlines() {
  last_check_ = now_;
  next_check_ = Instant::max();
  Instant next = Instant::max();
  for (auto& [id, connection] : connections_) {
    if (connection->deadline() <= now_) {
      connection->on_deadline();
      if (connection->closed()) {
        closed_.push_back(id);
        continue;
      }
    }
    next = std::min(next, connection->deadline());
  }
  expect(next);
}

void IoLoop::forget_closed() {
  for (const std::uint64_t id : closed_) {
    if (connections_.erase(id) == 0) continue;
    --core_.connections;
    if (accepting_paused_) resume_at_ = now_;
  }
  closed_.clear();
}

}  // namespace newel::net
