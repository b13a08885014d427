// step crypto change-pass: the same private key under another password.
#include "cli/crypto/crypto.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "crypto/cosign_key.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags =
    flag_list(Flag{"password-file", Kind::string, "A <file> with the password that decrypts the key."},
              Flag{"new-password-file", Kind::string, "A <file> with the password that encrypts it anew."},
              Flag{"out,output-file", Kind::string, "The <file> to write to, instead of over <key-file>."},
              force_flag, insecure_flag,
              Flag{"no-password", Kind::boolean, "Write the key in clear text. Requires **--insecure**."});

std::string change_pem(const Invocation& in, std::string_view content, const std::string& output) {
  const PrivateKey key = read_private_key(content, in.arg(0), decrypting_password(in));
  const auto password =
      changed_password(in, "new-password-file", "Please enter the password to encrypt " + output);
  if (!password || password->empty()) return write_private_key(key);
  // cosign reads no other form, so its keys stay its keys.
  const auto block = pem_next(content);
  if (block && is_cosign_label(block->label))
    return pem_encode(block->label, write_cosign_key(key, *password));
  return write_encrypted_private_key(key, *password);
}

std::string change_jwk(const Invocation& in, std::string_view content) {
  auto given = password_from_flag(in, "password-file");
  if (given && given->empty()) given.reset();
  jose::Jwk key = read_jwk(content, in.arg(0), given, "Please enter the password to decrypt " + in.arg(0));
  if (key.alg.empty()) key.alg = jose::default_algorithm(key);
  const auto password =
      encrypting_password(in, "new-password-file", "Please enter the password to encrypt the private JWK");
  return json::write_indented(password ? encrypt_jwk(key, *password, "") : key.to_json(), "  ");
}

int run(Invocation& in) {
  in.expect_args(1);
  if (in.boolean("no-password") && !in.boolean("insecure")) throw required_with("no-password", "insecure");
  const std::string output = in.string("out").empty() ? in.arg(0) : in.string("out");
  const std::string content = read_input(in.arg(0));
  const bool pem = looks_like_pem(content) || (content.starts_with('0') && !jose::looks_like_jwe(content));
  if (pem) {
    write_secret_output(in, output, change_pem(in, content, output));
  } else {
    named_refusal(output, [&] { write_secret_output(in, output, change_jwk(in, content)); });
  }
  say("Your key has been saved in " + output + ".");
  return 0;
}

}  // namespace

constexpr Command change_pass_command{
    .name = "change-pass",
    .usage = "change the password of an encrypted private key",
    .usage_text =
        "**step crypto change-pass** <key-file>\n[**--out**=<file>] [**--password-file**=<file>] "
        "[**--new-password-file**=<file>] [**--no-password** **--insecure**] [**--force**]",
    .description =
        R"(**step crypto change-pass** decrypts a private key and encrypts it with a new password. The key may be PEM or a JSON Web
Key.

## POSITIONAL ARGUMENTS

<key-file>
: The file with the key.

## EXAMPLES

```
$ step crypto change-pass server.key
```

Into another file, without a question:
```
$ step crypto change-pass server.key --password-file old.txt --new-password-file new.txt --out new.key
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
