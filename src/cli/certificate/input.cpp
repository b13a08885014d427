#include "cli/certificate/input.h"

#include "cli/engine/output_file.h"
#include "crypto/pem.h"

namespace newel::cli::certificate {
namespace {

std::vector<x509::Certificate> certificates_of(std::string_view content) {
  std::vector<x509::Certificate> found;
  if (!looks_like_pem(content)) {
    if (auto certificate = x509::Certificate::parse(as_bytes(content)))
      found.push_back(std::move(*certificate));
    return found;
  }
  for (const PemBlock& block : pem_decode_all(content)) {
    if (block.label != "CERTIFICATE" || !block.headers.empty()) continue;
    auto certificate = x509::Certificate::parse(block.der);
    if (!certificate) return {};
    found.push_back(std::move(*certificate));
  }
  return found;
}

std::optional<x509::CertificateRequest> request_of(std::string_view content) {
  auto request = looks_like_pem(content) ? x509::CertificateRequest::parse_pem(content)
                                         : x509::CertificateRequest::parse(as_bytes(content));
  if (!request) return std::nullopt;
  return std::move(*request);
}

}  // namespace

CertificateInput parse_certificate_input(std::string_view content, const std::string& name) {
  CertificateInput input{certificates_of(content), std::nullopt};
  if (input.certificates.empty()) input.request = request_of(content);
  if (input.certificates.empty() && !input.request) {
    throw Error("file " + name + " does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks");
  }
  return input;
}

CertificateInput read_certificate_input(const std::string& name) {
  std::string content;
  try {
    content = read_input(name);
  } catch (const Error& e) {
    throw e.wrapped("error reading file " + name);
  }
  return parse_certificate_input(content, name);
}

}  // namespace newel::cli::certificate
