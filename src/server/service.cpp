// A reload in three steps, of which only the last changes what is served, and cannot fail: build the new
// generation beside the old one; bind the addresses that are new; then hand the new handlers and TLS settings
// to the listeners that stay, and close those nobody wants any more. Listening sockets that stay are never
// touched, so no connection is refused, and kept-alive connections live on.
#include "server/service.h"

#include <unistd.h>

#include <algorithm>

#include "base/log.h"
#include "server/banner.h"
#include "server/database.h"
#include "server/tls_schedule.h"

namespace newel::server {
namespace {

// Below the 30 s that the unit file gives us before it kills.
constexpr Duration drain_deadline = std::chrono::seconds(25);
// How long a node may miss what was changed through another one.
constexpr Duration refresh_period = std::chrono::seconds(2);
constexpr Duration prune_period = std::chrono::minutes(1);

/// A reload that failed at a stage with a line of its own; carries the cause.
struct ReloadRefused : Error {
  ReloadRefused(std::string line, const Error& cause) : Error(cause), first_line(std::move(line)) {}
  std::string first_line;
};

void log_line(std::string_view text) { log::line(text); }

net::ServerOptions server_options(std::atomic<int>& in_flight) {
  net::ServerOptions options;
  options.on_error = log_line;
  options.queued = &in_flight;
  return options;
}

// What ca.json calls a listener's address.
std::string member_of(const std::string& listener) {
  return listener == "main" ? "address" : listener + "Address";
}

std::string serving_line(const Generation::Wanted& wanted, const std::string& bound) {
  // What the file says, unless the system chose the port.
  const bool chosen = wanted.address.ends_with(":0");
  return std::string("Serving ") + (wanted.tls ? "HTTPS" : "HTTP") + " on " +
         (chosen ? bound : wanted.address) + " ...";
}

}  // namespace

Service::Service(ServiceOptions options, config::Config config, PasswordKeeper& passwords)
    : options_(std::move(options)),
      passwords_(passwords),
      clock_(system_clock()),
      started_(floor_seconds(clock_.now())),
      metrics_(clock_),
      access_lines_(STDERR_FILENO),
      store_(open_database(config, in_flight_, log_line)),
      background_(clock_),
      server_(server_options(in_flight_)) {
  try {
    log::line("Building new tls configuration using step-ca x509 Signer Interface");
    auto first = std::make_shared<Generation>(config, passwords_.passwords(), surroundings());
    if (!options_.quiet) {
      for (const std::string& line : banner(*first->authority(), options_.context)) log::line(line);
    }
    serve(first);
    schedule_timers(first);
    schedule_prune();
    schedule_release();
    release_resident_pages();
    net::notify_ready();
  } catch (...) {
    server_.stop();
    background_.stop();
    store_->close();
    throw;
  }
}

Service::~Service() { stop(); }

Surroundings Service::surroundings() {
  return {store_,
          metrics_,
          access_lines_,
          in_flight_,
          [this](std::function<void()> task) { background_.post(std::move(task)); },
          [this](std::function<void()> task) { return waiting_.submit(std::move(task)); },
          clock_,
          options_.step_path,
          started_,
          options_.quiet};
}

std::map<std::string, std::string> Service::addresses() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, std::string> out;
  for (const auto& [name, bound] : bound_) out[name] = bound.address;
  return out;
}

// A socket of systemd is used for the listener of its name, or for the main one if there is only one socket.
Service::Bound Service::bind(const Generation::Wanted& wanted) {
  net::Listener listener;
  listener.name = wanted.name + "#" + std::to_string(++last_key_);
  listener.address = wanted.address;
  listener.tls = wanted.tls;
  listener.handler = wanted.handler;
  const bool only = options_.sockets.size() == 1 && wanted.name == "main";
  for (auto it = options_.sockets.begin(); it != options_.sockets.end(); ++it) {
    if (!only && it->name != wanted.name) continue;
    listener.inherited_fd = it->fd;
    options_.sockets.erase(it);
    break;
  }
  Bound bound{listener.name, wanted.address, {}};
  try {
    bound.address = server_.listen(std::move(listener));
  } catch (const Error& error) {
    throw Error(error.text() + "; that is " + member_of(wanted.name) + " in the configuration");
  }
  log::line(serving_line(wanted, bound.address));
  return bound;
}

// Binds what is new before anything that serves is touched; a failure leaves everything as it was.
void Service::serve(const std::shared_ptr<Generation>& next) {
  const auto wanted = next->wanted_listeners();
  const std::lock_guard lock(mutex_);
  std::map<std::string, Bound> fresh;
  try {
    for (const auto& listener : wanted) {
      const auto current = bound_.find(listener.name);
      if (current != bound_.end() && current->second.wanted == listener.address) continue;
      fresh[listener.name] = bind(listener);
    }
  } catch (...) {
    for (const auto& [name, bound] : fresh) server_.close_listener(bound.key);
    throw;
  }
  std::map<std::string, Bound> now;
  for (const auto& listener : wanted) {
    if (const auto it = fresh.find(listener.name); it != fresh.end()) {
      now[listener.name] = it->second;
      continue;
    }
    now[listener.name] = bound_.at(listener.name);
    server_.replace(bound_.at(listener.name).key, listener.handler, listener.tls);
  }
  for (const auto& [name, bound] : bound_) {
    const auto kept = now.find(name);
    if (kept == now.end() || kept->second.key != bound.key) server_.close_listener(bound.key);
  }
  bound_ = std::move(now);
  generation_ = next;
}

