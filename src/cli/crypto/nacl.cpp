// step crypto nacl: boxes, secret boxes, signatures and authenticators that any NaCl library understands.
#include "crypto/nacl.h"

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/crypto/crypto.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"
#include "cli/shared/secret_input.h"

namespace newel::cli::crypto {
namespace {

constexpr const char* no_input = "error reading input";
constexpr Flag raw_flag{"raw", Kind::boolean, "Read and write binary data instead of base64url."};
constexpr auto raw_flags = flag_list(raw_flag);
constexpr auto keypair_flags = flag_list(force_flag);
constexpr auto verify_flags = flag_list(json_flag);

// ---- input and output
// ---------------------------------------------------------------------------------------

SecretBytes read_key(const std::string& file, std::size_t size, std::string_view what) {
  SecretBytes key = value_or_throw(read_secret_file(file));
  if (key.size() != size)
    throw Error(std::string(what) + ": key size is not " + std::to_string(size) + " bytes");
  return key;
}

// Plain text, string:<text> or base64:<text>; shorter ones are filled with zeros.
Bytes parse_nonce(const std::string& text) {
  Bytes nonce;
  if (text.starts_with("base64:")) {
    nonce = value_or_throw(base64_decode(text.substr(7)), "error decoding base64 nonce");
  } else {
    nonce = to_bytes(text.starts_with("string:") ? text.substr(7) : text);
  }
  if (nonce.size() > nacl::nonce_size) throw Error("nonce cannot be longer than 24 bytes");
  nonce.resize(nacl::nonce_size);
  return nonce;
}

Bytes decode_input(const Invocation& in, ByteView input) {
  if (in.boolean("raw")) return to_bytes(input);
  return value_or_throw(base64_decode(as_text(input), Base64::url_raw), "error decoding base64 input");
}

void print_sealed(const Invocation& in, ByteView sealed) {
  print(in.boolean("raw") ? to_text(sealed) : base64url(sealed) + "\n");
}

int write_pair(Invocation& in, const nacl::KeyPair& pair) {
  in.expect_args(2);
  if (in.arg(0) == in.arg(1)) throw in.equal_arguments("<pub-file>", "<priv-file>");
  const ByteView secret(pair.private_key.data(), pair.private_key.size());
  named_refusal(in.arg(0), [&] { write_output(in, in.arg(0), pair.public_key, 0600); });
  named_refusal(in.arg(1), [&] { write_secret_output(in, in.arg(1), secret); });
  say("Your public key has been saved in " + in.arg(0) + ".");
  say("Your private key has been saved in " + in.arg(1) + ".");
  return 0;
}

// ---- auth
// ---------------------------------------------------------------------------------------------------

int run_auth_digest(Invocation& in) {
  in.expect_args(1);
  const SecretBytes key = read_key(in.arg(0), nacl::key_size, "invalid key file");
  const Secret text = secret_from_stdin_or_prompt("Please enter text to digest", no_input);
  print(hex_encode(nacl::auth(text.bytes(), key)) + "\n");
  return 0;
}

// What is wrong with it, as Go words it.
std::string hex_problem(const std::string& text) {
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (!std::isxdigit(octet))
      return fmt::format("invalid byte: U+{:04X} {}", octet, "'" + printable(std::string(1, c)) + "'");
  }
  return "odd length hex string";
}

int run_auth_verify(Invocation& in) {
  in.expect_args(2);
  const SecretBytes key = read_key(in.arg(0), nacl::key_size, "invalid key file");
  const Secret text = secret_from_stdin_or_prompt("Please enter text to verify", no_input);
  const auto digest = hex_decode(in.arg(1));
  if (!digest) throw Error("error decoding digest: encoding/hex: " + hex_problem(in.arg(1)));
  return answer(in, nacl::auth_verify(*digest, text.bytes(), key), "match", "ok", "fail");
}

// ---- box
// ----------------------------------------------------------------------------------------------------

int run_box_keypair(Invocation& in) { return write_pair(in, nacl::box_keypair()); }

int run_box_seal(Invocation& in) {
  in.expect_args(3);
  const Bytes nonce = parse_nonce(in.arg(0));
  const SecretBytes recipient = read_key(in.arg(1), nacl::key_size, "invalid public key");
  const SecretBytes own = read_key(in.arg(2), nacl::key_size, "invalid private key");
  const Secret text = secret_from_stdin_or_prompt("Please enter text to seal", no_input);
  print_sealed(in, value_or_throw(nacl::box_seal(text.bytes(), nonce, recipient, own)));
  return 0;
}

int run_box_open(Invocation& in) {
  in.expect_args(3);
  const Bytes nonce = parse_nonce(in.arg(0));
  const SecretBytes sender = read_key(in.arg(1), nacl::key_size, "invalid public key");
  const SecretBytes own = read_key(in.arg(2), nacl::key_size, "invalid private key");
  const Bytes sealed = decode_input(in, as_bytes(value_or_throw(read_stdin())));
  print(to_text(value_or_throw(nacl::box_open(sealed, nonce, sender, own))));
  return 0;
}

// ---- secretbox
// ----------------------------------------------------------------------------------------------

int run_secretbox_seal(Invocation& in) {
  in.expect_args(2);
  const Bytes nonce = parse_nonce(in.arg(0));
  const SecretBytes key = read_key(in.arg(1), nacl::key_size, "invalid key");
  const Secret text = secret_from_stdin_or_prompt("Please enter text to seal", no_input);
  print_sealed(in, nacl::secretbox_seal(text.bytes(), nonce, key));
  return 0;
}

int run_secretbox_open(Invocation& in) {
  in.expect_args(2);
  const Bytes nonce = parse_nonce(in.arg(0));
  const SecretBytes key = read_key(in.arg(1), nacl::key_size, "invalid key file");
  const Bytes sealed = decode_input(in, as_bytes(value_or_throw(read_stdin())));
  print(to_text(value_or_throw(nacl::secretbox_open(sealed, nonce, key))));
  return 0;
}

// ---- sign
// ---------------------------------------------------------------------------------------------------

int run_sign_keypair(Invocation& in) { return write_pair(in, nacl::sign_keypair()); }

int run_sign(Invocation& in) {
  in.expect_args(1);
  const SecretBytes key = read_key(in.arg(0), nacl::signing_key_size, "invalid private key");
  const Secret text = secret_from_stdin_or_prompt("Please enter text to sign", no_input);
  print_sealed(in, nacl::sign(text.bytes(), key));
  return 0;
}

int run_sign_open(Invocation& in) {
  in.expect_args(1);
  const SecretBytes key = read_key(in.arg(0), nacl::key_size, "invalid public key");
  const Secret input = secret_from_stdin_or_prompt("Write signed message to open", no_input);
  print(to_text(value_or_throw(nacl::sign_open(decode_input(in, input.bytes()), key))));
  return 0;
}

// ---- tables
// -------------------------------------------------------------------------------------------------

constexpr Command auth_digest{
    .name = "digest",
    .usage = "generate an authenticator of a message",
    .usage_text = "**step crypto nacl auth digest** <key-file>",
    .description =
        R"(**step crypto nacl auth digest** prints the authenticator (HMAC-SHA-512-256) of standard input, or of text that is asked for.

## POSITIONAL ARGUMENTS

<key-file>
: A file with the 32 octets of the shared key.

## EXAMPLES

```
$ step crypto nacl auth digest auth.key < message.txt
```)",
    .action = run_auth_digest,
};

