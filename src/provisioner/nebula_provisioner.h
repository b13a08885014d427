// The Nebula provisioner: a host of a Nebula network gets certificates for its name and addresses there
// (reference: provisioner/nebula.go).
#pragma once

#include "provisioner/nebula/ca_pool.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner {

/// Stricter than the reference: the token may only name what the Nebula certificate names.
class NebulaProvisioner final : public Provisioner {
 public:
  /// Throws Error with the reason why this document cannot be a provisioner; an expired CA is one.
  NebulaProvisioner(const json::Object& document, const Environment& environment);

  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;
  void authorize_revoke(const ParsedToken& token) const override;

 private:
  nebula::Certificate authorize_token(const ParsedToken& token, const AudienceMatcher& allowed) const;

  nebula::CaPool pool_;
  const Clock* clock_;
  AudienceMatcher sign_audiences_;
};

}  // namespace newel::provisioner
