#include "net/server.h"

#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <thread>

#include "net/address.h"
#include "net/io_loop.h"
#include "net/tls_errors.h"

namespace newel::net {
struct Server::Impl {
  explicit Impl(ServerOptions options) : core(std::move(options)) {
    for (int i = threads_or_cores(core.options.io_threads); i > 0; --i)
      loops.push_back(std::make_unique<IoLoop>(core));
  }

  ServerCore core;
  std::vector<std::unique_ptr<IoLoop>> loops;
  mutable std::mutex
      mutex;  // guards listeners; held while the loops take a change, so that changes have one order
  std::map<std::string, std::shared_ptr<ListenerState>> listeners;

  void remove(const std::shared_ptr<ListenerState>& listener, bool drain_connections) {
    for (auto& loop : loops) {
      loop->run_and_wait([&] { loop->remove_listener(listener.get(), drain_connections); });
    }
    listener->close_socket();
  }
};

Server::Server(ServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Server::~Server() { stop(); }

std::string Server::listen(Listener listener) {
  const std::lock_guard lock(impl_->mutex);
  if (impl_->listeners.count(listener.name) != 0)
    throw Error("a listener named " + listener.name + " exists already");
  const int fd = listener.inherited_fd >= 0 ? adopt_listening_socket(listener.inherited_fd, listener.address)
                                            : open_listening_socket(listener.address);
  auto state = std::make_shared<ListenerState>(listener.name, fd, std::move(listener.handler),
                                               std::move(listener.tls));
  for (auto& loop : impl_->loops) loop->run_and_wait([&] { loop->add_listener(state); });
  impl_->listeners.emplace(listener.name, std::move(state));
  return local_address_text(fd);
}

void Server::replace(const std::string& name, Handler handler, std::shared_ptr<TlsServerContext> tls) {
  const std::lock_guard lock(impl_->mutex);
  const auto it = impl_->listeners.find(name);
  if (it == impl_->listeners.end()) throw Error("no listener is named " + name);
  it->second->replace(std::move(handler), std::move(tls));
}

void Server::close_listener(const std::string& name) {
  const std::lock_guard lock(impl_->mutex);
  const auto it = impl_->listeners.find(name);
  if (it == impl_->listeners.end()) return;
  const auto listener = std::move(it->second);
  impl_->listeners.erase(it);
  impl_->remove(listener, true);
}

std::vector<std::string> Server::listener_names() const {
  const std::lock_guard lock(impl_->mutex);
  std::vector<std::string> names;
  for (const auto& [name, listener] : impl_->listeners) names.push_back(name);
  return names;
}

bool Server::drain(Duration deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  {
    const std::lock_guard lock(impl_->mutex);
    for (const auto& [name, listener] : impl_->listeners) impl_->remove(listener, false);
    impl_->listeners.clear();
    for (auto& loop : impl_->loops) loop->run_and_wait([&] { loop->drain_all(); });
  }
  while (impl_->core.connections.load() != 0) {
    if (std::chrono::steady_clock::now() >= end) return stop(), false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

void Server::stop() {
  const std::lock_guard lock(impl_->mutex);
  impl_->listeners.clear();
  impl_->loops.clear();
  impl_->core.workers.stop();  // handlers may use what the caller destroys next
}

}  // namespace newel::net
