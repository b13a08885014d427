// step crypto jws: signatures over any message.
#include "base/encoding.h"
#include "cli/crypto/crypto.h"
#include "cli/crypto/jose/payload_input.h"
#include "cli/crypto/jose/signing.h"
#include "cli/engine/output_file.h"

namespace newel::cli::crypto {
namespace {

constexpr auto sign_flags = flag_list(
    signature_alg_flag,
    Flag{"jku", Kind::string, "The header jku: the <jwk-url> of a key set with the public key."},
    Flag{"jwk", Kind::boolean, "Put the public key into the header <jwk>."},
    Flag{"typ,type", Kind::string, "The header typ: the media <type> of the whole."},
    Flag{"cty", Kind::string, "The header cty: the <content-type> of the message."}, signing_key_flag,
    jwks_flag, kid_flag, jose_password_flag, certificate_header_flags, no_kid_flag, subtle_flag.hide());

constexpr auto verify_flags =
    flag_list(signature_alg_flag, verifying_key_flag, jwks_flag, kid_flag,
              Flag{"json", Kind::boolean, "Print header, payload and signature as JSON."}, subtle_flag.hide(),
              insecure_flag.with_usage("Take the usual algorithm of the key when **--alg** is missing."));

constexpr auto inspect_flags = flag_list(
    Flag{"json", Kind::boolean, "Print header, payload and signature as JSON."}, insecure_flag.hide());

std::string as_json(const jose::Jws& token) {
  return describe_token(token, json::write_string(base64url(token.payload)));
}

int run_sign(Invocation& in) {
  std::string name;
  const std::string payload = read_payload(in, name);
  check_signing_flags(in);
  const jose::Jwk key = signing_key(in);
  json::Object header = signing_header(in, key, "x5c");
  for (const char* member : {"typ", "cty", "jku"}) {
    if (const std::string value = in.string(member); !value.empty()) header[member] = value;
  }
  if (in.boolean("jwk")) {
    if (key.is_symmetric()) throw Error("cannot embed a symmetric key: everybody could sign with it");
    header["jwk"] = key.to_public().to_json();
  }
  print(sign_token(std::move(header), as_bytes(payload), key) + "\n");
  return 0;
}

int run_verify(Invocation& in) {
  const jose::Jws token = token_on_stdin();
  check_key_flags(in, "jwks", token.kid());
  verify_token(in, token, verifying_key(in, token), "JWS");
  print(in.boolean("json") ? as_json(token) : to_text(token.payload));
  return 0;
}

int run_inspect(Invocation& in) {
  in.expect_args(0);
  if (!in.boolean("insecure")) throw in.insecure_command();
  const jose::Jws token = token_on_stdin();
  print(in.boolean("json") ? as_json(token) : to_text(token.payload));
  return 0;
}

constexpr Command sign_command{
    .name = "sign",
    .usage = "sign a message",
    .usage_text =
        "**step crypto jws sign** [- | <filename>]\n[**--alg**=<algorithm>] [**--key**=<file>] "
        "[**--jwks**=<jwks>] [**--kid**=<kid>] [**--typ**=<type>] [**--cty**=<content-type>] "
        "[**--jku**=<jwk-url>] [**--jwk**] [**--x5c-cert**=<chain>] [**--x5t-cert**=<file>] "
        "[**--password-file**=<file>]",
    .description =
        R"(**step crypto jws sign** prints a message with its signature as a JSON Web Signature (RFC 7515) in compact form. The
message may be anything; it is standard input unless a file is named.

## EXAMPLES

```
$ step crypto jws sign --key key.json message.txt
```

With the certificate chain of the key:
```
$ step crypto jws sign --x5c-key server.key --x5c-cert server.crt message.txt
```)",
    .action = run_sign,
    .flags = sign_flags,
};

constexpr Command verify_command{
    .name = "verify",
    .usage = "verify a signed message and print it",
    .usage_text =
        "**step crypto jws verify**\n[**--alg**=<algorithm>] [**--key**=<file>] [**--jwks**=<jwks>] "
        "[**--kid**=<kid>] [**--json**]",
    .description =
        R"(**step crypto jws verify** reads a JSON Web Signature on standard input, verifies it, and prints the message. The
algorithm must be named for RSA and symmetric keys that do not say it themselves: what a token says about its own algorithm
is not to be believed.

## EXIT CODES

The exit status is 0 if the signature is right, and 1 otherwise.

## EXAMPLES

```
$ step crypto jws verify --key key.pub.json < message.jws
```)",
    .action = run_verify,
    .flags = verify_flags,
};

constexpr Command inspect_command{
    .name = "inspect",
    .usage = "print a signed message without verifying it",
    .usage_text = "**step crypto jws inspect**\n**--insecure** [**--json**]",
    .description =
        R"(**step crypto jws inspect** prints the message of a JSON Web Signature on standard input. Nothing is verified, so it asks
for **--insecure**.

## EXAMPLES

```
$ step crypto jws inspect --insecure --json < message.jws
```)",
    .action = run_inspect,
    .flags = inspect_flags,
};

constexpr const Command* subcommands[] = {&sign_command, &inspect_command, &verify_command};
}  // namespace

constexpr Command jws_group{
    .name = "jws",
    .usage = "sign and verify messages with JSON Web Signatures",
    .usage_text = "step crypto jws SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crypto jws** makes and verifies JSON Web Signatures (RFC 7515) over messages of any kind.

## EXAMPLES

```
$ step crypto jws sign --key key.json message.txt | step crypto jws verify --key key.pub.json
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
