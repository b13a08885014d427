// Asking a Kubernetes cluster whose token this is (API authentication.k8s.io/v1, TokenReview).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "net/client.h"

namespace newel::provisioner {

/// Where a cluster reviews tokens. Members of a K8sSA provisioner, each with the default of a pod inside the
/// cluster.
struct TokenReviewSettings {
  std::string server;      ///< `apiServer`: https://kubernetes.default.svc
  std::string ca_file;     ///< `apiServerCAFile`: ca.crt of the pod's service account; "" trusts the system
  std::string token_file;  ///< `apiServerTokenFile`: read for every review, since it changes; "" sends none
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

  TokenReviewSettings settings_;
};

}  // namespace newel::provisioner
