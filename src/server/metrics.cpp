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
  std::string_view name, help;
};
constexpr Family rekeyed{"step_ca_x509_rekeyed_total", "Number of certificates rekeyed"},
    renewed{"step_ca_x509_renewed_total", "Number of certificates renewed"},
    signed_certificates{"step_ca_x509_signed_total", "Number of certificates signed"},
    webhook_authorized{"step_ca_x509_webhook_authorized_total", "Number of authorizing webhooks called"},
    webhook_enriched{"step_ca_x509_webhook_enriched_total", "Number of enriching webhooks called"};
// In the order of their names.
constexpr const Family* families[] = {&rekeyed, &renewed, &signed_certificates, &webhook_authorized,
                                      &webhook_enriched};

std::string_view family_of(api::Issue what) {
  switch (what) {
    case api::Issue::rekeyed_certificate:
      return rekeyed.name;
    case api::Issue::renewed_certificate:
      return renewed.name;
    case api::Issue::signed_certificate:
      return signed_certificates.name;
  }
  return signed_certificates.name;
}

}  // namespace

Metrics::Metrics(const Clock& clock) : clock_(clock), started_(clock.now()) {}

void Metrics::count(std::string_view family, std::string_view provisioner, bool success) {
  const Labels labels = fmt::format("provisioner=\"{}\",success=\"{}\"", label_value(provisioner), success);
  const std::lock_guard lock(mutex_);
  ++counted_[family][labels];
}

void Metrics::issued(api::Issue what, std::string_view provisioner, bool success) {
  count(family_of(what), provisioner, success);
  if (success) key_used(true);
}

void Metrics::done(authority::Action action, std::string_view provisioner, bool success) {
  // Certificates are counted as issued when they are stored: issued().
  switch (action) {
    case authority::Action::sign:
      if (!success) issued(api::Issue::signed_certificate, provisioner, false);
      return;
    case authority::Action::renew:
      if (!success) issued(api::Issue::renewed_certificate, provisioner, false);
      return;
    case authority::Action::rekey:
      if (!success) issued(api::Issue::rekeyed_certificate, provisioner, false);
      return;
    case authority::Action::enrich:
      return count(webhook_enriched.name, provisioner, success);
    case authority::Action::authorize:
      return count(webhook_authorized.name, provisioner, success);
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
  for (const Family* family : families) {
    const auto it = counted_.find(family->name);
    if (it == counted_.end()) continue;  // a family appears with its first event
    head(out, family->name, "counter", family->help);
    for (const auto& [labels, value] : it->second)
      out += fmt::format("{}{{{}}} {}\n", family->name, labels, value);
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
