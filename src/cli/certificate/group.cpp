#include "cli/certificate/certificate.h"

namespace newel::cli {
namespace {

// In the order of the help, one per line.
// clang-format off
constexpr const Command* subcommands[] = {
    &certificate::bundle_command,
    &certificate::create_command,
    &certificate::format_command,
    &certificate::inspect_command,
    &certificate::fingerprint_command,
    &certificate::lint_command,
    &certificate::needs_renewal_command,
    &certificate::sign_command,
    &certificate::verify_command,
    &certificate::key_command,
    &certificate::install_command,
    &certificate::uninstall_command,
    &certificate::p12_command,
};
// clang-format on

}  // namespace

constexpr Command certificate_group{
    .name = "certificate",
    .usage = "create, inspect and otherwise manage certificates",
    .usage_text = "step certificate SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step certificate** works on certificates and certification requests in files, or as servers present them. It needs no CA.

## EXAMPLES

Look at a certificate:
```
$ step certificate inspect --short svc.crt
```

The fingerprint of a root, to hand to those who shall trust it:
```
$ step certificate fingerprint root_ca.crt
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli
