// The group `step ca policy`: which names a CA may certify.
#include "cli/ca/ca.h"

namespace newel::cli::ca {
namespace {

constexpr const Command* subcommands[] = {&policy_check_command};

}  // namespace

constexpr Command policy_group{
    .name = "policy",
    .usage = "see which names a CA may certify",
    .usage_text = "**step ca policy** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(A name policy says which names a certificate authority may put into certificates: lists of allowed and of
denied names, for the whole authority and for each provisioner.

## EXAMPLES

May the CA certify a name, and which rule says so?
```
$ step ca policy check www.example.com
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::ca
