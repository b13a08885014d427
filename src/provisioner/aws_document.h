// AWS instance identity documents: who an EC2 instance is, signed by its region (reference:
// provisioner/aws.go; https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html).
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "crypto/public_key.h"

namespace newel::provisioner {

struct AwsDocument {
  std::string account_id, instance_id, private_ip, region;
  Time pending_time{};  ///< when the instance was started; year 1 if it does not say

  /// Failure: what Go's decoder says, or "<field> cannot be empty" with a leading "aws identity document ".
  static Expected<AwsDocument> parse(std::string_view text);
  /// "aws identity document accountId cannot be empty" for the first that is.
  Expected<void> check() const;
  /// "ip-10-0-0-1.us-west-1.compute.internal"
  std::string dns_name() const;
};

/// The keys of the built-in certificates, or of the certificates in a PEM file. Throws Error
/// "error reading <path>: ...", "error parsing AWS IID certificate: ...".
std::vector<PublicKey> aws_document_keys(const std::string& roots_file);
/// RSA PKCS #1 with SHA-256 by any of the keys.
bool aws_document_is_signed(ByteView document, ByteView signature, const std::vector<PublicKey>& keys);

/// `amazon` of a token: what the metadata service answered.
struct AwsEvidence {
  Bytes document, signature;
  /// Failure as Go's decoder words it.
  static Expected<AwsEvidence> from_claims(const json::Object& claims);
};

}  // namespace newel::provisioner