constexpr Command auth_verify{
    .name = "verify",
    .usage = "verify an authenticator",
    .usage_text = "**step crypto nacl auth verify** <key-file> <digest>\n[**--json**]",
    .description =
        R"(**step crypto nacl auth verify** prints *ok* if the authenticator is that of standard input.

## POSITIONAL ARGUMENTS

<key-file>
: A file with the 32 octets of the shared key.

<digest>
: The authenticator in hexadecimal.

## EXIT CODES

The exit status is 0 if it is, and 1 otherwise.

## EXAMPLES

```
$ step crypto nacl auth verify auth.key 1d14bfeab8532f0fca6220f6a870d069496798e92520c4437e13b9921a3cb7f3 < message.txt
```)",
    .action = run_auth_verify,
    .flags = verify_flags,
};

constexpr Command box_keypair_command{
    .name = "keypair",
    .usage = "generate a key pair for boxes",
    .usage_text = "**step crypto nacl box keypair** <pub-file> <priv-file>",
    .description = R"(**step crypto nacl box keypair** makes an X25519 key pair, as raw octets.

## POSITIONAL ARGUMENTS

<pub-file>
: The file for the public key.

<priv-file>
: The file for the private key.

## EXAMPLES

```
$ step crypto nacl box keypair box.pub box.priv
```)",
    .action = run_box_keypair,
    .flags = keypair_flags,
};

