// The key that signs tokens: a file of any form, or the encrypted key a provisioner keeps with the CA.
#pragma once

#include <string>

#include "cli/engine/invocation.h"
#include "jose/jwk.h"

namespace newel::cli::ca {

/// Opens the JWE of a provisioner's key with the first of --provisioner-password-file, --admin-password-file,
/// --password-file, or by asking, three times at most.
jose::Jwk open_provisioner_key(const Invocation& in, const std::string& jwe);

/// A JWK, an encrypted JWK, or a PEM key. A key without an id gets its thumbprint. Throws Error if it is not
/// private.
jose::Jwk load_signing_key(const Invocation& in, const std::string& file);

}  // namespace newel::cli::ca
