// step crypto key sign and verify: signatures over files.
#include "base/encoding.h"
#include "base/text.h"
#include "cli/crypto/key/key.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"
#include "cli/shared/named_key.h"
#include "crypto/digest_signature.h"

namespace newel::cli::crypto {
namespace {

constexpr Flag hash_flag{"alg", Kind::string,
                         "The hash <algorithm> for an RSA key: sha1, sha224, sha256 (the default), sha384, "
                         "sha512, sha512-224, sha512-256 or md5."};
constexpr Flag pss_flag{"pss", Kind::boolean, "RSA-PSS instead of PKCS #1 v1.5."};
constexpr auto sign_flags = flag_list(
    Flag{"key", Kind::string, "The <file> with the private key."}, hash_flag, pss_flag,
    Flag{"raw", Kind::boolean, "Print the octets of the signature instead of base64."}, key_password_flag);
constexpr auto verify_flags = flag_list(Flag{"key", Kind::string, "The <file> with the public key."},
                                        Flag{"signature,sig", Kind::string, "The signature in <base64>."},
                                        hash_flag, pss_flag, json_flag);

// The text must outlive the result.
DigestSignature signature_of(const Invocation& in, const std::string& hash) {
  return {.rsa_hash = hash, .pss = in.boolean("pss")};
}

std::string hash_name(const Invocation& in) {
  const std::string given = to_lower(in.string("alg"));
  if (given.empty()) return "sha256";
  const std::string name = given == "sha" ? "sha1" : given;
  if (!is_digest_name(name)) throw Error("unsupported algorithm " + in.string("alg"));
  return name;
}

int run_sign(Invocation& in) {
  const std::string input = key_argument(in);
  const std::string file = in.required_string("key");
  const Key key = read_key_file(in, read_pem_input(file), file, Blocks::only_one);
  const auto* whole = std::get_if<PrivateKey>(&key);
  if (whole == nullptr || whole->public_key().type() == KeyType::x25519)
    throw Error("key " + file + " is not a signer");
  const std::string hash = hash_name(in);
  const Bytes signature = sign_digest(*whole, signature_of(in, hash), as_bytes(read_input(input)));
  print(in.boolean("raw") ? to_text(signature) : base64_encode(signature) + "\n");
  return 0;
}

int run_verify(Invocation& in) {
  const std::string input = key_argument(in);
  const std::string file = in.required_string("key");
  const std::string encoded = in.required_string("signature");
  const Bytes signature = value_or_throw(base64_decode(encoded), "error decoding base64 signature");
  const std::string content = read_pem_input(file);
  std::string_view rest = content;
  const auto block = pem_next(rest);
  if (block && block->label != "PUBLIC KEY") throw Error("unsupported public key " + file);
  const Key whole = read_key_file(in, content, file, Blocks::only_one);
  if (std::holds_alternative<PrivateKey>(whole)) throw Error("unsupported public key " + file);
  const PublicKey& key = std::get<PublicKey>(whole);
  const std::string hash = hash_name(in);
  const bool valid = verify_digest(key, signature_of(in, hash), as_bytes(read_input(input)), signature);
  return answer(in, valid, "valid", "true", "false");
}

}  // namespace

constexpr Command key_sign_command{
    .name = "sign",
    .usage = "sign a file",
    .usage_text =
        "**step crypto key sign** [<file>] **--key**=<key-file>\n[**--alg**=<algorithm>] [**--pss**] "
        "[**--raw**] [**--password-file**=<file>]",
    .description =
        R"(**step crypto key sign** prints a signature over a file in base64: PKCS #1 v1.5 or PSS for an RSA key, ECDSA in DER over
the hash that goes with the curve, or Ed25519 over the file itself.

## POSITIONAL ARGUMENTS

<file>
: What to sign. Standard input when it is missing.

## EXAMPLES

```
$ step crypto key sign --key server.key release.tar.gz
```)",
    .action = run_sign,
    .flags = sign_flags,
};

constexpr Command key_verify_command{
    .name = "verify",
    .usage = "verify the signature of a file",
    .usage_text =
        "**step crypto key verify** [<file>] **--key**=<key-file> **--signature**=<base64>\n"
        "[**--alg**=<algorithm>] [**--pss**] [**--json**]",
    .description =
        R"(**step crypto key verify** prints *true* if the signature is the key's over the file.

## POSITIONAL ARGUMENTS

<file>
: What was signed. Standard input when it is missing.

## EXIT CODES

The exit status is 0 if it is, and 1 otherwise.

## EXAMPLES

```
$ step crypto key verify --key server.pub --signature MEUCIQD… release.tar.gz
```)",
    .action = run_verify,
    .flags = verify_flags,
};

}  // namespace newel::cli::crypto
