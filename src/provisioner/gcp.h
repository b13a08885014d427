// The GCP provisioner: Compute Engine instances show the identity token of their metadata server (reference:
// provisioner/gcp.go).
#pragma once

#include "provisioner/gcp_organization.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner {

/// `google.compute_engine` of a token: who the instance is.
struct GcpInstance {
  std::string id, name, project_id, zone, email;
  std::optional<Time> created;
  /// Failure as Go's decoder words it.
  static Expected<GcpInstance> from_claims(const json::Object& claims);
  /// "<name>.c.<project>.internal" and "<name>.<zone>.c.<project>.internal"
  std::vector<std::string> dns_names() const;
};

class GcpProvisioner final : public Provisioner {
 public:
  /// Throws Error with the reason why this document cannot be a provisioner; fetches Google's keys.
  GcpProvisioner(const json::Object& document, const Environment& environment);

  bool may_wait(const ParsedToken& token) const override;
  TokenId token_id(const ParsedToken& token) const override;
  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;

 private:
  GcpInstance authorize_token(const ParsedToken& token) const;
  void check_project(const std::string& project) const;

  std::vector<std::string> service_accounts_, projects_;
  std::string organization_;
  bool disable_custom_sans_, disable_trust_on_first_use_;
  Duration instance_age_;
  const Clock* clock_;
  AudienceMatcher audiences_;
  std::shared_ptr<KeySource> keys_;
  std::shared_ptr<const GcpOrganizations> organizations_;  ///< when one is demanded
};

}  // namespace newel::provisioner
