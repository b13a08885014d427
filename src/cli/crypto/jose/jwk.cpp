// step crypto jwk: JSON Web Keys.
#include "base/files.h"
#include "cli/crypto/crypto.h"
#include "cli/crypto/jose/jose.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"

namespace newel::cli::crypto {
namespace {

constexpr auto thumbprint_flags = flag_list(json_flag);

jose::Jwk key_on_stdin() {
  return read_jwk(value_or_throw(read_stdin()), "JWK", std::nullopt,
                  "Please enter the password to decrypt your private JWK");
}

int run_public(Invocation&) {
  const jose::Jwk key = key_on_stdin();
  const jose::Jwk half = key.is_symmetric() ? key : key.to_public();
  print(json::write_indented(half.to_json(), "  ") + "\n");
  return 0;
}

int run_thumbprint(Invocation& in) {
  const jose::Jwk key = key_on_stdin();
  try {
    const std::string thumbprint = key.thumbprint();
    if (in.boolean("json")) {
      print_json(json::Object{{"algorithm", "SHA256"}, {"thumbprint", thumbprint}});
    } else {
      print(thumbprint + "\n");
    }
  } catch (const Error& error) {
    throw error.wrapped("error generating JWK thumbprint");
  }
  return 0;
}

constexpr Command public_command{
    .name = "public",
    .usage = "print the public half of a JSON Web Key",
    .usage_text = "**step crypto jwk public**",
    .description =
        R"(**step crypto jwk public** reads a JSON Web Key on standard input, encrypted or not, and prints its public half. A
symmetric key has none and is printed as it is.

## EXAMPLES

```
$ step crypto jwk public < key.json
```)",
    .action = run_public,
};

constexpr Command thumbprint_command{
    .name = "thumbprint",
    .usage = "print the thumbprint of a JSON Web Key",
    .usage_text = "**step crypto jwk thumbprint** [**--json**]",
    .description =
        R"(**step crypto jwk thumbprint** prints the thumbprint (RFC 7638, SHA-256) of the JSON Web Key on standard input. It is the
usual key id.

## EXAMPLES

```
$ step crypto jwk thumbprint < key.pub.json
```)",
    .action = run_thumbprint,
    .flags = thumbprint_flags,
};

constexpr const Command* subcommands[] = {&jwk_create_command, &jwk_keyset_group, &public_command,
                                          &thumbprint_command};

}  // namespace

constexpr Command jwk_group{
    .name = "jwk",
    .usage = "create JSON Web Keys and manage key sets",
    .usage_text = "step crypto jwk SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crypto jwk** makes and reads JSON Web Keys (RFC 7517), which sign and encrypt tokens and other messages.

## EXAMPLES

```
$ step crypto jwk create key.pub.json key.json
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