constexpr Command box_seal_command{
    .name = "seal",
    .usage = "encrypt and authenticate a message to somebody's public key",
    .usage_text = "**step crypto nacl box seal** <nonce> <recipient-pub-key> <priv-key>\n[**--raw**]",
    .description =
        R"(**step crypto nacl box seal** encrypts standard input so that only the recipient can read it, and knows who wrote it.

## POSITIONAL ARGUMENTS

<nonce>
: A value used once with these keys: text, *string:text* or *base64:text*, 24 octets at most.

<recipient-pub-key>
: The file with the recipient's public key.

<priv-key>
: The file with the sender's private key.

## EXAMPLES

```
$ step crypto nacl box seal 7f3b bob.pub alice.priv < message.txt
```)",
    .action = run_box_seal,
    .flags = raw_flags,
};

constexpr Command box_open_command{
    .name = "open",
    .usage = "authenticate and decrypt a sealed box",
    .usage_text = "**step crypto nacl box open** <nonce> <sender-pub-key> <priv-key>\n[**--raw**]",
    .description = R"(**step crypto nacl box open** prints the message of a box on standard input.

## POSITIONAL ARGUMENTS

<nonce>
: The nonce it was sealed with.

<sender-pub-key>
: The file with the sender's public key.

<priv-key>
: The file with the recipient's private key.

## EXAMPLES

```
$ step crypto nacl box open 7f3b alice.pub bob.priv < box.txt
```)",
    .action = run_box_open,
    .flags = raw_flags,
};

constexpr Command secretbox_seal_command{
    .name = "seal",
    .usage = "encrypt and authenticate a message with a shared key",
    .usage_text = "**step crypto nacl secretbox seal** <nonce> <key-file>\n[**--raw**]",
    .description = R"(**step crypto nacl secretbox seal** encrypts standard input with a shared key.

## POSITIONAL ARGUMENTS

<nonce>
: A value used once with this key: text, *string:text* or *base64:text*, 24 octets at most.

<key-file>
: A file with the 32 octets of the key.

## EXAMPLES

```
$ step crypto nacl secretbox seal 7f3b secretbox.key < message.txt
```)",
    .action = run_secretbox_seal,
    .flags = raw_flags,
};

constexpr Command secretbox_open_command{
    .name = "open",
    .usage = "authenticate and decrypt a secret box",
    .usage_text = "**step crypto nacl secretbox open** <nonce> <key-file>\n[**--raw**]",
    .description =
        R"(**step crypto nacl secretbox open** prints the message of a secret box on standard input.

## POSITIONAL ARGUMENTS

<nonce>
: The nonce it was sealed with.

<key-file>
: A file with the 32 octets of the key.

## EXAMPLES

```
$ step crypto nacl secretbox open 7f3b secretbox.key < box.txt
```)",
    .action = run_secretbox_open,
    .flags = raw_flags,
};

