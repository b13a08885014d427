// The authority of a hosted team: what a service on the web tells about it, so that nobody types fingerprints
// (reference: utils/cautils/bootstrap.go).
#pragma once

#include <string>

namespace newel::client {

struct TeamAuthority {
  std::string ca_url, fingerprint, redirect_url, provisioner;
  int min_password_length = 0;  ///< 0: none is demanded
};

/// The address asked: `url_template` with every "<>" replaced by the team, or the service of the reference's
/// makers.
std::string team_authority_url(const std::string& team, const std::string& authority,
                               const std::string& url_template);

/// With the system's trusted roots. Throws Error "error getting authority data: authority not found".
TeamAuthority get_team_authority(const std::string& url);

}  // namespace newel::client
