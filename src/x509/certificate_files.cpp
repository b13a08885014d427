// Certificates in PEM texts and files.
#include "crypto/pem.h"
#include "x509/certificate.h"
#include "x509/file_contents.h"

namespace newel::x509 {

Expected<std::vector<Certificate>> parse_certificates_pem(std::string_view pem) {
  std::vector<Certificate> out;
  while (const auto block = pem_next(pem)) {
    // A block with headers is something else wearing the label (an encrypted one, say).
    if (block->label != "CERTIFICATE" || !block->headers.empty()) continue;
    auto certificate = Certificate::parse(block->der);
    if (!certificate) return tl::unexpected(certificate.error());
    out.push_back(std::move(*certificate));
  }
  return out;
}

std::string certificates_to_pem(const std::vector<Certificate>& chain) {
  std::string out;
  for (const Certificate& certificate : chain) out += certificate.pem();
  return out;
}

std::vector<Certificate> load_certificates(const std::string& path) { return load_certificates(path, {}); }

std::vector<Certificate> load_certificates(const std::string& path, const PasswordSource& password) {
  return certificates_of(read_contents_of_file(path, password), path);
}

std::vector<Certificate> certificates_of(FileContents found, const std::string& name) {
  if (found.problem) throw Error("error parsing " + name + ": " + found.problem->text);
  if (!found.certificates.empty()) return std::move(found.certificates);
  if (found.form == FileContents::Form::pem || !found.requests.empty())
    throw Error("error parsing " + name + ": does not contain a valid PEM encoded certificate");
  throw Error("error parsing " + name +
              ": error parsing certificate as DER format: it has no CERTIFICATE block, and is no DER either");
}

}  // namespace newel::x509
