#include "cli/ca/ca.h"

namespace newel::cli::ca {
namespace {

// In the order of the help.
constexpr const Command* subcommands[] = {
    &health_command,      &init_command,  &bootstrap_command, &token_command,
    &certificate_command, &rekey_command, &renew_command,     &revoke_command,
    &provisioner_group,   &sign_command,  &root_command,      &roots_command,
    &federation_command,  &acme_group,    &policy_group,      &admin_group,
};

}  // namespace

constexpr Command ca_group{
    .name = "ca",
    .usage = "set up and use a certificate authority",
    .usage_text = "**step ca** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(**step ca** sets up a certificate authority, and asks one that runs for certificates: new ones, renewed
ones, revoked ones.

## EXAMPLES

Set up a CA on this machine, then start it:
```
$ step ca init
$ step-ca $(step path)/config/ca.json
```

On another machine, learn whom to ask and whom to trust:
```
$ step ca bootstrap --ca-url https://ca.example.com:9000 --fingerprint 0d7d3834cf187726cf331c40a31aa7ef...
```

Get a certificate and its key:
```
$ step ca certificate www.example.com www.crt www.key
```

Renew it when two thirds of its life are over, for as long as this machine runs:
```
$ step ca renew --daemon www.crt www.key
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::ca
