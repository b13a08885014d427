// step certificate bundle: a certificate and its issuer in one file.
#include "cli/certificate/certificate.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "crypto/pem.h"
#include "x509/file_contents.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(force_flag);

// The first certificate of a file in any form; the first block of a PEM text that has none.
std::string first_block(const std::string& file) {
  const std::string content = read_input(file);
  const x509::FileContents found = x509::read_contents(content);
  if (!found.certificates.empty()) return found.certificates.front().pem();
  std::string_view rest = content;
  const auto block = pem_next(rest);
  if (!block) throw Error("could not parse certificate file '" + file + "'");
  return pem_encode(block->label, block->der);
}

int run(Invocation& in) {
  in.expect_args(3);
  write_output(in, in.arg(2), first_block(in.arg(0)) + first_block(in.arg(1)), 0600);
  say("Your certificate has been saved in " + in.arg(2) + ".");
  return 0;
}

}  // namespace

constexpr Command bundle_command{
    .name = "bundle",
    .usage = "put a certificate and its issuing certificate into one file",
    .usage_text = "**step certificate bundle** <crt-file> <ca> <bundle-file>\n[**--force**]",
    .description =
        R"(**step certificate bundle** writes a certificate followed by its issuer's: the order TLS servers want.

## POSITIONAL ARGUMENTS

<crt-file>
: The certificate, in PEM, DER or PKCS#7.

<ca>
: The certificate of its issuer, likewise.

<bundle-file>
: The file to write.

## EXAMPLES

```
$ step certificate bundle svc.crt intermediate_ca.crt svc-bundle.crt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
