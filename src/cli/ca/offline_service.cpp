// The CA in this process (--offline): its configuration, keys and database, without its server.
//
// Everything runs through the same rules as online: a token is made, verified, used up; the certificate is
// issued and stored. The database may be shared with a running server.
#include <algorithm>

#include "authority/authority.h"
#include "base/files.h"
#include "cli/ca/connection.h"
#include "cli/ca/key_files.h"
#include "cli/ca/offline_store.h"
#include "cli/ca/service_kinds.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/terminal.h"
#include "cli/shared/key_password.h"
#include "x509/verify.h"

namespace newel::cli::ca {
namespace {

config::Config load_offline_config(const Invocation& in) {
  const std::string file = ca_config_of(in);
  if (auto content = read_file(file); !content)
    throw Error("error reading " + file + ": " + content.error().text);
  config::Config config = config::load(file);
  if (config.provisioners.empty() && !config.enable_admin)
    throw Error("error parsing " + file + ": no provisioners found");
  config::validate(config);
  return config;
}

// Asks for the password of the intermediate. step ca revoke has no flag for it.
PasswordSource intermediate_password(const Invocation& in, const std::string& config_file) {
  std::string otherwise;
  if (!in.has_flag("password-file")) otherwise = "write it into " + config_file + " as the member 'password'";
  return [ask = key_password_prompt(known_flag(in, "password-file")), otherwise](const std::string& name) {
    return asking(otherwise, [&] { return ask(name); });
  };
}

x509::CertificateRequest verified_request(const std::string& pem) {
  auto request =
      value_or_throw(x509::CertificateRequest::parse_pem(pem), "error parsing certificate request");
  if (!request.verify_signature()) throw Error("invalid certificate request: its signature does not verify");
  return request;
}

class OfflineService final : public CaService, public std::enable_shared_from_this<OfflineService> {
 public:
  /// Reads --ca-config, asks for the intermediate's password (--password-file), opens the database. Throws
  /// Error "error reading <f>: …", "error parsing <f>: no provisioners found".
  explicit OfflineService(const Invocation& in);
  ~OfflineService() override;

  json::Array provisioners() override;
  std::string encrypted_key(const json::Object& document, const std::string& kid) override;
  std::string audience(provisioner::Method method) const override;
  std::string root_fingerprint() const override;
  std::shared_ptr<CaService> for_token(const std::string& token) override;
  messages::SignResponse sign(const messages::SignRequest& request) override;
  messages::SignResponse renew(const client::Identity& identity) override;
  messages::SignResponse renew_with_token(const std::string& token) override;
  messages::SignResponse rekey(const client::Identity& identity,
                               const messages::RekeyRequest& request) override;
  void revoke(const messages::RevokeRequest& request, const client::Identity* identity) override;

 private:
  messages::SignResponse finish(const authority::Issued& issued, store::Transaction transaction,
                                authority::Operation operation);
  /// The identity's certificate, which must lead to one of the CA's roots. Throws "failed to verify
  /// certificate: …".
  x509::Certificate verified(const client::Identity& identity) const;

