// The CA in this process (--offline): its configuration, keys and database, without its server.
//
// Everything runs through the same rules as online: a token is made, verified, used up; the certificate is
// issued and stored. The database may be shared with a running server.
#pragma once

#include "authority/authority.h"
#include "cli/ca/service.h"

namespace newel::cli::ca {

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

}  // namespace newel::cli::ca
