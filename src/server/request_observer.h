// Where the routes' reports go: the counters, and the access log if the configuration has one.
#pragma once

#include <optional>

#include "server/access_log.h"
#include "server/metrics.h"

namespace newel::server {

class RequestObserver final : public api::Observer {
 public:
  /// `metrics` must outlive it.
  RequestObserver(Metrics& metrics, std::optional<AccessLog> log) : metrics_(metrics), log_(std::move(log)) {}

  bool wants_fields() const override { return log_ && log_->wants_fields(); }
  void answered(const api::Answered& answered) override {
    if (log_) log_->answered(answered);
  }
  void issued(api::Issue what, std::string_view provisioner, bool success) override {
    metrics_.issued(what, provisioner, success);
  }

 private:
  Metrics& metrics_;
  std::optional<AccessLog> log_;
};

}  // namespace newel::server
