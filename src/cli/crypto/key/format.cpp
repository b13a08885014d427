// step crypto key format: the same key in another form.
#include <sys/stat.h>

#include "cli/crypto/key/key.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/output_file.h"
#include "crypto/openssh_key.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags = flag_list(
    Flag{"pkcs8", Kind::boolean, "Write RSA and EC private keys as PKCS#8."},
    Flag{"pem", Kind::boolean, "Write PEM, the default for keys that are not in PEM."},
    Flag{"der", Kind::boolean, "Write DER, the default for keys in PEM. It is never encrypted."},
    Flag{"ssh", Kind::boolean, "Write the form of OpenSSH."},
    Flag{"jwk", Kind::boolean, "Write a JSON Web Key."},
    Flag{"out", Kind::string, "The <file> to write to, instead of standard output."},
    Flag{"password-file", Kind::string,
         "A <file> with the password that decrypts the key, and encrypts what is written."},
    Flag{"no-password", Kind::boolean, "Write a private key in clear text. Requires **--insecure**."},
    insecure_flag, force_flag);

constexpr struct {
  const char* flag;
  KeyForm form;
} forms[] = {{"pem", KeyForm::pem}, {"der", KeyForm::der}, {"ssh", KeyForm::ssh}, {"jwk", KeyForm::jwk}};

KeyForm wanted_form(const Invocation& in, KeyForm have) {
  for (const auto& chosen : forms) {
    if (in.boolean(chosen.flag)) return chosen.form;
  }
  return have == KeyForm::pem ? KeyForm::der : KeyForm::pem;
}

void check_flags(const Invocation& in) {
  for (std::size_t i = 0; i < std::size(forms); ++i) {
    for (std::size_t j = i + 1; j < std::size(forms); ++j) {
      if (in.boolean(forms[i].flag) && in.boolean(forms[j].flag))
        throw incompatible_flags(forms[i].flag, forms[j].flag);
    }
  }
  if (in.boolean("no-password") && !in.boolean("insecure")) throw required_insecure("no-password");
}

SecretBytes secret_text(std::string_view text) { return to_secret(as_bytes(text)); }

SecretBytes write_public(const PublicKey& key, KeyForm form) {
  switch (form) {
    case KeyForm::pem:
      return secret_text(write_public_key(key));
    case KeyForm::der:
      return to_secret(key.spki());
    case KeyForm::ssh:
      return secret_text(write_openssh_public_key(key));
    case KeyForm::jwk:
      break;
  }
  return secret_text(json::write(jose::Jwk{key, {}, {}, {}, {}, {}, {}, {}}.to_json()));
}

SecretBytes write_der(const PrivateKey& key, bool pkcs8) {
  if (!pkcs8 && key.public_key().type() == KeyType::rsa) return key.to_pkcs1();
  if (!pkcs8 && key.public_key().type() == KeyType::ec) return key.to_sec1();
  return key.to_pkcs8();
}

SecretBytes write_private(const Invocation& in, const PrivateKey& key, KeyForm form) {
  const bool pkcs8 = in.boolean("pkcs8");
  if (form == KeyForm::der) return write_der(key, pkcs8);
  const char* label = form == KeyForm::jwk ? "Please enter the password to encrypt the data"
                                           : "Please enter the password to encrypt the private key";
  const auto password = encrypting_password(in, "password-file", label);
  const Secret none;
  if (form == KeyForm::ssh) return secret_text(write_openssh_private_key(key, password ? *password : none));
  if (form == KeyForm::pem)
    return secret_text(write_encrypted_private_key(key, password ? *password : none, pkcs8));
  const jose::Jwk jwk{key, {}, {}, {}, {}, {}, {}, {}};
  return secret_text(json::write(password ? encrypt_jwk(jwk, *password, "jwk+json") : jwk.to_json()));
}

mode_t mode_of(const std::string& input) {
  struct stat status {};
  return input != "-" && ::stat(input.c_str(), &status) == 0 ? status.st_mode & 0777 : 0600;
}

int run(Invocation& in) {
  const std::string input = key_argument(in);
  check_flags(in);
  const AnyKey have = read_any_key(in, read_input(input), input, Blocks::only_one);
  const KeyForm form = wanted_form(in, have.form);
  const auto* whole = std::get_if<PrivateKey>(&have.key);
  const SecretBytes out =
      whole != nullptr ? write_private(in, *whole, form) : write_public(std::get<PublicKey>(have.key), form);
  const std::string file = in.string("out");
  if (file.empty()) {
    print(as_text(out));
    return 0;
  }
  named_refusal(file, [&] {
    if (whole != nullptr) return write_secret_output(in, file, ByteView(out), mode_of(input));
    write_output(in, file, ByteView(out), mode_of(input));
  });
  say("Your key has been saved in " + file + ".");
  return 0;
}

}  // namespace

constexpr Command key_format_command{
    .name = "format",
    .usage = "change the form of a key",
    .usage_text = "**step crypto key format** <key-file> [**--out**=<file>]",
    .description =
        R"(**step crypto key format** prints a public or private key in another form. Without a flag that names one, PEM becomes
DER and everything else becomes PEM. Private keys in PEM, for OpenSSH and in JSON are encrypted.

| form | public key | private key |
|------|------------|-------------|
| **--pem** | SubjectPublicKeyInfo | PKCS#1 for RSA, SEC 1 for EC, PKCS#8 for Ed25519 and with **--pkcs8** |
| **--der** | the same | the same |
| **--ssh** | a line for authorized_keys | the private key file of OpenSSH |
| **--jwk** | JSON Web Key | JSON Web Key, inside of a JWE |

## POSITIONAL ARGUMENTS

<key-file>
: The key, or a certificate for its public key. Standard input when it is missing or **-**.

## EXAMPLES

From PEM to DER:
```
$ step crypto key format server.key --out server.der
```

A line for authorized_keys:
```
$ step crypto key format --ssh server.pub >> ~/.ssh/authorized_keys
```

PKCS#8 in clear text:
```
$ step crypto key format --pem --pkcs8 --no-password --insecure server.key
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
