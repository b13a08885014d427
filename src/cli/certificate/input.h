// What the certificate commands read: the contents of a file or of standard input (x509/file_contents.h).
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

/// `content` came from `name`: whatever x509::read_contents reads. The request counts only where no
/// certificate is. Throws Error "file <f> does not contain any valid CERTIFICATE or CERTIFICATE REQUEST
/// blocks", with the reason behind it when a block is broken; a broken certificate in a bundle is no bundle.
CertificateInput parse_certificate_input(std::string_view content, const std::string& name);

/// The same from a file, or standard input for "-". Errors of the file system get the prefix "error reading
/// file <f>: ".
CertificateInput read_certificate_input(const std::string& name);

}  // namespace newel::cli::certificate
