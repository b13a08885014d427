#include "server/generation.h"

#include <algorithm>

#include "base/log.h"
#include "server/request_observer.h"
#include "x509/client_chains.h"

namespace newel::server {
namespace {

constexpr Duration default_crl_cache = std::chrono::hours(24);

std::shared_ptr<api::Observer> make_observer(const config::Config& config, const Surroundings& around) {
  std::optional<AccessLog> log;
  if (config.logger) {
    LineWriter* lines = &around.access_lines;
    log.emplace(
        AccessLogOptions::from_environment(parse_log_format(config.logger->format)),
        [lines](std::string_view line) { lines->write(line); }, around.clock);
  }
  return std::make_shared<RequestObserver>(around.metrics, std::move(log));
}

void publish_first_crl(const std::shared_ptr<const authority::Authority>& authority, Metrics& metrics) {
  if (!authority->config().crl.enabled) return;
  if (!authority->store().is_persistent()) {
    throw Error("CRL Generation requested, but database does not support CRL generation");
  }
  try {
    authority->regenerate_crl();
    metrics.key_used(true);
  } catch (const Error& error) {
    metrics.key_used(false);
    throw error.wrapped("could not generate a CRL");
  }
}

net::TlsVersion tls_version(double number, net::TlsVersion otherwise) {
  if (number == 1.0) return net::TlsVersion::tls10;
  if (number == 1.1) return net::TlsVersion::tls11;
  if (number == 1.2) return net::TlsVersion::tls12;
  if (number == 1.3) return net::TlsVersion::tls13;
  return otherwise;
}

// HTTP/2 demands an ECDHE AES-128-GCM suite of whoever still offers TLS 1.2 (RFC 9113 section 9.2.2).
bool allows_http2(const config::Tls& tls) {
  if (tls.min_version >= 1.3 || tls.cipher_suites.empty()) return true;
  return std::any_of(tls.cipher_suites.begin(), tls.cipher_suites.end(), [](const std::string& suite) {
    return suite == "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" ||
           suite == "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  });
}

std::vector<Bytes> ders(const std::vector<x509::Certificate>& certificates) {
  std::vector<Bytes> out;
  for (const auto& certificate : certificates) out.push_back(to_bytes(certificate.der()));
  return out;
}

// Roots and intermediates alike: a client need not send an intermediate that is ours.
std::vector<x509::Certificate> client_anchors(const authority::Authority& authority) {
  std::vector<x509::Certificate> out = authority.roots();
  out.insert(out.end(), authority.intermediates().begin(), authority.intermediates().end());
  return out;
}

net::ClientJudge client_judge(const authority::Authority& authority) {
  // Who lets TLS 1.0 in has old clients, with old keys.
  const bool lenient =
      tls_version(authority.config().tls.min_version, net::TlsVersion::tls12) < net::TlsVersion::tls12;
  const auto chains = std::make_shared<const x509::ClientChains>(
      client_anchors(authority), lenient ? 0 : x509::ClientChains::strong_rsa_bits, authority.clock());
  return [chains](const std::vector<Bytes>& presented) { return chains->verify(presented); };
}

}  // namespace

Duration crl_renew_period(const config::Crl& crl) {
  if (crl.renew_period && crl.renew_period->count() > 0) return *crl.renew_period;
  const Duration cache = crl.cache_duration.value_or(Duration(0));
  return (cache.count() > 0 ? cache : default_crl_cache) / 3 * 2;
}

Generation::Generation(const config::Config& config, const authority::Passwords& passwords,
                       const Surroundings& around)
    : metrics_(around.metrics) {
  config::validate(config);
  const auto observer = make_observer(config, around);
  authority::Dependencies dependencies;
  dependencies.store = around.store;
  dependencies.clock = &around.clock;
  dependencies.step_path = around.step_path;
  dependencies.started = around.started;
  dependencies.beside = around.background;
  dependencies.observer = &around.metrics;
  dependencies.log = [](std::string_view text) { log::line(text); };
  if (!around.quiet) dependencies.announce = dependencies.log;
  authority_ = std::make_shared<const authority::Authority>(config, passwords, std::move(dependencies));
  publish_first_crl(authority_, metrics_);
  if (!allows_http2(config.tls)) {
    log::line(
        "WARNING: tls.cipherSuites has no ECDHE AES-128-GCM suite, which HTTP/2 demands: only HTTP/1.1 is "
        "served.");
  }
  tls_ = issue_tls();

  auto state = std::make_shared<api::State>();
  state->authority = authority_;
  if (authority_->management() != nullptr) {
    administration_ = std::make_shared<authority::Administration>(authority_);
    state->administration = administration_;
  }
  state->observer = observer;
  state->background = around.background;
  state->aside = around.aside;
  state->in_flight = &around.in_flight;
  if (config.logger && !config.logger->trace_header.empty())
    state->trace_header = config.logger->trace_header;
  state_ = std::move(state);
}

TlsIdentity Generation::issue_tls() const {
  try {
    const auto identity = authority_->issue_tls_identity();
    metrics_.key_used(true);
    const config::Tls& tls = config().tls;
    net::TlsServerSettings settings;
    settings.chain = ders(identity.chain);
    settings.key = identity.key;
    settings.client_judge = client_judge(*authority_);
    settings.client_authorities = ders(client_anchors(*authority_));
    settings.cipher_suites = tls.cipher_suites;
    settings.min_version = tls_version(tls.min_version, net::TlsVersion::tls12);
    settings.max_version = tls_version(tls.max_version, net::TlsVersion::tls13);
    settings.http2 = allows_http2(tls);
    const auto& leaf = identity.chain.front();
    return {std::make_shared<net::TlsServerContext>(settings), leaf.not_before(), leaf.not_after()};
  } catch (...) {
    metrics_.key_used(false);
    throw;
  }
}

void Generation::renew_tls() { tls_ = issue_tls(); }

std::vector<Generation::Wanted> Generation::wanted_listeners() const {
  std::vector<Wanted> out;
  // The one without TLS carries only revocation lists, so it is there only when there are some.
  if (!config().insecure_address.empty() && config().crl.enabled) {
    out.push_back({"insecure", config().insecure_address, api::make_insecure_handler(state_), nullptr});
  }
  if (!config().metrics_address.empty()) {
    out.push_back({"metrics", config().metrics_address, metrics_.handler(), nullptr});
  }
  out.push_back({"main", config().address, api::make_handler(state_), tls_.context});
  return out;
}

}  // namespace newel::server
