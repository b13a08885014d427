// The token of an OIDC provisioner: the person logs in at the provider that the CA trusts.
#pragma once

#include <string>

#include "cli/engine/invocation.h"
#include "client/provisioner_list.h"

namespace newel::cli::ca {

/// Opens a browser, or with --console says where to enter which code. Throws Error
/// "error generating OIDC token: ...".
std::string oidc_token(const Invocation& in, const client::ListedProvisioner& chosen);

}  // namespace newel::cli::ca
