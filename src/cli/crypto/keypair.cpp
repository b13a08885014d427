// step crypto keypair: a new key pair as PEM, or that of a JWK.
#include "cli/crypto/crypto.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/key_flags.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags = flag_list(
    key_flags, Flag{"from-jwk", Kind::string, "Take the key from the JSON Web Key in <jwk-file>."},
    Flag{"password-file", Kind::string, "A <file> with the password that encrypts the private key."},
    Flag{"no-password", Kind::boolean, "Write the private key in clear text. Requires **--insecure**."},
    insecure_flag, force_flag);

void check_flags(const Invocation& in) {
  if (in.arg(0) == in.arg(1)) throw in.equal_arguments("PUB_FILE", "PRIV_FILE");
  password_from_flag(in, "password-file");  // a missing file is told before anything is made or written
  if (!in.boolean("no-password")) return;
  if (!in.string("password-file").empty()) throw incompatible_with("no-password", "password-file");
  if (!in.boolean("insecure")) throw required_with("no-password", "insecure");
}

Key key_of_jwk(const Invocation& in, const std::string& file) {
  for (const char* flag : {"kty", "curve", "size"}) {
    if (in.is_set(flag)) throw incompatible_flags("from-jwk", flag);
  }
  auto given = password_from_flag(in, "password-file");
  if (given && given->empty()) given.reset();
  const std::string content = read_key_file(file);
  // As the reference, which calls it a JWK when it is PEM.
  if (content.starts_with("-----BEGIN ")) return read_key(content, file, decrypting_password(in));
  // The file is for the new key; it need not open the old one.
  if (given && jose::looks_like_jwe(content) && !jose::decrypt_with_password(content, *given)) given.reset();
  const jose::Jwk jwk = read_jwk(content, file, given, "Please enter the password to decrypt " + file);
  if (jwk.is_symmetric()) throw Error("unsupported key type []uint8");
  if (jwk.is_private()) return jwk.private_key();
  return jwk.public_key();
}

int run(Invocation& in) {
  in.expect_args(2);
  check_flags(in);
  const std::string jwk_file = in.string("from-jwk");
  const Key key = jwk_file.empty() ? Key(generate_key(in)) : key_of_jwk(in, jwk_file);
  const auto* whole = std::get_if<PrivateKey>(&key);
  const PublicKey half = whole != nullptr ? whole->public_key() : std::get<PublicKey>(key);

  write_output(in, in.arg(0), write_public_key(half), 0600);
  if (whole == nullptr) {
    say("Your public key has been saved in " + in.arg(0) + ".");
    say("Only the public PEM was generated.");
    say("Cannot retrieve a private key from a public one.");
    return 0;
  }
  const auto password = encrypting_password(
      in, "password-file", "Please enter the password to encrypt the private key", "error reading password");
  write_secret_output(in, in.arg(1),
                      password ? write_encrypted_private_key(*whole, *password) : write_private_key(*whole));
  say("Your public key has been saved in " + in.arg(0) + ".");
  say("Your private key has been saved in " + in.arg(1) + ".");
  return 0;
}

}  // namespace

constexpr Command keypair_command{
    .name = "keypair",
    .usage = "generate a key pair as PEM",
    .usage_text =
        "**step crypto keypair** <pub_file> <priv_file>\n[**--kty**=<kty>] [**--curve**=<curve>] "
        "[**--size**=<size>] [**--from-jwk**=<jwk-file>] [**--password-file**=<file>] "
        "[**--no-password** **--insecure**] [**--force**]",
    .description =
        R"(**step crypto keypair** makes a key pair and writes both halves as PEM, the private one encrypted.

## POSITIONAL ARGUMENTS

<pub_file>
: The file for the public key.

<priv_file>
: The file for the private key.

## EXAMPLES

An EC key on P-256:
```
$ step crypto keypair server.pub server.key
```

An RSA key of 3072 bits:
```
$ step crypto keypair server.pub server.key --kty RSA --size 3072
```

From a JSON Web Key:
```
$ step crypto keypair server.pub server.key --from-jwk server.jwk
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
