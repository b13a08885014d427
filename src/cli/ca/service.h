// The CA as the commands see it: a server on the network, or (--offline) its own code in this process. The
// flows of getting tokens and certificates are written once, over this.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/engine/invocation.h"
#include "client/ca_client.h"
#include "messages/messages.h"
#include "provisioner/audiences.h"

namespace newel::cli::ca {

/// Errors are thrown as newel::Error, those of the CA with its status and message.
class CaService {
 public:
  virtual ~CaService() = default;

  /// As GET /provisioners lists them.
  virtual json::Array provisioners() = 0;
  /// The JWE of a provisioner's private key. `document` is its entry in provisioners().
  virtual std::string encrypted_key(const json::Object& document, const std::string& kid) = 0;
  /// What a token for this operation must name.
  virtual std::string audience(provisioner::Method method) const = 0;
  /// SHA-256 of the root certificate, for the tokens' `sha`.
  virtual std::string root_fingerprint() const = 0;
  /// The service that takes this token: online, the CA and root it names. Prints the status line "CA".
  virtual std::shared_ptr<CaService> for_token(const std::string& token) = 0;

  virtual messages::SignResponse sign(const messages::SignRequest& request) = 0;
  virtual messages::SignResponse renew(const client::Identity& identity) = 0;
  virtual messages::SignResponse renew_with_token(const std::string& token) = 0;
  virtual messages::SignResponse rekey(const client::Identity& identity,
                                       const messages::RekeyRequest& request) = 0;
  /// By token, or with an identity.
  virtual void revoke(const messages::RevokeRequest& request, const client::Identity* identity) = 0;
};

/// "sign", "ssh/renew": how audiences name an operation, behind "/1.0/" when a server is meant.
std::string_view audience_path(provisioner::Method method);

/// --offline gives the CA in this process, else the one on the network, for a command that makes its own
/// token: --ca-url and a root certificate are needed.
std::shared_ptr<CaService> open_service(const Invocation& in);
/// The same for a command whose token came from a flag (it may say which CA it is for), or, when empty, will
/// be made.
std::shared_ptr<CaService> open_service(const Invocation& in, const std::string& token);

}  // namespace newel::cli::ca
