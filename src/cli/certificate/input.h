// The tolerant reader of the certificate commands: PEM with text around it, DER, standard input.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "x509/request.h"

namespace newel::cli::certificate {

/// What a file holds: certificates, or one certification request.
struct CertificateInput {
  std::vector<x509::Certificate> certificates;
  std::optional<x509::CertificateRequest> request;
};

/// `content` came from `name`. Data with "-----BEGIN " anywhere is PEM: its CERTIFICATE blocks in order,
/// everything else skipped; other data is one DER certificate. What holds no certificate is tried as a
/// request. Throws Error "file <f> does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks".
CertificateInput parse_certificate_input(std::string_view content, const std::string& name);

/// The same from a file, or standard input for "-". Errors of the file system get the prefix "error reading
/// file <f>: ".
CertificateInput read_certificate_input(const std::string& name);

}  // namespace newel::cli::certificate
