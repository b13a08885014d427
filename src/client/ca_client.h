// The API of a CA, from the client's side (reference: ca/client.go).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "messages/messages.h"
#include "net/client.h"
#include "x509/certificate.h"

namespace newel::client {

/// "ca.example.com:9000" to "https://ca.example.com:9000"; path and query dropped. Throws Error with the
/// flag's texts: "invalid value '<v>' for flag '--ca-url'; must have https scheme".
std::string normalize_ca_url(std::string_view url);

/// How the CA's TLS certificate is trusted: exactly one of the two.
struct CaTrust {
  std::string root_file = {};         ///< every certificate in it
  std::string root_fingerprint = {};  ///< downloaded from /root/<sha> and pinned
};

/// A certificate to present in TLS, with its key.
struct Identity {
  std::vector<Bytes> chain;  ///< DER, leaf first
  std::shared_ptr<const Signer> key;
};

/// Not thread-safe. Errors: Error with the CA's status and message for answers >= 400, untyped
/// "client GET <url> failed: <cause>" for transport failures.
class CaClient {
 public:
  CaClient(std::string ca_url, const CaTrust& trust);
  ~CaClient();
  const std::string& url() const { return url_; }

  /// Present this certificate (renew, rekey, revoke by certificate).
  void set_identity(std::vector<Bytes> chain, std::shared_ptr<const Signer> key);

  std::string health();
  json::Value version();
  std::vector<std::string> roots();       ///< PEM
  std::vector<std::string> federation();  ///< PEM
  messages::ProvisionersResponse provisioners(std::string_view cursor, int limit);
  json::Array all_provisioners();
  std::string encrypted_key(std::string_view kid);
  messages::SignResponse sign(const messages::SignRequest& request);
  messages::SignResponse renew();
  messages::SignResponse renew_with_token(std::string_view token);
  messages::SignResponse rekey(const messages::RekeyRequest& request);
  void revoke(const messages::RevokeRequest& request);
  /// What the CA answers to an unauthenticated GET /admin/admins: 401 when the admin API is on. Transport
  /// failures throw as everywhere.
  int admin_probe();
  /// Any request to a path of the CA, with its query; an answer is whatever arrives.
  net::Response exchange(const std::string& method, const std::string& path, net::Headers headers,
                         const json::Value* body);

 private:
  struct Impl;
  std::string url_;
  std::unique_ptr<Impl> impl_;
};

/// One segment of a path, percent-encoded as Go encodes it.
std::string escape_path(std::string_view segment);

/// GET /root/<fingerprint> without TLS verification; the answer's SHA-256 must be the fingerprint, else Error
/// with the message "The request could not be completed: root certificate fingerprint does not match."
x509::Certificate download_root(const std::string& ca_url, std::string_view fingerprint);

}  // namespace newel::client
