// A provisioner that could not be set up: it stays in the list, so that people see it and why, and refuses
// every use.
#pragma once

#include "provisioner/provisioner.h"

namespace newel::provisioner {

class DisabledProvisioner final : public Provisioner {
 public:
  /// `document` gets the members state and stateReason.
  DisabledProvisioner(Type type, std::string name, std::string token_key, json::Object document,
                      std::string reason);

  TokenId token_id(const ParsedToken& token) const override;
  /// Of a JWK provisioner: people can still make tokens, and are told why these are refused.
  std::optional<std::pair<std::string, std::string>> encrypted_key() const override;
  SignOptions authorize_sign(const ParsedToken&, Method) const override;
  void authorize_revoke(const ParsedToken&) const override;
  void authorize_renew(const x509::Certificate&, Time) const override;
};

}  // namespace newel::provisioner
