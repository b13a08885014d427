// The group `step ca provisioner`, and its two commands that only read.
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

constexpr const Command* subcommands[] = {&provisioner_list_command,   &provisioner_jwe_key_command,
                                          &provisioner_add_command,    &provisioner_update_command,
                                          &provisioner_remove_command, &webhook_group};

int run_list(Invocation& in) {
  in.expect_args(0);
  try {
    print(json::write_indented(connect(in)->all_provisioners(), "   ") + "\n");
  } catch (const Error& error) {
    throw error.wrapped("error getting the provisioners");
  }
  return 0;
}

int run_jwe_key(Invocation& in) {
  in.expect_args(1);
  try {
    print(connect(in)->encrypted_key(in.arg(0)) + "\n");
  } catch (const Error& error) {
    throw error.wrapped("error getting the provisioning key");
  }
  return 0;
}

}  // namespace

constexpr Command provisioner_group{
    .name = "provisioner",
    .usage = "list and change the provisioners of a CA",
    .usage_text = "**step ca provisioner** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(A provisioner is a rule of a certificate authority: who may ask for certificates, and for which. This group
lists them, and adds, changes and removes them: in the CA's configuration file, or, when it was set up with
**step ca init --remote-management**, through its admin API.

## EXAMPLES

List the provisioners:
```
$ step ca provisioner list
```

Add one with a new key, then make the CA read its configuration again:
```
$ step ca provisioner add ci --create
$ kill -HUP $(pgrep step-ca)
```

Remove it:
```
$ step ca provisioner remove ci
```)",
    .subcommands = subcommands,
};

constexpr Command provisioner_list_command{
    .name = "list",
    .usage = "list the provisioners of a CA",
    .usage_text =
        R"(**step ca provisioner list**
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca provisioner list** prints the provisioners of a certificate authority as a JSON array.

## EXAMPLES

List them:
```
$ step ca provisioner list
```

Only their names:
```
$ step ca provisioner list | jq -r '.[].name'
```)",
    .action = run_list,
    .flags = ca_flags,
};

constexpr Command provisioner_jwe_key_command{
    .name = "jwe-key",
    .usage = "print the encrypted private key of a provisioner",
    .usage_text = R"(**step ca provisioner jwe-key** <kid>
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca provisioner jwe-key** prints the private key of a JWK provisioner as the certificate authority keeps
it: encrypted with the provisioner's password, in the compact form of JWE.

## POSITIONAL ARGUMENTS

<kid>
:  The id of the provisioner's key, as **step ca provisioner list** shows it.

## EXAMPLES

Print the encrypted key:
```
$ step ca provisioner jwe-key 1234
eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJjdHkiOiJqd2sr...
```

Open it:
```
$ step ca provisioner jwe-key 1234 | step crypto jwe decrypt
```)",
    .action = run_jwe_key,
    .flags = ca_flags,
};

}  // namespace newel::cli::ca
