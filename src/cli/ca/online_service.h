// The CA on the network.
#pragma once

#include "cli/ca/service.h"

namespace newel::cli::ca {

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

}  // namespace newel::cli::ca
