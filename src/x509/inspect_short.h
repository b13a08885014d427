// Certificates and requests in a few lines: `inspect --short`.
#pragma once

#include "x509/request.h"

namespace newel::x509 {

std::string inspect_short(const Certificate& certificate);
std::string inspect_short(const CertificateRequest& request);

}  // namespace newel::x509
