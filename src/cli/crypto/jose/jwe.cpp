// step crypto jwe: messages encrypted for the owner of a key or a password.
#include <algorithm>

#include "base/files.h"
#include "cli/crypto/crypto.h"
#include "cli/crypto/jose/key_source.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "jose/jwe.h"
#include "jose/jwe_keys.h"
#include "jose/validate.h"

namespace newel::cli::crypto {
namespace {

constexpr auto encrypt_flags = flag_list(
    Flag{"alg,algorithm", Kind::string,
         "The <key-enc-algorithm> that carries the content key to the recipient. The default is that of the "
         "key."},
    Flag{"enc,encryption-algorithm", Kind::string,
         "The <content-enc-algorithm>: A128GCM, A192GCM, A256GCM, A128CBC-HS256, A192CBC-HS384 or "
         "A256CBC-HS512.",
         "A256GCM"},
    Flag{"key", Kind::string, "The <file> or https URL with the recipient's key: PEM or JSON Web Key."},
    jwks_flag, kid_flag, Flag{"typ,type", Kind::string, "The header typ: the media type of the whole."},
    Flag{"cty,content-type", Kind::string, "The header cty: the media type of the message."},
    Flag{"zip", Kind::boolean, "Compress the message before it is encrypted (header zip: DEF)."},
    subtle_flag.hide());

constexpr auto decrypt_flags = flag_list(
    Flag{"key", Kind::string, "The <file> or https URL with the private key: PEM or JSON Web Key."},
    jwks_flag, kid_flag,
    Flag{"password-file", Kind::string, "A <file> with the password the message is encrypted with."});

constexpr std::string_view key_algorithms[] = {
    "RSA1_5",  "RSA-OAEP",       "RSA-OAEP-256",   "A128KW",         "A192KW",    "A256KW",    "dir",
    "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"};
constexpr std::string_view content_algorithms[] = {"A128GCM",       "A192GCM",       "A256GCM",
                                                   "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"};

template <std::size_t count>
bool contains(const std::string_view (&names)[count], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// Which of the two is there, worded as the reference words it.
void check_key_source(const Invocation& in) { check_key_flags(in, "jwk"); }

jose::Jwk encryption_key(const Invocation& in, KeyTask task) {
  const jose::Jwk key = read_task_key(in, task);
  if (task == KeyTask::decrypt && !key.is_private() && !key.is_symmetric())
    throw Error("cannot use a public key for decryption");
  if (key.use == "sig") throw Error("invalid jwk use: found 'sig' (signature), expecting 'enc' (encryption)");
  jose::Jwk judged = key;
  judged.use = "enc";
  jose::check_algorithm(judged);
  return key;
}

std::string encrypt_by_password(const Invocation& in, json::Object header, ByteView message) {
  const std::string alg = in.string("alg");
  for (const char* flag : {"key", "jwks"}) {
    if (!in.string(flag).empty()) {
      throw Error("flag '--alg " + alg + "' and flag '--" + flag + "' are mutually exclusive");
    }
  }
  const Secret password = ask_password(
      {.label = "Please enter the password to encrypt the content encryption key", .required = true});
  return jose::encrypt_with_password(std::move(header), message, password, alg, in.string("enc"));
}

std::string encrypt_by_key(const Invocation& in, json::Object header, ByteView message) {
  check_key_source(in);
  const jose::Jwk key = encryption_key(in, KeyTask::encrypt);
  if (!key.kid.empty()) header["kid"] = key.kid;
  try {
    return jose::encrypt_to_key(std::move(header), message, key, key.alg, in.string("enc"));
  } catch (const Error& error) {
    throw error.wrapped("error encrypting data");
  }
}

int run_encrypt(Invocation& in) {
  in.expect_args(0);
  const std::string message = value_or_throw(read_stdin());
  const std::string alg = in.string("alg"), enc = in.string("enc");
  const bool by_password = jose::is_password_algorithm(alg);
  if (!alg.empty() && !by_password && !contains(key_algorithms, alg)) throw invalid_flag_value("alg", alg);
  if (!contains(content_algorithms, enc)) throw invalid_flag_value("enc", enc);
  json::Object header;
  for (const char* member : {"typ", "cty"}) {
    if (const std::string value = in.string(member); !value.empty()) header[member] = value;
  }
  if (in.boolean("zip")) header["zip"] = "DEF";
  const std::string sealed = by_password ? encrypt_by_password(in, std::move(header), as_bytes(message))
                                         : encrypt_by_key(in, std::move(header), as_bytes(message));
  print(json::write(value_or_throw(jose::flattened_jwe(sealed))) + "\n");
  return 0;
}

Expected<SecretBytes> decrypt_by_password(const Invocation& in, std::string_view message,
                                          const std::string& alg) {
  for (const char* flag : {"key", "jwks"}) {
    if (!in.string(flag).empty())
      throw Error(std::string("flag '--") + flag + "' cannot be used with JWE algorithm '" + alg + "'");
  }
  auto password = password_from_flag(in, "password-file");
  if (!password || password->empty()) {
    password = ask_password({.label = "Please enter the password to decrypt the content encryption key",
                             .flag = "password-file"});
  }
  return jose::decrypt_with_password(message, *password);
}

int run_decrypt(Invocation& in) {
  in.expect_args(0);
  const std::string message = value_or_throw(read_stdin());
  const json::Object header =
      value_or_throw(jose::jwe_header(message), "error parsing data: go-jose/go-jose");
  const std::string alg = json::as_string(json::find(header, "alg")).value_or("");
  if (alg.empty() || !json::as_string(json::find(header, "enc")))
    throw Error("error parsing data: go-jose/go-jose: message is missing alg/enc headers");
  Expected<SecretBytes> clear = SecretBytes();
  if (jose::is_password_algorithm(alg)) {
    clear = decrypt_by_password(in, message, alg);
  } else {
    check_key_source(in);
    clear = jose::decrypt_with_key(message, encryption_key(in, KeyTask::decrypt));
  }
  // No word about why: who asks often enough could learn from it.
  if (!clear) throw Error("error decrypting data: go-jose/go-jose: error in cryptographic primitive");
  print(as_text(*clear));
  return 0;
}

constexpr Command encrypt_command{
    .name = "encrypt",
    .usage = "encrypt a message",
    .usage_text =
        "**step crypto jwe encrypt**\n[**--alg**=<key-enc-algorithm>] [**--enc**=<content-enc-algorithm>] "
        "[**--key**=<file>] [**--jwks**=<jwks>] [**--kid**=<kid>] [**--zip**]",
    .description =
        R"(**step crypto jwe encrypt** encrypts standard input and prints it as a JSON Web Encryption (RFC 7516).

| key | algorithms |
|-----|------------|
| RSA | RSA-OAEP-256, RSA-OAEP, RSA1_5 |
| EC | ECDH-ES, ECDH-ES+A128KW, ECDH-ES+A192KW, ECDH-ES+A256KW |
| oct | A256GCMKW, A192GCMKW, A128GCMKW, A256KW, A192KW, A128KW, dir |
| a password | PBES2-HS256+A128KW, PBES2-HS384+A192KW, PBES2-HS512+A256KW |

## EXAMPLES

For the owner of a key:
```
$ step crypto jwe encrypt --key enc.pub.json < message.txt
```

With a password, which is asked for:
```
$ step crypto jwe encrypt --alg PBES2-HS256+A128KW < message.txt
```)",
    .action = run_encrypt,
    .flags = encrypt_flags,
};

constexpr Command decrypt_command{
    .name = "decrypt",
    .usage = "decrypt a message",
    .usage_text =
        "**step crypto jwe decrypt**\n[**--key**=<file>] [**--jwks**=<jwks>] [**--kid**=<kid>] "
        "[**--password-file**=<file>]",
    .description =
        R"(**step crypto jwe decrypt** reads a JSON Web Encryption on standard input, compact or JSON, and prints the message.

## EXAMPLES

```
$ step crypto jwe decrypt --key enc.json < message.jwe
```)",
    .action = run_decrypt,
    .flags = decrypt_flags,
};

constexpr const Command* subcommands[] = {&encrypt_command, &decrypt_command};

}  // namespace

constexpr Command jwe_group{
    .name = "jwe",
    .usage = "encrypt and decrypt messages",
    .usage_text = "step crypto jwe SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crypto jwe** encrypts and decrypts messages as JSON Web Encryption (RFC 7516).

## EXAMPLES

```
$ step crypto jwe encrypt --key enc.pub.json < message.txt | step crypto jwe decrypt --key enc.json
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
