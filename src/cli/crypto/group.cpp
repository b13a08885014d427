#include "cli/crypto/crypto.h"

namespace newel::cli {
namespace {

// In the order of the help.
constexpr const Command* subcommands[] = {
    &crypto::change_pass_command, &crypto::keypair_command, &crypto::jwk_group,  &crypto::jwt_group,
    &crypto::jwe_group,           &crypto::jws_group,       &crypto::jose_group, &crypto::hash_group,
    &crypto::kdf_group,           &crypto::key_group,       &crypto::nacl_group, &crypto::otp_group,
    &crypto::rand_command,        &crypto::winpe_group,
};

}  // namespace

constexpr Command crypto_group{
    .name = "crypto",
    .usage = "useful cryptographic plumbing",
    .usage_text = "step crypto SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crypto** offers cryptographic primitives that balances completeness and safety: what is easily misused asks for
**--subtle**, and what is not safe asks for **--insecure**.

## EXAMPLES

A random password:
```
$ step crypto rand
```

The hash of a file:
```
$ step crypto hash digest disk.img
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli
