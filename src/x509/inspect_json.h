// Certificates and requests as JSON: `inspect --format json`. Indent of two blanks; certificates end with a
// line break, requests, as in the reference, do not.
#pragma once

#include "x509/request.h"

namespace newel::x509 {

std::string inspect_json(const Certificate& certificate);
/// An array; one certificate alone is an object.
std::string inspect_json(const std::vector<Certificate>& certificates);
std::string inspect_json(const CertificateRequest& request);

}  // namespace newel::x509
