// What tokens made by `step` say beyond the registered claims: names, the request they are bound to, and what
// they ask of an SSH certificate (reference: provisioner/jwk.go, jwtPayload and stepPayload).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "provisioner/sign_options.h"

namespace newel::provisioner {

/// The same for JWK, X5C and Nebula tokens.
struct StepPayload {
  std::vector<std::string> sans;         ///< `sans`; empty means the subject
  std::string csr_fingerprint;           ///< `cnf`, x5rt#S256; "" if the token is bound to no request
  std::string ra_json;                   ///< `step.ra` as it came; "" if none
  std::optional<SshSignAttributes> ssh;  ///< `step.ssh`; none in tokens for X.509 certificates
};

/// Claims of another JSON kind are failures, worded as Go's decoder words them: "json: cannot unmarshal
/// number into Go struct field jwtPayload.sans of type []string".
Expected<StepPayload> read_step_payload(const json::Object& claims);

}  // namespace newel::provisioner
