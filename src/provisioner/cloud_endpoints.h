// Where the clouds answer. The addresses are fixed; tests put others in their place through the environment,
// which is theirs alone: whoever may set the environment of a CA owns it already.
#pragma once

#include <string>

namespace newel::provisioner {

enum class CloudEndpoint {
  gcp_keys,        ///< Google's key set; NEWEL_GCP_KEYS_URL
  gcp_projects,    ///< Cloud Resource Manager; NEWEL_GCP_PROJECTS_URL
  gcp_metadata,    ///< metadata server; GCE_METADATA_HOST (host[:port]), as Google's own tools read it
  azure_login,     ///< identity provider; NEWEL_AZURE_LOGIN_URL
  azure_metadata,  ///< instance metadata; NEWEL_AZURE_METADATA_URL
  aws_metadata,    ///< instance metadata; AWS_EC2_METADATA_SERVICE_ENDPOINT, as AWS' own tools read it
};

/// A URL without a slash at its end.
std::string cloud_endpoint(CloudEndpoint which);

}  // namespace newel::provisioner
