// The K8sSA provisioner: pods of a Kubernetes cluster show the token of their service account (reference:
// provisioner/k8sSA.go).
//
// Tokens come in two forms. Old ones, kept in secrets, have the issuer "kubernetes/serviceaccount", no expiry
// and no audience. Today's are bound: they expire, name their audience, and say in the claim "kubernetes.io"
// which pod they are for. Both are verified with the cluster's public keys, or, without keys, by asking the
// cluster (TokenReview); the reference knows only old ones, with keys.
#pragma once

#include "provisioner/provisioner.h"
#include "provisioner/token_review.h"

namespace newel::provisioner {

class K8sSaProvisioner final : public Provisioner {
 public:
  /// Throws Error with the reason why this document cannot be a provisioner.
  K8sSaProvisioner(const json::Object& document, const Environment& environment);

  bool may_wait(const ParsedToken&) const override { return keys_.empty(); }
  /// A pod keeps its token for an hour and may use it as often as it likes.
  bool takes_old_tokens() const override { return true; }
  TokenId token_id(const ParsedToken& token) const override;
  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;
  void authorize_revoke(const ParsedToken& token) const override;

 private:
  /// The name of the service account.
  std::string authorize_token(const ParsedToken& token, const AudienceMatcher& own) const;
  void check_audience(const jose::Claims& claims, const AudienceMatcher& own) const;

  std::vector<PublicKey> keys_;
  std::shared_ptr<const TokenReviewer> reviewer_;  ///< when there are no keys
  std::vector<std::string> audiences_;             ///< member `audiences`
  AudienceMatcher sign_audiences_, revoke_audiences_;
  const Clock* clock_;
};

/// True for a token that a Kubernetes cluster made, old or bound.
bool is_kubernetes_token(const jose::Claims& claims);

}  // namespace newel::provisioner
