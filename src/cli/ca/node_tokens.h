// Tokens of machines that somebody else already knows: a Nebula network, a Kubernetes cluster, a cloud.
#pragma once

#include "cli/ca/token_flow.h"

namespace newel::cli::ca {

/// Signed with --nebula-key, carrying --nebula-cert. Throws "provisioner type 'Nebula' requires the
/// '--nebula-cert' flag", "error reading <file>: not a proper nebula certificate", "error validating <file>:
/// …".
std::string nebula_token(const Invocation& in, CaService& service, const client::ListedProvisioner& chosen,
                         const TokenWish& wish);

/// The content of --k8ssa-token-path. Throws "error reading kubernetes service account token: …".
std::string k8ssa_token(const Invocation& in);

/// AWS, GCP, Azure: asked of the machine's metadata service. Sets wish.disable_custom_sans.
std::string cloud_token(CaService& service, const client::ListedProvisioner& chosen, TokenWish& wish);

}  // namespace newel::cli::ca