constexpr Command sign_keypair_command{
    .name = "keypair",
    .usage = "generate a key pair for signatures",
    .usage_text = "**step crypto nacl sign keypair** <pub-file> <priv-file>",
    .description = R"(**step crypto nacl sign keypair** makes an Ed25519 key pair, as raw octets.

## POSITIONAL ARGUMENTS

<pub-file>
: The file for the public key.

<priv-file>
: The file for the private key.

## EXAMPLES

```
$ step crypto nacl sign keypair sign.pub sign.priv
```)",
    .action = run_sign_keypair,
    .flags = keypair_flags,
};

constexpr Command sign_sign_command{
    .name = "sign",
    .usage = "sign a message",
    .usage_text = "**step crypto nacl sign sign** <priv-file>\n[**--raw**]",
    .description = R"(**step crypto nacl sign sign** prints standard input with a signature in front of it.

## POSITIONAL ARGUMENTS

<priv-file>
: The file with the private key.

## EXAMPLES

```
$ step crypto nacl sign sign sign.priv < message.txt
```)",
    .action = run_sign,
    .flags = raw_flags,
};

constexpr Command sign_open_command{
    .name = "open",
    .usage = "verify a signed message and print it",
    .usage_text = "**step crypto nacl sign open** <pub-file>\n[**--raw**]",
    .description =
        R"(**step crypto nacl sign open** prints the message behind a signature, if the signature is right.

## POSITIONAL ARGUMENTS

<pub-file>
: The file with the signer's public key.

## EXAMPLES

```
$ step crypto nacl sign open sign.pub < signed.txt
```)",
    .action = run_sign_open,
    .flags = raw_flags,
};

constexpr const Command* auth_commands[] = {&auth_digest, &auth_verify};
constexpr const Command* box_commands[] = {&box_keypair_command, &box_open_command, &box_seal_command};
constexpr const Command* secretbox_commands[] = {&secretbox_open_command, &secretbox_seal_command};
constexpr const Command* sign_commands[] = {&sign_keypair_command, &sign_open_command, &sign_sign_command};

constexpr Command auth_group{
    .name = "auth",
    .usage = "authenticate a message with a shared key",
    .usage_text = "**step crypto nacl auth** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(**step crypto nacl auth** makes and checks authenticators of messages: NaCl's crypto_auth.)",
    .subcommands = auth_commands,
};
constexpr Command box_group{
    .name = "box",
    .usage = "encrypt and authenticate messages with public keys",
    .usage_text = "**step crypto nacl box** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(**step crypto nacl box** seals and opens messages between two key pairs: NaCl's crypto_box.)",
    .subcommands = box_commands,
};
constexpr Command secretbox_group{
    .name = "secretbox",
    .usage = "encrypt and authenticate messages with a shared key",
    .usage_text = "**step crypto nacl secretbox** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(**step crypto nacl secretbox** seals and opens messages with one key: NaCl's crypto_secretbox.)",
    .subcommands = secretbox_commands,
};
constexpr Command sign_group{
    .name = "sign",
    .usage = "sign messages",
    .usage_text = "**step crypto nacl sign** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = R"(**step crypto nacl sign** signs messages and verifies them: NaCl's crypto_sign.)",
    .subcommands = sign_commands,
};

constexpr const Command* groups[] = {&auth_group, &box_group, &secretbox_group, &sign_group};

}  // namespace

constexpr Command nacl_group{
    .name = "nacl",
    .usage = "easy-to-use high-level tools for encryption and signing",
    .usage_text = "**step crypto nacl** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description =
        R"(**step crypto nacl** works with the functions and raw key files of the NaCl library family. Text goes in and out as base64url
without padding, or as it is with **--raw**.)",
    .subcommands = groups,
};

}  // namespace newel::cli::crypto
