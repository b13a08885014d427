#include "cli/crypto/key/key.h"

#include "cli/crypto/crypto.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/output_file.h"
#include "crypto/openssh_key.h"
#include "crypto/pem_encryption.h"
#include "crypto/pkcs12.h"

namespace newel::cli::crypto {
namespace {

Key read_jwk_key(const Invocation& in, std::string_view content) {
  SecretBytes clear;
  if (jose::looks_like_jwe(content)) {
    auto given = password_from_flag(in, "password-file");
    if (given && given->empty()) given.reset();
    clear = decrypt_jwe(content, given, "Please enter the password to decrypt the key");
    content = as_text(clear);
  }
  auto jwk = jose::Jwk::parse(content);
  if (!jwk) throw Error("error unmarshaling key: " + jwk.error().text);
  if (jwk->is_symmetric()) throw Error("unsupported key type []uint8");
  if (jwk->is_private()) return std::get<PrivateKey>(jwk->key);
  return std::get<PublicKey>(jwk->key);
}

constexpr const Command* subcommands[] = {
    &key_format_command,      &key_public_command, &key_inspect_command,
    &key_fingerprint_command, &key_sign_command,   &key_verify_command,
};

}  // namespace

AnyKey read_any_key(const Invocation& in, std::string_view content, const std::string& name, Blocks blocks) {
  if (looks_like_openssh_public_key(content))
    return {value_or_throw(read_openssh_public_key(content)), KeyForm::ssh};
  if (is_jwk_or_jwe(content)) return {read_jwk_key(in, content), KeyForm::jwk};
  // DER decides by what it is, not by a "-----BEGIN " that may stand in a comment of a certificate.
  if (content.starts_with('0')) {
    if (auto key = read_der_key(as_bytes(content), name, decrypting_password(in)))
      return {std::move(*key), KeyForm::der};
  }
  if (looks_like_pem(content))
    return {read_key(content, name, decrypting_password(in), blocks), KeyForm::pem};
  return {value_or_throw(read_der_key(as_bytes(content))), KeyForm::der};
}

Key read_key_file(const Invocation& in, std::string_view content, const std::string& name, Blocks blocks) {
  const bool known = looks_like_pem(content) || looks_like_openssh_public_key(content) ||
                     is_jwk_or_jwe(content) || read_der_key(as_bytes(content)) ||
                     is_encrypted_pkcs8(as_bytes(content)) || looks_like_pkcs12(as_bytes(content));
  if (!known) throw Error("error decoding " + name + ": not a valid PEM encoded block");
  return read_any_key(in, content, name, blocks).key;
}

PublicKey public_half(const Key& key) {
  if (const auto* whole = std::get_if<PrivateKey>(&key)) return whole->public_key();
  return std::get<PublicKey>(key);
}

std::string key_argument(const Invocation& in) {
  in.expect_args(0, 1);
  return in.arg_count() == 0 ? "-" : in.arg(0);
}

constexpr Command key_group{
    .name = "key",
    .usage = "look at keys, change their form, sign with them",
    .usage_text = "step crypto key SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step crypto key** works with single key files: PEM, DER, OpenSSH and JSON Web Keys.

## EXAMPLES

The public half of a key:
```
$ step crypto key public server.key
```

The same key for OpenSSH:
```
$ step crypto key format --ssh server.key
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
