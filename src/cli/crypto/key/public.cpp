// step crypto key public: the public half as PEM.
#include "cli/crypto/key/key.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/output_file.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags =
    flag_list(Flag{"out", Kind::string, "The <file> to write to, instead of standard output."},
              key_password_flag, force_flag);

int run(Invocation& in) {
  const std::string input = key_argument(in);
  const std::string content = read_input(input);
  const std::string pem = write_public_key(public_half(read_key_file(in, content, input, Blocks::first)));
  const std::string file = in.string("out");
  if (file.empty()) {
    print(pem);
    return 0;
  }
  write_output(in, file, pem, 0600);
  say("The public key has been saved in " + file + ".");
  return 0;
}

}  // namespace

constexpr Command key_public_command{
    .name = "public",
    .usage = "print the public key of a private key, certificate or request",
    .usage_text = "**step crypto key public** <key-file> [**--out**=<file>]",
    .description =
        R"(**step crypto key public** prints, as PEM, the public key of a private key, a certificate or a request in PEM.

## POSITIONAL ARGUMENTS

<key-file>
: The file. Standard input when it is missing or **-**.

## EXAMPLES

```
$ step crypto key public server.key --out server.pub
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
