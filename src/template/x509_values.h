// What X.509 certificate templates see: names, alternative names, requests, certificates and keys, under the
// Go type names that typeOf shows (reference: crypto x509util, Go's crypto/x509).
#pragma once

#include "template/certificate_document.h"
#include "template/value.h"
#include "x509/certificate.h"
#include "x509/request.h"

namespace newel::templates {

Value subject_value(const x509::NameFields& fields);                   ///< x509util.Subject
Value alternative_names_value(const std::vector<DocumentSan>& names);  ///< []x509util.SubjectAlternativeName
Value request_value(const x509::CertificateRequest& request);          ///< *x509util.CertificateRequest
Value certificate_value(const x509::Certificate& certificate);         ///< *x509.Certificate
Value public_key_value(const PublicKey& key);                          ///< *rsa.PublicKey and its like

/// Names sorted by kind: DNS, IP, e-mail, URI, in their normal form; empty ones dropped.
std::vector<DocumentSan> split_alternative_names(const std::vector<std::string>& names);

/// The document a request alone makes, with the usual key usages: for a CA that runs no template.
CertificateDocument leaf_document(const x509::CertificateRequest& request);

}  // namespace newel::templates
