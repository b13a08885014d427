// The AWS provisioner: EC2 instances show their identity document (reference: provisioner/aws.go).
#pragma once

#include "provisioner/aws_document.h"
#include "provisioner/provisioner.h"

namespace newel::provisioner {

class AwsProvisioner final : public Provisioner {
 public:
  /// Throws Error with the reason why this document cannot be a provisioner.
  AwsProvisioner(const json::Object& document, const Environment& environment);

  TokenId token_id(const ParsedToken& token) const override;
  SignOptions authorize_sign(const ParsedToken& token, Method method) const override;

 private:
  AwsDocument authorize_token(const ParsedToken& token) const;

  std::vector<std::string> accounts_;
  bool disable_custom_sans_, disable_trust_on_first_use_;
  Duration instance_age_;
  std::vector<PublicKey> keys_;
  const Clock* clock_;
  AudienceMatcher audiences_;
};

}  // namespace newel::provisioner
