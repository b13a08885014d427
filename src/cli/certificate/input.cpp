#include "cli/certificate/input.h"

#include "cli/engine/output_file.h"
#include "x509/file_contents.h"

namespace newel::cli::certificate {

CertificateInput parse_certificate_input(std::string_view content, const std::string& name) {
  x509::FileContents found = x509::read_contents(content);
  CertificateInput input{std::move(found.certificates), std::nullopt};
  if (input.certificates.empty() && !found.requests.empty())
    input.request = std::move(found.requests.front());
  // One broken certificate of a bundle is said, not left out: what follows would be about other certificates.
  const bool nothing = input.certificates.empty() && !input.request;
  if (nothing || (found.problem && !input.request)) {
    throw Error("file " + name + " does not contain any valid CERTIFICATE or CERTIFICATE REQUEST blocks" +
                (found.problem ? ": " + found.problem->text : ""));
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
