// The Azure provisioner: virtual machines show the token of their managed identity (reference:
// provisioner/azure.go).
#pragma once

#include "provisioner/provisioner.h"

namespace newel::provisioner {

/// The claim xms_mirid: which resource the token was given to.
struct AzureResource {
  std::string subscription, group, name;
  /// "/subscriptions/<s>/resourceGroups/<g>/providers/Microsoft.Compute/virtualMachines/<n>" or "…
  /// ManagedIdentity/userAssignedIdentities/<n>", ignoring case; nullopt for anything else.
  static std::optional<AzureResource> parse(std::string_view xms_mirid);
};

class AzureProvisioner final : public Provisioner {
 public:
  /// Throws Error with the reason why this document cannot be a provisioner; fetches the tenant's discovery
  /// document and keys.
  AzureProvisioner(const json::Object& document, const Environment& environment);

  bool may_wait(const ParsedToken& token) const override;
  TokenId token_id(const ParsedToken& token) const override;
  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;

 private:
  AzureResource authorize_token(const ParsedToken& token) const;
  /// Groups, subscriptions and identities that are let in.
  void check_filters(const AzureResource& resource, const std::string& object_id) const;

  std::string tenant_, audience_, issuer_;
  std::vector<std::string> groups_, subscriptions_, objects_;
  bool disable_custom_sans_, disable_trust_on_first_use_;
  const Clock* clock_;
  std::shared_ptr<KeySource> keys_;
};

}  // namespace newel::provisioner
