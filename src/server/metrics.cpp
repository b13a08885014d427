#include "server/metrics.h"

#include <fmt/format.h>

namespace newel::server {
namespace {

std::string label_value(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out.push_back('\\');
    if (c == '\n') {
      out += "\\n";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void single(std::string& out, std::string_view name, std::string_view type, std::string_view help,
            const std::string& value) {
  head(out, name, type, help);
  out += fmt::format("{} {}\n", name, value);
}

struct Family {
  api::Issue what;
  std::string_view name, help;
};
constexpr Family families[] = {
    {api::Issue::rekeyed_certificate, "step_ca_x509_rekeyed_total", "Number of certificates rekeyed"},
    {api::Issue::renewed_certificate, "step_ca_x509_renewed_total", "Number of certificates renewed"},
    {api::Issue::signed_certificate, "step_ca_x509_signed_total", "Number of certificates signed"},
};

}  // namespace

Metrics::Metrics(const Clock& clock) : clock_(clock), started_(clock.now()) {}

void Metrics::issued(api::Issue what, std::string_view provisioner, bool success) {
  const Labels labels = fmt::format("provisioner=\"{}\",success=\"{}\"", label_value(provisioner), success);
  const std::lock_guard lock(mutex_);
  ++issued_[what][labels];
  if (success) ++signed_;
}

void Metrics::done(authority::Action action, std::string_view provisioner, bool success) {
  if (success) return;
  switch (action) {
    case authority::Action::sign:
      return issued(api::Issue::signed_certificate, provisioner, false);
    case authority::Action::renew:
      return issued(api::Issue::renewed_certificate, provisioner, false);
    case authority::Action::rekey:
      return issued(api::Issue::rekeyed_certificate, provisioner, false);
    case authority::Action::revoke:
      return;  // the reference has no counter for it
  }
}

void Metrics::key_used(bool success) {
  const std::lock_guard lock(mutex_);
  ++(success ? signed_ : failed_);
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  head(out, "promhttp_metric_handler_errors_total", "counter",
       "Total number of internal errors encountered by the promhttp metric handler.");
  out += "promhttp_metric_handler_errors_total{cause=\"encoding\"} 0\n";
  out += "promhttp_metric_handler_errors_total{cause=\"gathering\"} 0\n";
  single(out, "step_ca_kms_errors", "counter", "Number of KMS-related errors", std::to_string(failed_));
  single(out, "step_ca_kms_signed", "counter", "Number of KMS-backed signatures", std::to_string(signed_));
  const auto uptime = std::chrono::duration<double>(clock_.now() - started_);
  single(out, "step_ca_uptime_seconds", "gauge", "Number of seconds since service start",
         fmt::format("{}", uptime.count()));
  for (const Family& family : families) {
    const auto it = issued_.find(family.what);
    if (it == issued_.end()) continue;  // a family appears with its first event
    head(out, family.name, "counter", family.help);
    for (const auto& [labels, value] : it->second)
      out += fmt::format("{}{{{}}} {}\n", family.name, labels, value);
  }
  return out;
}

net::Handler Metrics::handler() const {
  return [this](const std::shared_ptr<const net::Request>& request, const net::Respond& respond) {
    if (request->path != "/metrics") {
      return respond({404, {{"Content-Type", "text/plain; charset=utf-8"}}, "404 page not found\n"});
    }
    respond({200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, text()});
  };
}

}  // namespace newel::server
