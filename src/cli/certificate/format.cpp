// step certificate format: PEM to DER and back.
#include <sys/stat.h>

#include "cli/certificate/certificate.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "crypto/pem.h"
#include "x509/request.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(
    Flag{"out", Kind::string, "The <file> to write the result to, instead of standard output."}, force_flag);

bool is_request_label(std::string_view label) { return label.ends_with("CERTIFICATE REQUEST"); }

// The first certificate or request of a PEM text, checked, as DER.
std::string pem_to_der(std::string_view pem) {
  for (const PemBlock& block : pem_decode_all(pem)) {
    if (block.label == "CERTIFICATE") {
      value_or_throw(x509::Certificate::parse(block.der), "error parsing certificate");
      return to_text(block.der);
    }
    if (is_request_label(block.label)) {
      value_or_throw(x509::CertificateRequest::parse(block.der), "error parsing certificate request");
      return to_text(block.der);
    }
  }
  throw Error("error decoding certificate: invalid PEM block");
}

std::string der_to_pem(std::string_view der) {
  if (const auto certificate = x509::Certificate::parse(as_bytes(der))) return certificate->pem();
  if (const auto request = x509::CertificateRequest::parse(as_bytes(der))) return request->pem();
  throw Error("error parsing DER format certificate or certificate request");
}

mode_t mode_of(const std::string& file) {
  struct stat status {};
  return file != "-" && ::stat(file.c_str(), &status) == 0 ? status.st_mode & 0777 : 0600;
}

int run(Invocation& in) {
  in.expect_args(0, 1);
  const std::string name = in.arg_count() == 0 ? "-" : in.arg(0);
  const std::string content = read_input(name);
  const std::string result = looks_like_pem(content) ? pem_to_der(content) : der_to_pem(content);
  const std::string out = in.string("out");
  if (out.empty()) {
    print(result);
    return 0;
  }
  write_output(in, out, result, mode_of(name));
  say("Your certificate has been saved in " + out);
  return 0;
}

}  // namespace

constexpr Command format_command{
    .name = "format",
    .usage = "convert a certificate between PEM and DER",
    .usage_text = "**step certificate format** <crt-file> [**--out**=<file>]\n[**--force**]",
    .description =
        R"(**step certificate format** turns a PEM certificate or request into DER, and a DER one into PEM. Of several
PEM blocks the first certificate or request is taken.

## POSITIONAL ARGUMENTS

<crt-file>
: The file to convert. Without it, standard input is read.

## EXAMPLES

PEM to DER:
```
$ step certificate format svc.crt --out svc.der
```

DER to PEM, on standard output:
```
$ step certificate format svc.der
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