  std::shared_ptr<store::Store> store_;
  std::unique_ptr<authority::Authority> authority_;
};

OfflineService::OfflineService(const Invocation& in) {
  const config::Config config = load_offline_config(in);
  authority::Passwords passwords;
  passwords.intermediate = password_from_flag(in, "password-file");
  passwords.prompt = intermediate_password(in, config.path);
  store_ = open_offline_store(config);
  authority::Dependencies dependencies;
  dependencies.store = store_;
  dependencies.step_path = in.paths().path();
  dependencies.log = [](std::string_view line) { say(line); };
  authority_ = std::make_unique<authority::Authority>(config, passwords, std::move(dependencies));
}

OfflineService::~OfflineService() {
  if (store_) store_->close();
}

json::Array OfflineService::provisioners() {
  const authority::Management* managed = authority_->management();
  if (managed == nullptr) return authority_->config().provisioners;
  json::Array out;
  for (const auto& entry : managed->provisioners) out.emplace_back(entry.document);
  return out;
}

std::string OfflineService::encrypted_key(const json::Object& document, const std::string& kid) {
  auto jwe = json::as_string(json::find_ci(document, "encryptedKey")).value_or("");
  if (jwe.empty()) throw Error("provisioner '" + kid + "' does not have an 'encryptedKey' property");
  return jwe;
}

std::string OfflineService::audience(provisioner::Method method) const {
  return "https://" + authority_->config().dns_names.at(0) + "/" + std::string(audience_path(method));
}

std::string OfflineService::root_fingerprint() const { return authority_->roots().at(0).fingerprint(); }

std::shared_ptr<CaService> OfflineService::for_token(const std::string&) { return shared_from_this(); }

messages::SignResponse OfflineService::finish(const authority::Issued& issued, store::Transaction transaction,
                                              authority::Operation operation) {
  authority::throw_unless_committed(store_->commit(std::move(transaction)), operation);
  messages::SignResponse response;
  for (const auto& certificate : issued.chain) response.chain.push_back(certificate.pem());
  return response;
}

messages::SignResponse OfflineService::sign(const messages::SignRequest& request) {
  store::Transaction transaction;
  const auto issued =
      authority_->sign(verified_request(request.csr_pem), request.ott, request.options, transaction);
  return finish(issued, std::move(transaction), authority::Operation::sign);
}

x509::Certificate OfflineService::verified(const client::Identity& identity) const {
  auto leaf = value_or_throw(x509::Certificate::parse(identity.chain.at(0)), "error parsing certificate");
  x509::VerifyOptions options;
  options.roots = authority_->roots();
  options.intermediates = authority_->intermediates();
  for (std::size_t i = 1; i < identity.chain.size(); ++i) {
    if (auto extra = x509::Certificate::parse(identity.chain[i])) options.intermediates.push_back(*extra);
  }
  // Whether an expired certificate may be renewed is for the provisioner to say, not for the chain.
  options.at = std::min(authority_->clock().now(), leaf.not_after() - std::chrono::minutes(1));
  if (auto chain = x509::verify_chain(leaf, options); !chain) {
    throw Error("failed to verify certificate: " + chain.error().text);
  }
  return leaf;
}

messages::SignResponse OfflineService::renew(const client::Identity& identity) {
  store::Transaction transaction;
  const auto issued = authority_->renew(verified(identity), transaction);
  return finish(issued, std::move(transaction), authority::Operation::renew);
}

messages::SignResponse OfflineService::renew_with_token(const std::string& token) {
  store::Transaction transaction;
  const auto certificate = authority_->authorize_renew_token(token, transaction);
  const auto issued = authority_->renew(certificate, transaction);
  return finish(issued, std::move(transaction), authority::Operation::renew);
}

messages::SignResponse OfflineService::rekey(const client::Identity& identity,
                                             const messages::RekeyRequest& request) {
  store::Transaction transaction;
  const auto csr = verified_request(request.csr_pem);
  if (!csr.public_key()) throw Error(csr.public_key().error().text);
  const auto issued = authority_->rekey(verified(identity), *csr.public_key(), transaction);
  return finish(issued, std::move(transaction), authority::Operation::rekey);
}

void OfflineService::revoke(const messages::RevokeRequest& request, const client::Identity* identity) {
  const authority::RevokeRequest what{request.serial, request.reason, request.reason_code, request.passive};
  store::Transaction transaction;
  std::string serial = request.serial;
  if (identity != nullptr) {
    serial = authority_->revoke_by_certificate(what, verified(*identity), transaction);
  } else {
    serial = authority_->revoke_by_token(what, request.ott, transaction);
  }
  authority::throw_unless_committed(store_->commit(std::move(transaction)), authority::Operation::revoke,
                                    serial);
}

}  // namespace

std::shared_ptr<CaService> open_offline(const Invocation& in) { return std::make_shared<OfflineService>(in); }

}  // namespace newel::cli::ca
