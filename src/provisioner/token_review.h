// Asking a Kubernetes cluster whose token this is (API authentication.k8s.io/v1, TokenReview).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/secret.h"
#include "net/client.h"
#include "x509/certificate.h"

namespace newel::provisioner {

/// Where a cluster reviews tokens. Members of a K8sSA provisioner, each with the default of a pod inside the
/// cluster.
struct TokenReviewSettings {
  std::string server;  ///< `apiServer`: https://kubernetes.default.svc
  /// What its certificate leads to. `apiServerRoots` (PEM) goes before `apiServerCAFile`; without both the
  /// roots of the system are trusted. In a pod: ca.crt of its service account.
  std::string roots_pem, ca_file;
  /// Who we are there. `apiServerToken` goes before `apiServerTokenFile`, which is read for every review,
  /// since it changes; without both nothing is sent. In a pod: the token of its service account, which only
  /// the cluster's own server is shown.
  Secret token;
  std::string token_file;
};

/// Thread-safe.
class TokenReviewer {
 public:
  /// Throws Error "K8s Service Account provisioner cannot be initialized without pub keys" when no server is
  /// named and this is no pod, and for settings that cannot work.
  static std::shared_ptr<const TokenReviewer> from_document(const json::Object& document);
  explicit TokenReviewer(TokenReviewSettings settings);

  /// The user name of the token's owner ("system:serviceaccount:<namespace>:<name>"). With audiences, one of
  /// them must be the token's. Waits for the cluster, five seconds at most. Throws Error 401 for a token the
  /// cluster does not know, 503 when it cannot be asked.
  std::string review(const std::string& token, const std::vector<std::string>& audiences) const;

 private:
  net::ClientOptions client_options() const;
  std::string bearer() const;

  TokenReviewSettings settings_;
};

}  // namespace newel::provisioner
