// The provisioners a client may use, as a CA lists them, and how one of them is picked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "provisioner/provisioner.h"

namespace newel::client {

/// One entry of GET /provisioners, or of ca.json.
struct ListedProvisioner {
  provisioner::Type type = provisioner::Type::noop;
  std::string name;
  std::string kid;        ///< JWK
  std::string client_id;  ///< OIDC
  std::string tenant_id;  ///< Azure
  json::Object document;

  /// "you@example.com (JWK) [kid: …]": how it is shown and chosen.
  std::string label() const;
};

/// Entries of types we do not know are left out.
std::vector<ListedProvisioner> list_provisioners(const json::Array& documents);

/// A value and the flag it came from, for error texts.
struct FlagText {
  std::string flag;
  std::string value;
};

struct ProvisionerFilter {
  std::optional<provisioner::Type> only;  ///< implied by flags such as --x5c-cert
  std::string kid;                        ///< JWK key id or OIDC client id; flag --kid
  std::vector<FlagText> names;            ///< each must match the name
};

/// Never empty. Throws Error "cannot create a new token: the CA does not have any provisioner configured" or
/// "invalid value 'x' for flag '--kid'".
std::vector<ListedProvisioner> filter_provisioners(std::vector<ListedProvisioner> all,
                                                   const ProvisionerFilter& filter);

}  // namespace newel::client
