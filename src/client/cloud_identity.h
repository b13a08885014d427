// Tokens of cloud instances: what the metadata service of the machine says about it (reference:
// GetIdentityToken of provisioner/aws.go, gcp.go and azure.go). Each waits for the metadata service and
// throws Error with the reference's words when there is none.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace newel::client {

/// An identity document of EC2 and its signature, as a token. `document` is the provisioner's entry in the
/// CA's list: its name, imdsVersions and iidRoots are used. `sign_url` is the CA's URL for signing.
std::string aws_identity_token(const json::Object& document, const std::string& subject,
                               const std::string& sign_url, const Clock& clock = system_clock());

/// The token Google's metadata server makes for this audience.
std::string gcp_identity_token(const json::Object& document, const std::string& sign_url);

/// The token of the machine's managed identity.
std::string azure_identity_token();

/// Names of a certificate request for such a token, when nobody names any: what the cloud calls the machine;
/// empty for other tokens. `claims` are the token's.
std::vector<std::string> instance_names(const json::Object& claims);

}  // namespace newel::client
