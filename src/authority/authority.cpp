#include "authority/authority.h"

#include "authority/first_start.h"
#include "authority/managed_policy.h"
#include "authority/start.h"
#include "authority/token_gate.h"
#include "base/text.h"
#include "x509/name_text.h"

namespace newel::authority {

Authority::Authority(const config::Config& config, const Passwords& passwords, Dependencies dependencies)
    : config_(config), dependencies_(std::move(dependencies)) {
  config::validate(config_);
  const Time now = clock().now();
  intermediates_ = load_intermediates(config_.certificate, config_.key, now);
  auto key = load_issuer_key(config_, passwords, intermediates_.front());
  roots_ = load_roots(config_.roots);
  federated_roots_ = load_roots(config_.federated_roots);
  for (const auto* list : {&roots_, &federated_roots_}) {
    for (const x509::Certificate& root : *list) by_fingerprint_.try_emplace(root.fingerprint(), root);
  }
  for (const std::string& line : chain_warnings(intermediates_, roots_, now)) dependencies_.log(line);
  policy_ = dependencies_.policy;
  if (!policy_) {
    policy_ =
        std::make_shared<const policy::Policy>(config_.policy, policy::Level::authority, "authority.policy");
  }
  constraints_ =
      std::make_shared<const x509::NameConstraintsChecker>(constraining_chain(intermediates_, roots_));
  issuer_ = std::make_shared<const x509::Issuer>(intermediates_.front(), std::move(key));
  issuer_text_ = x509::readable_name(issuer_->certificate().subject());
  if (config_.crl.enabled && !store().is_persistent()) {
    throw Error("CRL Generation requested, but database does not support CRL generation");
  }
  webhooks_ = make_webhook_caller();
  started_ = floor_seconds(dependencies_.started.value_or(now));
  if (config_.enable_admin) {
    management_ = std::make_shared<const Management>(first_management(config_, passwords, dependencies_));
    policy_ = authority_policy(*management_);
  }
  use_provisioners(make_provisioners(config_, roots_, dependencies_, management_.get(), nullptr));
}

void Authority::use_provisioners(std::shared_ptr<const provisioner::Collection> provisioners) {
  provisioners_ = std::move(provisioners);
  renew_audiences_ = provisioner::AudienceMatcher(provisioners_->audiences().renew);
  const auto oldest = config_.disable_issued_at_check ? std::nullopt : std::optional<Time>(started_);
  gate_ = std::make_shared<const TokenGate>(*provisioners_, store(), oldest);
}

std::shared_ptr<const Authority> Authority::with_management(std::shared_ptr<const Management> state) const {
  const std::shared_ptr<Authority> next(new Authority(*this));
  const Known known{management_.get(), provisioners_.get()};
  next->use_provisioners(make_provisioners(config_, roots_, dependencies_, state.get(), &known));
  next->policy_ = authority_policy(*state);
  next->management_ = std::move(state);
  next->webhooks_ = next->make_webhook_caller();
  return next;
}

std::shared_ptr<const provisioner::Provisioner> Authority::make_provisioner(
    const Management::Entry& entry) const {
  auto made = provisioner::make_provisioner(
      entry.document, provisioner_environment(config_, roots_, dependencies_), entry.id);
  if (!made) throw Error::verbatim(400, "provisioner type '" + entry.type() + "' is not known");
  return made;
}

Authority::~Authority() = default;

// Webhook servers may have certificates of ours, and may ask for one: they are shown a certificate for the
// same names as the server's own.
std::unique_ptr<webhook::Caller> Authority::make_webhook_caller() const {
  webhook::CallerSettings settings;
  for (const auto* list : {&roots_, &intermediates_}) {
    for (const x509::Certificate& one : *list) settings.roots.push_back(to_bytes(one.der()));
  }
  settings.identity = [this] {
    TlsIdentity made = issue_tls_identity();
    webhook::Identity out;
    for (const x509::Certificate& one : made.chain) out.chain.push_back(to_bytes(one.der()));
    const x509::Certificate& leaf = made.chain.front();
    out.replace_at = leaf.not_before() + (leaf.not_after() - leaf.not_before()) / 3 * 2;
    out.key = std::move(made.key);
    return out;
  };
  settings.clock = dependencies_.clock;
  settings.deadline = dependencies_.webhook_deadline;
  settings.retry_pause = dependencies_.webhook_retry_pause;
  return std::make_unique<webhook::Caller>(std::move(settings));
}

const x509::Certificate* Authority::root(std::string_view fingerprint) const {
  const auto at = by_fingerprint_.find(fingerprint);
  return at == by_fingerprint_.end() ? nullptr : &at->second;
}

bool Authority::may_wait(std::string_view token) const {
  // Most CAs have no provisioner that ever waits, and then nothing is parsed twice.
  if (!provisioners_->some_may_wait()) return false;
  auto parsed = jose::Jwt::parse(token);
  if (!parsed) return false;
  const provisioner::Provisioner* found = provisioners_->by_token(*parsed);
  if (found == nullptr) return false;
  return !found->webhooks().empty() || found->may_wait({std::string(token), std::move(*parsed)});
}

void Authority::observe(Action action, std::string_view provisioner, bool success) const {
  if (dependencies_.observer != nullptr) dependencies_.observer->done(action, provisioner, success);
}

namespace {

std::string_view name(Operation operation) {
  switch (operation) {
    case Operation::sign:
      return "sign";
    case Operation::renew:
      return "renew";
    case Operation::rekey:
      return "rekey";
    case Operation::revoke:
      return "revoke";
    case Operation::store_crl:
      return "could not store the CRL";
    case Operation::store_provisioners:
      return "error storing provisioners";
    case Operation::change:
      return "error storing the change";
  }
  return {};
}

// A used token is found out at the end; the log says what it was shown for, as if it had been at the start.
std::string_view authorizing(Operation operation) {
  if (operation == Operation::sign) return "authority.Authorize: authority.authorizeSign: ";
  if (operation == Operation::revoke) return "authority.Authorize: authority.authorizeRevoke: ";
  return {};
}

}  // namespace

void throw_unless_committed(const store::CommitResult& result, Operation operation, std::string_view serial) {
  const std::string text = std::string(name(operation)) + ": " + result.detail;
  switch (result.outcome) {
    case store::Outcome::committed:
      return;
    case store::Outcome::token_used:
      throw Error::unauthorized(std::string(authorizing(operation)) + "token already used");
    case store::Outcome::already_revoked:
      throw Error::bad_request("certificate with serial number '" + std::string(serial) +
                               "' is already revoked");
    case store::Outcome::conflict:
      throw Error::internal(text);
    case store::Outcome::unavailable:
      throw Error::unavailable(text);
    case store::Outcome::not_supported:
      throw Error::not_implemented(text);
  }
}

}  // namespace newel::authority