void Service::swap_generation(const config::Config& config) {
  std::shared_ptr<Generation> next;
  try {
    next = std::make_shared<Generation>(config, passwords_.passwords(), surroundings());
  } catch (const Error& error) {
    throw ReloadRefused("Reload failed because the CA with new configuration could not be initialized.",
                        error);
  }
  try {
    serve(next);
  } catch (const Error& error) {
    throw ReloadRefused("Reload failed because server could not be replaced.", error);
  }
  schedule_timers(next);
}

void Service::reload() {
  log::line("reloading ...");
  net::notify_reloading();
  const auto explain = [](std::string_view first) {
    log::line(first);
    log::line("Continuing to run with the original configuration.");
    log::line("You can force a restart by sending a SIGTERM signal and then restarting the step-ca.");
  };
  try {
    std::optional<config::Config> config;
    try {
      config = config::load(options_.config_path);
    } catch (const Error& error) {
      throw error.wrapped("error reloading ca configuration");
    }
    if (config->db != generation_->config().db) {
      throw ReloadRefused("Reload failed because the database configuration has changed.",
                          Error("error reloading ca: database configuration cannot change"));
    }
    swap_generation(*config);
  } catch (const ReloadRefused& error) {
    explain(error.first_line);
    log::line("error reloading server: " + error.text());
  } catch (const std::exception& error) {
    log::line(std::string("error reloading server: ") + error.what());
  }
  release_resident_pages();
  net::notify_ready();  // also after a failure: we serve, and systemd waits for this
}

// Timers hold their generation weakly: those of one that was replaced find nothing and end.
void Service::schedule_timers(const std::shared_ptr<Generation>& generation) {
  const TlsIdentity& tls = generation->tls();
  schedule_tls_renewal(generation, TlsSchedule(tls.not_before, tls.not_after).next());
  if (generation->config().crl.enabled) schedule_crl(generation);
  if (generation->administration()) schedule_refresh(generation);
}

// Changes made through other nodes. Our own requests look before they work, so this is for issuing alone.
void Service::schedule_refresh(const std::weak_ptr<Generation>& weak) {
  background_.at(clock_.now() + refresh_period, [this, weak] {
    const auto current = weak.lock();
    if (!current) return;
    try {
      current->administration()->refresh();
      refresh_fails_ = false;
    } catch (const std::exception& error) {
      // Once, not every period: a database that is away for an hour is one line.
      if (!std::exchange(refresh_fails_, true))
        log::line(std::string("error reading changes of the administration: ") + error.what());
    }
    schedule_refresh(weak);
  });
}

void Service::schedule_tls_renewal(const std::weak_ptr<Generation>& generation, Time when) {
  background_.at(when, [this, generation] { renew_tls(generation); });
}

void Service::renew_tls(const std::weak_ptr<Generation>& weak) {
  const std::lock_guard lock(mutex_);
  const auto generation = weak.lock();
  if (!generation || generation != generation_ || stopped_) return;
  const TlsIdentity old = generation->tls();
  try {
    generation->renew_tls();
  } catch (const std::exception& error) {
    const Time again = TlsSchedule(old.not_before, old.not_after).retry(clock_.now());
    log::line(std::string("error renewing the server certificate: ") + error.what() + "; next attempt at " +
              format_rfc3339(again));
    return schedule_tls_renewal(weak, again);
  }
  for (const auto& wanted : generation->wanted_listeners()) {
    if (wanted.tls) server_.replace(bound_.at(wanted.name).key, wanted.handler, wanted.tls);
  }
  const TlsIdentity& tls = generation->tls();
  schedule_tls_renewal(weak, TlsSchedule(tls.not_before, tls.not_after).next());
}

void Service::schedule_crl(const std::weak_ptr<Generation>& weak) {
  const auto generation = weak.lock();
  if (!generation) return;
  background_.at(clock_.now() + crl_renew_period(generation->config().crl), [this, weak] {
    const auto current = weak.lock();
    if (!current) return;
    log::line("Regenerating CRL");
    try {
      current->authority()->regenerate_crl();
      metrics_.key_used(true);
    } catch (const std::exception& error) {
      metrics_.key_used(false);
      log::line(std::string("error regenerating the CRL: ") + error.what());
    }
    schedule_crl(weak);
  });
}

void Service::schedule_prune() {
  background_.at(clock_.now() + prune_period, [this] {
    try {
      store_->prune();
    } catch (const std::exception& error) {
      log::line(std::string("error removing expired rows: ") + error.what());
    }
    schedule_prune();
  });
}

void Service::schedule_release() {
  background_.at(clock_.now() + quiet_period, [this] {
    if (quiet_watch_.work_is_over(processor_time())) release_resident_pages();
    schedule_release();
  });
}

void Service::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopped_, true)) return;
  }
  net::notify_stopping();
  if (!server_.drain(drain_deadline)) log::line("error stopping server: context deadline exceeded");
  waiting_.stop();
  server_.stop();
  background_.stop();
  store_->close();
}

}  // namespace newel::server
