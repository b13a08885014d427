// step certificate bundle: a certificate and its issuer in one file.
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"
#include "crypto/pem.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags =
    flag_list(roots_flag, servername_flag, insecure_remote_flag, input_password_flag, force_flag);

// The first certificate of a file in any form; the first block of a PEM text that has none.
std::string first_block(const Invocation& in, const std::string& file) {
  const InputContents found = read_contents_of(in, file);
  if (!found.certificates.empty()) return found.certificates.front().pem();
  std::string_view rest = found.content;
  const auto block = pem_next(rest);
  if (!block)
    throw Error("could not parse certificate file '" + file + "'" +
                (found.wrapped && found.problem ? ": " + found.problem->text : ""));
  return pem_encode(block->label, block->der);
}

int run(Invocation& in) {
  in.expect_args(3);
  write_output(in, in.arg(2), first_block(in, in.arg(0)) + first_block(in, in.arg(1)), 0600);
  say("Your certificate has been saved in " + in.arg(2) + ".");
  return 0;
}

}  // namespace

constexpr Command bundle_command{
    .name = "bundle",
    .usage = "put a certificate and its issuing certificate into one file",
    .usage_text =
        "**step certificate bundle** <crt-file> <ca> <bundle-file>\n"
        "[**--roots**=<roots>] [**--servername**=<name>] [**--insecure**] [**--password-file**=<file>] "
        "[**--force**]",
    .description =
        R"(**step certificate bundle** writes a certificate followed by its issuer's: the order TLS servers want.

## POSITIONAL ARGUMENTS

<crt-file>
: The certificate, in PEM, DER, PKCS#7 or PKCS#12, or the URL of a server: *https://smallstep.com*.

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
