#include "provisioner/cloud_endpoints.h"

#include <array>
#include <cstdlib>

namespace newel::provisioner {
namespace {

struct Address {
  CloudEndpoint which;
  const char* variable;
  const char* prefix;  ///< put before the variable's value
  const char* standard;
};
constexpr std::array<Address, 6> addresses{{
    {CloudEndpoint::gcp_keys, "NEWEL_GCP_KEYS_URL", "", "https://www.googleapis.com/oauth2/v3/certs"},
    {CloudEndpoint::gcp_projects, "NEWEL_GCP_PROJECTS_URL", "",
     "https://cloudresourcemanager.googleapis.com"},
    {CloudEndpoint::gcp_metadata, "GCE_METADATA_HOST", "http://", "http://metadata"},
    {CloudEndpoint::azure_login, "NEWEL_AZURE_LOGIN_URL", "", "https://login.microsoftonline.com"},
    {CloudEndpoint::azure_metadata, "NEWEL_AZURE_METADATA_URL", "", "http://169.254.169.254"},
    {CloudEndpoint::aws_metadata, "AWS_EC2_METADATA_SERVICE_ENDPOINT", "", "http://169.254.169.254"},
}};

}  // namespace

std::string cloud_endpoint(CloudEndpoint which) {
  for (const Address& address : addresses) {
    if (address.which != which) continue;
    const char* set = std::getenv(address.variable);
    std::string url = set != nullptr && *set != 0 ? std::string(address.prefix) + set : address.standard;
    while (url.ends_with('/')) url.pop_back();
    return url;
  }
  return {};
}

}  // namespace newel::provisioner
