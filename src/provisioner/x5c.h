// The X5C provisioner: whoever has a certificate from one of its roots may ask for certificates that end no
// later (reference: provisioner/x5c.go).
#pragma once

#include "provisioner/provisioner.h"

namespace newel::provisioner {

class X5cProvisioner final : public Provisioner {
 public:
  /// Throws Error with the reason why this document cannot be a provisioner.
  X5cProvisioner(const json::Object& document, const Environment& environment);

  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;
  void authorize_revoke(const ParsedToken& token) const override;

 private:
  /// The chain of the token; its first certificate has signed it.
  std::vector<x509::Certificate> authorize_token(const ParsedToken& token, const AudienceMatcher& allowed,
                                                 const std::vector<std::string>& wanted) const;

  std::vector<x509::Certificate> roots_;
  const Clock* clock_;
  Audiences audiences_;
  AudienceMatcher sign_audiences_, revoke_audiences_;
};

}  // namespace newel::provisioner
