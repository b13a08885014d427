#include "cli/certificate/input.h"

#include "cli/certificate/issuing.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"
#include "cli/shared/named_key.h"
#include "cli/shared/plugin_signer.h"

namespace newel::cli::certificate {
namespace {

// Neither PEM nor DER, and more than one perhaps: as if wrapped.
InputContents of_chain(std::vector<x509::Certificate> chain) {
  InputContents out;
  out.certificates = std::move(chain);
  out.wrapped = true;
  return out;
}

}  // namespace

InputContents read_contents_of(const Invocation& in, const std::string& name, const std::string& prefix) {
  if (is_remote(name)) return of_chain(fetch_remote(in, name));
  if (is_in_key_store({}, name)) return of_chain(plugin_certificates({}, name));
  InputContents out;
  try {
    out.content = read_input(name);
  } catch (const Error& e) {
    if (prefix.empty()) throw;
    throw e.wrapped(prefix);
  }
  static_cast<x509::FileContents&>(out) =
      x509::read_contents(out.content, name, password_for(in, "password-file"));
  return out;
}

CertificateInput read_certificate_input(const Invocation& in, const std::string& name) {
  x509::FileContents found = read_contents_of(in, name, "error reading file " + name);
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

}  // namespace newel::cli::certificate
