// The JWK provisioner: whoever can sign with its key may ask for certificates (reference:
// provisioner/jwk.go).
#pragma once

#include "jose/jwk.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner {

class JwkProvisioner final : public Provisioner {
 public:
  /// Throws Error with the reason why this document cannot be a provisioner.
  JwkProvisioner(const json::Object& document, const Environment& environment);

  std::optional<std::pair<std::string, std::string>> encrypted_key() const override;
  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;
  void authorize_revoke(const ParsedToken& token) const override;

 private:
  void authorize_token(const ParsedToken& token, const AudienceMatcher& allowed,
                       const std::vector<std::string>& wanted) const;

  PublicKey key_;
  std::string kid_, encrypted_key_;
  const Clock* clock_;
  Audiences audiences_;
  AudienceMatcher sign_audiences_, revoke_audiences_;
};

/// "<name>:<kid>": how tokens find a JWK provisioner, also one whose key is missing or broken.
std::string jwk_token_key(const json::Object& document);

}  // namespace newel::provisioner
