#include "provisioner/disabled.h"

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

SignOptions DisabledProvisioner::authorize_sign(const ParsedToken&, Method) const {
  require_enabled();
  return {};
}

void DisabledProvisioner::authorize_revoke(const ParsedToken&) const { require_enabled(); }

void DisabledProvisioner::authorize_renew(const x509::Certificate&, Time) const { require_enabled(); }

}  // namespace newel::provisioner
