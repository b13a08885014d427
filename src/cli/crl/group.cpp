#include "cli/crl/crl.h"

namespace newel::cli {
namespace {

constexpr const Command* subcommands[] = {&crl::inspect_command};

}  // namespace

constexpr Command crl_group{
    .name = "crl",
    .usage = "initialize and manage a certificate revocation list",
    .usage_text = "step crl SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crl** shows certificate revocation lists: from files, from URLs, or where a certificate says that its list is.

## EXAMPLES

Check and print the list of a CA:
```
$ step crl inspect --ca root_ca.crt http://ca.example.com/1.0/crl
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli
