// step crypto jose format: from the compact serialization to JSON and back.
#include "base/files.h"
#include "cli/crypto/crypto.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "jose/reformat.h"

namespace newel::cli::crypto {
namespace {

int run_format(Invocation&) {
  print(value_or_throw(jose::reformat(value_or_throw(read_stdin()))) + "\n");
  return 0;
}

constexpr Command format_command{
    .name = "format",
    .usage = "change the serialization of a signed or encrypted message",
    .usage_text = "**step crypto jose format**",
    .description =
        R"(**step crypto jose format** reads a JWS or JWE on standard input. The compact form becomes JSON (flattened), and JSON
becomes the compact form. Nothing is verified or decrypted.

## EXAMPLES

```
$ step crypto jose format < token.jwt
```)",
    .action = run_format,
};

constexpr const Command* subcommands[] = {&format_command};

}  // namespace

constexpr Command jose_group{
    .name = "jose",
    .usage = "change the form of signed and encrypted messages",
    .usage_text = "step crypto jose SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crypto jose** works with any JSON Web Signature (RFC 7515) or Encryption (RFC 7516).

## EXAMPLES

```
$ step crypto jose format < token.jwt
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
