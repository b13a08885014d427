// The CA on the network.
#include "cli/ca/connection.h"
#include "cli/ca/service_kinds.h"
#include "cli/engine/errors.h"
#include "cli/engine/prompt.h"
#include "client/token.h"

namespace newel::cli::ca {
namespace {

class OnlineService final : public CaService {
 public:
  /// --ca-url and a root certificate; `needs_token` words what is missing as "required unless --token".
  OnlineService(const Invocation& in, bool needs_token);

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

  /// Nothing but a token: it says which CA it is for and how to trust it, or --ca-url and --root do.
  static std::shared_ptr<CaService> from_token(const Invocation& in, const std::string& token);

 private:
  OnlineService(const Invocation& in, std::string url, client::CaTrust trust);
  /// Connects when first asked for something: the root may have to be downloaded.
  client::CaClient& ca() const;

  const Invocation& in_;
  std::string url_;  ///< normalised
  client::CaTrust trust_;
  mutable std::unique_ptr<client::CaClient> ca_;
};

OnlineService::OnlineService(const Invocation& in, bool needs_token)
    : in_(in),
      url_(needs_token ? ca_url_unless_token(in) : ca_url_of(in)),
      trust_{.root_file = needs_token ? root_file_unless_token(in) : root_file_of(in)} {}

OnlineService::OnlineService(const Invocation& in, std::string url, client::CaTrust trust)
    : in_(in), url_(std::move(url)), trust_(std::move(trust)) {}

client::CaClient& OnlineService::ca() const {
  if (!ca_) ca_ = connect(in_, url_, trust_);
  return *ca_;
}

json::Array OnlineService::provisioners() { return ca().all_provisioners(); }

std::string OnlineService::encrypted_key(const json::Object&, const std::string& kid) {
  return ca().encrypted_key(kid);
}

std::string OnlineService::audience(provisioner::Method method) const {
  return url_ + "/1.0/" + std::string(audience_path(method));
}

std::string OnlineService::root_fingerprint() const { return root_fingerprint_of(trust_.root_file); }

std::shared_ptr<CaService> OnlineService::for_token(const std::string& token) {
  return from_token(in_, token);
}

std::shared_ptr<CaService> OnlineService::from_token(const Invocation& in, const std::string& token) {
  const auto info = client::TokenInfo::parse(token);
  if (!info) throw Error("error parsing flag '--token': " + info.error().text);
  const bool names_ca =
      !info->root_fingerprint.empty() && !info->audience.empty() && info->audience[0].starts_with("http");
  std::string shown;
  std::shared_ptr<OnlineService> service;
  if (names_ca) {
    const std::string flag = in.string("ca-url");
    shown = flag.empty() ? info->audience[0] : client::normalize_ca_url(flag);
    const client::CaTrust trust{.root_fingerprint = info->root_fingerprint};
    service.reset(new OnlineService(in, client::normalize_ca_url(shown), trust));
  } else {
    shown = ca_url_of(in);
    service.reset(new OnlineService(in, shown, {.root_file = root_file_of(in)}));
  }
  print_status("CA", shown);
  return service;
}

messages::SignResponse OnlineService::sign(const messages::SignRequest& request) {
  return ca().sign(request);
}

messages::SignResponse OnlineService::renew(const client::Identity& identity) {
  ca().set_identity(identity.chain, identity.key);
  return ca().renew();
}

messages::SignResponse OnlineService::renew_with_token(const std::string& token) {
  return ca().renew_with_token(token);
}

messages::SignResponse OnlineService::rekey(const client::Identity& identity,
                                            const messages::RekeyRequest& request) {
  ca().set_identity(identity.chain, identity.key);
  return ca().rekey(request);
}

void OnlineService::revoke(const messages::RevokeRequest& request, const client::Identity* identity) {
  if (identity != nullptr) ca().set_identity(identity->chain, identity->key);
  ca().revoke(request);
}

}  // namespace

std::shared_ptr<CaService> open_online(const Invocation& in, bool needs_token) {
  return std::make_shared<OnlineService>(in, needs_token);
}

std::shared_ptr<CaService> open_online(const Invocation& in, const std::string& token) {
  return OnlineService::from_token(in, token);
}

}  // namespace newel::cli::ca
