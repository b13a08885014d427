// step crypto winpe: what is in signed Windows executables.
#include "base/files.h"
#include "cli/crypto/crypto.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "crypto/authenticode.h"
#include "crypto/pem.h"

namespace newel::cli::crypto {
namespace {

int run_extract(Invocation& in) {
  in.expect_args(1);
  const auto content = read_file(in.arg(0));
  if (!content) throw Error("error opening " + in.arg(0) + ": " + content.error().short_text());
  std::string out;
  for (const Bytes& der : value_or_throw(authenticode_certificates(as_bytes(*content))))
    out += pem_encode("CERTIFICATE", der);
  print(out);
  return 0;
}

constexpr Command extract_command{
    .name = "extract",
    .usage = "print the certificates of a signed executable",
    .usage_text = "**step crypto winpe extract** <file>",
    .description =
        R"(**step crypto winpe extract** prints, as PEM, the certificates in the signature of a Windows executable (PE32, PE32+).
The signature is not verified.

## POSITIONAL ARGUMENTS

<file>
: The executable.

## EXAMPLES

```
$ step crypto winpe extract setup.exe | step certificate inspect --bundle -
```)",
    .action = run_extract,
};

constexpr const Command* subcommands[] = {&extract_command};

}  // namespace

constexpr Command winpe_group{
    .name = "winpe",
    .usage = "extract certificates from Windows executables",
    .usage_text = "step crypto winpe SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description = R"(**step crypto winpe** reads signed Windows executables.

## EXAMPLES

```
$ step crypto winpe extract setup.exe
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
