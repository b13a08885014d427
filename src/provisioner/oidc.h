// The OIDC provisioner: people (and machines) that an OpenID provider vouches for (reference:
// provisioner/oidc.go). Every holder of an ID token for our client gets a certificate for the name in it;
// administrators get one for whatever their request says.
#pragma once

#include "provisioner/key_source.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner {

class OidcProvisioner final : public Provisioner {
 public:
  /// Fetches the provider's discovery document and keys. Throws Error with the reason why this cannot be a
  /// provisioner.
  OidcProvisioner(const json::Object& document, const Environment& environment);

  bool may_wait(const ParsedToken& token) const override;
  TokenId token_id(const ParsedToken& token) const override;  ///< the nonce
  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;
  void authorize_revoke(const ParsedToken& token) const override;  ///< administrators only

 private:
  struct Identity {
    std::string email;
    std::vector<std::string> groups;
    bool is_admin = false;
  };
  Identity authorize_token(const ParsedToken& token) const;
  void check_payload(const jose::Claims& claims, const Identity& identity) const;
  bool is_admin(const Identity& identity) const;

  std::string client_id_, issuer_;
  std::vector<std::string> admins_, domains_, groups_;
  std::shared_ptr<KeySource> keys_;
  const Clock* clock_;
};

/// Where `step` waits for the browser: host:port, or nothing. Throws Error.
void check_listen_address(const std::string& address);
/// Lower-case behind the last '@', which is the part that does not depend on the mail system's mood.
std::string sanitize_email(std::string_view email);
/// The configuration endpoint with the well-known path behind it unless it has it. Throws Error.
std::string discovery_url(const std::string& configuration_endpoint);

}  // namespace newel::provisioner
