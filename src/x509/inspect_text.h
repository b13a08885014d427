// Certificates and requests as text for people: `inspect --format text`.
#pragma once

#include "x509/request.h"

namespace newel::x509 {

/// Throws Error `certinfo: Error parsing OID "<oid>"` for a provisioner, registration authority, endpoint,
/// device, timestamp or comment extension that does not decode.
std::string inspect_text(const Certificate& certificate);
std::string inspect_text(const CertificateRequest& request);

}  // namespace newel::x509
