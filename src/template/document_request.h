// Certification requests by template: the same document, fewer members (reference:
// x509util.CertificateRequest).
#pragma once

#include "template/certificate_document.h"
#include "x509/request.h"

namespace newel::templates {

/// Requested extensions: the simple alternative names, basicConstraints, extKeyUsage, keyUsage, unusual
/// alternative names, then `extensions`. Throws Error.
x509::RequestTemplate to_request(const CertificateDocument& document);

}  // namespace newel::templates
