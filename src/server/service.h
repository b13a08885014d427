// The running server: listeners, timers, and the generation that is in service.
//
// Start, reload and stop are called by one thread, the one that waits for signals. Everything else happens on
// the threads of net::Server, of the store and of Background.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "net/systemd.h"
#include "server/background.h"
#include "server/generation.h"
#include "server/resident_pages.h"
#include "server/waiting_pool.h"

namespace newel::server {

struct ServiceOptions {
  std::string config_path;
  std::string step_path;
  std::string context;  ///< for the banner
  bool quiet = false;
  std::vector<net::InheritedSocket> sockets;
};

class Service {
 public:
  /// Opens the database, builds the first generation, binds. Throws Error; nothing is left running then.
  Service(ServiceOptions options, config::Config config, PasswordKeeper& passwords);
  ~Service();  ///< stop()

  /// Reads the file again. Never throws: whatever is wrong is logged and the old generation stays.
  void reload();
  /// Requests in flight finish first, then timers end, then the database is closed.
  void stop();

  /// As bound, with the real port: "main" to "127.0.0.1:9000".
  std::map<std::string, std::string> addresses() const;

 private:
  struct Bound {
    std::string key;      ///< its name in net::Server: two of one kind live side by side during a reload
    std::string wanted;   ///< the address of the configuration
    std::string address;  ///< as bound
  };

  Surroundings surroundings();
  void serve(const std::shared_ptr<Generation>& next);
  Bound bind(const Generation::Wanted& wanted);
  void schedule_timers(const std::shared_ptr<Generation>& generation);
  void schedule_tls_renewal(const std::weak_ptr<Generation>& generation, Time when);
  void renew_tls(const std::weak_ptr<Generation>& generation);
  void schedule_crl(const std::weak_ptr<Generation>& generation);
  void schedule_refresh(const std::weak_ptr<Generation>& generation);
  void schedule_prune();
  void schedule_release();
  void swap_generation(const config::Config& config);

  ServiceOptions options_;
  PasswordKeeper& passwords_;
  const Clock& clock_;
  Time started_;
  Metrics metrics_;
  bool refresh_fails_ = false;  ///< of Background's thread alone
  QuietWatch quiet_watch_;      ///< likewise
  LineWriter access_lines_;
  std::atomic<int> in_flight_{0};
  std::shared_ptr<store::Store> store_;
  Background background_;
  WaitingPool waiting_;
  net::Server server_;

  mutable std::mutex mutex_;  ///< of what follows: the signal thread and Background both touch it
  std::shared_ptr<Generation> generation_;
  std::map<std::string, Bound> bound_;
  int last_key_ = 0;
  bool stopped_ = false;
};

}  // namespace newel::server
