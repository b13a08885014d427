// What the request must agree with in the token that brought it (reference: provisioner/sign_options.go).
#pragma once

#include "provisioner/sign_options.h"

namespace newel::authority {

/// In the reference's order: fingerprint, common name, key, names. Throws Error 400 or 403 with its texts.
void check_request(const x509::CertificateRequest& request, const provisioner::SignOptions& options);

}  // namespace newel::authority
