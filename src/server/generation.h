// One configuration in service: an authority built from it, and what the listeners need to serve it.
//
// A reload builds another generation beside the running one and swaps them. Requests and connections keep
// what they began with; a generation goes when the last of them lets go of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/routes.h"
#include "net/server.h"
#include "server/line_writer.h"
#include "server/metrics.h"
#include "server/passwords.h"

namespace newel::server {

/// What outlives every generation; borrowed.
struct Surroundings {
  std::shared_ptr<store::Store> store;
  Metrics& metrics;
  LineWriter& access_lines;
  std::atomic<int>& in_flight;
  std::function<void(std::function<void()>)> background;
  std::function<bool(std::function<void()>)> aside;
  const Clock& clock = system_clock();
  std::string step_path;
  Time started{};
  bool quiet = false;
};

/// The server's own certificate as TLS serves it.
struct TlsIdentity {
  std::shared_ptr<net::TlsServerContext> context;
  Time not_before{}, not_after{};
};

class Generation {
 public:
  /// Validates, opens the keys, publishes a first revocation list, gets a TLS certificate. Throws Error.
  Generation(const config::Config& config, const authority::Passwords& passwords, const Surroundings& around);

  const config::Config& config() const { return authority_->config(); }
  const std::shared_ptr<const authority::Authority>& authority() const { return authority_; }
  /// With the admin API; null without.
  const std::shared_ptr<authority::Administration>& administration() const { return administration_; }
  const TlsIdentity& tls() const { return tls_; }
  /// A fresh key and certificate. Throws Error, and keeps the old one then.
  void renew_tls();

  /// The listeners this configuration asks for. Names: "main", "insecure", "metrics".
  struct Wanted {
    std::string name, address;
    net::Handler handler;
    std::shared_ptr<net::TlsServerContext> tls;  ///< null: plain HTTP
  };
  std::vector<Wanted> wanted_listeners() const;

 private:
  TlsIdentity issue_tls() const;

  Metrics& metrics_;
  std::shared_ptr<const authority::Authority> authority_;
  std::shared_ptr<authority::Administration> administration_;
  std::shared_ptr<const api::State> state_;
  TlsIdentity tls_;
};

/// How long a revocation list waits for its successor: renewPeriod, else two thirds of cacheDuration.
Duration crl_renew_period(const config::Crl& crl);

}  // namespace newel::server
