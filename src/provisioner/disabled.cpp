#include "provisioner/disabled.h"

#include "provisioner/members.h"

namespace newel::provisioner {

DisabledProvisioner::DisabledProvisioner(Type type, std::string name, std::string token_key,
                                         json::Object document, std::string reason)
    : Provisioner(type, std::move(name), std::move(document)) {
  token_key_ = std::move(token_key);
  disabled_reason_ = std::move(reason);
  document_["state"] = "Uninitialized";
  document_["stateReason"] = disabled_reason_;
}

TokenId DisabledProvisioner::token_id(const ParsedToken&) const {
  require_enabled();
  return {};
}

std::optional<std::pair<std::string, std::string>> DisabledProvisioner::encrypted_key() const {
  const std::string key = text_member(document_, "encryptedKey");
  // The token key of a JWK is "<name>:<kid>".
  if (type_ != Type::jwk || key.empty() || token_key_.size() <= name_.size() + 1) return std::nullopt;
  return std::pair(token_key_.substr(name_.size() + 1), key);
}

SignOptions DisabledProvisioner::authorize_sign(const ParsedToken&, Method) const {
  require_enabled();
  return {};
}

void DisabledProvisioner::authorize_revoke(const ParsedToken&) const { require_enabled(); }

void DisabledProvisioner::authorize_renew(const x509::Certificate&, Time) const { require_enabled(); }

}  // namespace newel::provisioner
