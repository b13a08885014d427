// What the provisioners of cloud instances (AWS, GCP, Azure) share: an instance is known to its cloud, which
// says who it is; what it calls itself is trusted on first use only.
#pragma once

#include "provisioner/provisioner.h"

namespace newel::provisioner {

struct InstanceIdentity {
  std::string common_name;              ///< .Subject.CommonName of custom templates
  std::vector<std::string> names;       ///< what the cloud calls it: all it may have with disableCustomSANs
  std::string credential;               ///< provisioner extension
  std::vector<std::string> key_values;  ///< the same
  std::string principal;                ///< who asked, for webhooks
};

/// The sign options of an instance; common names are left to the type.
SignOptions instance_sign_options(const Provisioner& provisioner, const InstanceIdentity& instance,
                                  bool disable_custom_sans, Method method);

/// One certificate for one instance, whatever token it brings (hexadecimal SHA-256 of "<token key>.<id>");
/// with trust on first use disabled, one for each token.
TokenId instance_token_id(const Provisioner& provisioner, const std::string& instance_id,
                          const ParsedToken& token, bool disable_trust_on_first_use);

/// `instanceAge`, checked: "provisioner instanceAge cannot be negative".
Duration instance_age_member(const json::Object& document);

}  // namespace newel::provisioner
