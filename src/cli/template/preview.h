// The certificate that a document makes, signed by a CA that lives for this moment: it shows what a template
// says, not who would sign it.
#pragma once

#include "template/certificate_document.h"
#include "x509/certificate.h"

namespace newel::cli::template_commands {

/// For a request with this key. The CA has a key of the kind that the document's signatureAlgorithm needs.
/// Throws Error for what no CA would sign.
x509::Certificate preview_certificate(const templates::CertificateDocument& document, const PublicKey& key);

}  // namespace newel::cli::template_commands
