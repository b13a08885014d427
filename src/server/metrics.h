// Counters for Prometheus, and their text form.
//
// A dozen counters and one gauge need a map, a mutex and forty lines of text output; a client library would
// bring its own registry, exposer and types for the same bytes.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "api/observer.h"
#include "authority/observer.h"
#include "base/clock.h"
#include "net/http.h"

namespace newel::server {

/// Thread-safe. Lives as long as the process: a reload does not reset counters.
class Metrics final : public authority::Observer {
 public:
  explicit Metrics(const Clock& clock = system_clock());

  void issued(api::Issue what, std::string_view provisioner, bool success);
  /// From the authority. Of certificates only failures are counted here, because a success counts when it is
  /// on disk.
  void done(authority::Action action, std::string_view provisioner, bool success) override;
  /// A signature by one of the CA's own keys.
  void key_used(bool success);

  /// Prometheus text format 0.0.4, families sorted by name.
  std::string text() const;
  /// Answers /metrics with text(), anything else with 404.
  net::Handler handler() const;

 private:
  using Labels = std::string;  ///< `provisioner="p",success="true"`
  using Series = std::map<Labels, std::uint64_t>;
  void count(std::string_view family, std::string_view provisioner, bool success);

  const Clock& clock_;
  Time started_;
  mutable std::mutex mutex_;
  std::map<std::string_view, Series> counted_;  ///< by the name of the family
  std::uint64_t signed_ = 0, failed_ = 0;
};

}  // namespace newel::server
