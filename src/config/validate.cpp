// What must be right before anything is opened, in the reference's order, so that the same file gets the same
// first complaint.
#include <array>

#include "base/text.h"
#include "base/url.h"
#include "config/config.h"
#include "config/not_yet.h"
#include "policy/policy.h"

namespace newel::config {
namespace {

// "externalcas" is a name without a driver.
constexpr std::array<std::string_view, 4> ca_types = {"softcas", "stepcas", "cloudcas", "vaultcas"};

bool is_softcas(const Config& config) {
  return config.authority_type.empty() || config.authority_type == "softcas";
}

void check_files(const Config& config) {
  if (config.roots.empty()) throw Error("root cannot be empty");
  for (const std::string& root : config.roots) {
    if (root.empty()) throw Error("root cannot be empty");
  }
  if (config.certificate.empty()) throw Error("crt cannot be empty");
  if (config.key.empty()) throw Error("key cannot be empty");
}

void check_addresses(const Config& config) {
  if (!split_host_port(config.address)) throw Error("invalid address " + config.address);
  if (!config.metrics_address.empty() && !split_host_port(config.metrics_address)) {
    throw Error("invalid metrics address " + quote(config.metrics_address));
  }
}

void check_ca_type(const Config& config) {
  if (is_softcas(config)) return;
  for (const std::string_view type : ca_types) {
    if (type == config.authority_type) return;
  }
  throw Error("unsupported cas type " + config.authority_type);
}

void check_crl(const Crl& crl) {
  const Duration none(0);
  if (crl.cache_duration && *crl.cache_duration < none) {
    throw Error("crl.cacheDuration must be greater than or equal to 0");
  }
  if (crl.renew_period && *crl.renew_period < none)
    throw Error("crl.renewPeriod must be greater than or equal to 0");
  if (crl.renew_period && crl.cache_duration && *crl.cache_duration < *crl.renew_period) {
    throw Error("crl.cacheDuration must be greater than or equal to crl.renewPeriod");
  }
}

void check_authority(const Config& config) {
  int kubernetes = 0;
  for (const json::Value& item : config.provisioners) {
    const auto type = json::as_string(json::find_ci(item.get_object(), "type"));
    if (type && equal_ignoring_case(*type, "K8sSA")) ++kubernetes;
  }
  if (kubernetes > 1) throw Error("cannot have more than one kubernetes service account provisioner");
  if (config.backdate < Duration(0)) throw Error("authority.backdate cannot be less than 0");
}

void check_logger(const Config& config) {
  if (!config.logger) return;
  const std::string& format = config.logger->format;
  if (format != "text" && format != "json" && format != "common") {
    throw Error("unsupported logger.format '" + format + "'");
  }
}

void check_monitoring(const Config& config) {
  const json::Value* monitoring = json::find_ci(config.document, "monitoring");
  if (monitoring == nullptr || !monitoring->is_object()) return;
  const std::string type = json::as_string(json::find_ci(monitoring->get_object(), "type")).value_or("");
  if (!type.empty() && !equal_ignoring_case(type, "newrelic"))
    throw Error("unsupported monitoring.type '" + type + "'");
}

}  // namespace

void validate(const Config& config) {
  if (config.address.empty()) throw Error("address cannot be empty");
  if (config.dns_names.empty()) throw Error("dnsNames cannot be empty");
  if (is_softcas(config)) check_files(config);
  check_addresses(config);
  if (config.tls.min_version > config.tls.max_version)
    throw Error("tls minVersion cannot exceed tls maxVersion");
  kms::check_type(config.kms);
  check_ca_type(config);
  check_crl(config.crl);
  check_authority(config);
  check_logger(config);
  check_monitoring(config);
  // Throws for a rule that does not parse.
  policy::Policy(config.policy, policy::Level::authority, "authority.policy");
  refuse_what_is_not_there_yet(config);
}

}  // namespace newel::config
