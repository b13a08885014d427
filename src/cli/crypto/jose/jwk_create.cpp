// step crypto jwk create: a new JSON Web Key, or that of a PEM file.
#include "base/files.h"
#include "base/random.h"
#include "cli/crypto/jose/jose.h"
#include "cli/crypto/passwords.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/key_password.h"
#include "cli/shared/named_key.h"
#include "jose/validate.h"
#include "x509/certificate.h"

namespace newel::cli::crypto {
namespace {

using jose::Jwk;

constexpr auto flags = flag_list(
    Flag{"kty,type", Kind::string, "The <type> of the key: EC, RSA, OKP or oct.", "EC"},
    Flag{"size", Kind::integer,
         "The <size> of the key: bits of RSA (2048 is the default and the least), characters of oct (the "
         "default "
         "is 32, the least without **--insecure** 16)."},
    Flag{"crv,curve", Kind::string,
         "The <curve> of an EC key: P-256 (the default), P-384 or P-521; or Ed25519 of an OKP key."},
    Flag{"alg,algorithm", Kind::string,
         "The <algorithm> the key is meant for. The default is the usual one for its type and use."},
    Flag{"use", Kind::string, "The <use> of the key: sig to sign, enc to encrypt.", "sig"},
    Flag{"kid", Kind::string, "The <kid> (key id). The default is the thumbprint of RFC 7638."},
    Flag{"key-ops", Kind::strings, "Accepted and without effect: the <operations> a key may be used for."}
        .hide(),
    Flag{"from-pem", Kind::string, "Take the key, or the key and chain of a certificate, from <pem-file>."},
    Flag{"password-file", Kind::string, "A <file> with the password that encrypts the private key."},
    Flag{"no-password", Kind::boolean, "Write the private key in clear text. Requires **--insecure**."},
    force_flag, subtle_flag, insecure_flag);

Jwk with_key(std::variant<PublicKey, PrivateKey, SecretBytes> key) {
  return Jwk{std::move(key), {}, {}, {}, {}, {}, {}, {}};
}

// What the typed flags may be together, before anything is generated.
void check_kind(const Invocation& in, const std::string& kty) {
  const bool sized = in.is_set("size");
  const std::int64_t size = in.integer("size");
  const auto check_least = [&](std::int64_t least) {
    if (sized && size < least && !in.boolean("insecure"))
      throw min_size_insecure("size", std::to_string(least));
    if (sized && size <= 0) throw min_size("size", "0");
  };
  if (kty == "EC" || kty == "OKP") {
    if (sized) throw incompatible_with("size", "--kty " + kty);
  } else if (kty == "RSA" || kty == "oct") {
    if (in.is_set("crv")) throw incompatible_with("crv", "--kty " + kty);
    check_least(kty == "RSA" ? 2048 : 16);
  } else {
    throw invalid_flag_value("kty", kty, "EC, RSA, OKP, or oct");
  }
}

PrivateKey generate_ec(const std::string& curve) {
  if (curve.empty() || curve == "P-256") return PrivateKey::generate_ec(Curve::p256);
  if (curve == "P-384") return PrivateKey::generate_ec(Curve::p384);
  if (curve == "P-521") return PrivateKey::generate_ec(Curve::p521);
  throw Error("invalid value for argument crv (crv: '" + curve + "')");
}

PrivateKey generate_okp(const std::string& curve) {
  if (curve.empty() || curve == "Ed25519") return PrivateKey::generate_ed25519();
  if (curve == "X25519") {
    throw Error("error generating JWK thumbprint: go-jose/go-jose: unknown key type 'x25519.PrivateKey'");
  }
  throw Error("missing or invalid value for argument 'crv'. expected 'Ed25519' or 'X25519', but got '" +
              curve + "'");
}

Jwk generate(const Invocation& in, const std::string& kty) {
  const std::string curve = in.string("crv");
  if (kty == "EC") return with_key(generate_ec(curve));
  if (kty == "OKP") {
    if (in.string("use") == "enc") throw Error("invalid algorithm: Ed25519 cannot be used for encryption");
    return with_key(generate_okp(curve));
  }
  const std::int64_t size = in.integer("size");
  if (kty == "RSA") {
    constexpr std::int64_t least = 2048, most = 16384;
    if (in.is_set("size") && size < least)
      throw Error("the size of the RSA key should be at least 2048 bits");
    if (size > most)
      throw invalid_flag_value_hint("size", std::to_string(size), "the largest RSA key is 16384 bits");
    return with_key(PrivateKey::generate_rsa(static_cast<int>(in.is_set("size") ? size : least)));
  }
  constexpr std::int64_t usual = 32, most = 1 << 20;
  if (size > most)
    throw invalid_flag_value_hint("size", std::to_string(size),
                                  "the longest symmetric key is 1048576 characters");
  const std::size_t count = static_cast<std::size_t>(in.is_set("size") ? size : usual);
  return with_key(to_secret(Secret(system_random().alphanumeric(count)).bytes()));
}

// A certificate says in its key usage what the key is for; both or nothing does not help.
void check_key_usage(const x509::Certificate& certificate) {
  using namespace x509;
  const unsigned bits = certificate.key_usage().value_or(0);
  const bool signs = (bits & (KeyUsage::digital_signature | KeyUsage::content_commitment |
                              KeyUsage::cert_sign | KeyUsage::crl_sign)) != 0;
  const bool encrypts =
      (bits & (KeyUsage::key_encipherment | KeyUsage::data_encipherment | KeyUsage::key_agreement |
               KeyUsage::encipher_only | KeyUsage::decipher_only)) != 0;
  if (signs && encrypts) {
    throw Error(
        "jose/generate: certificate's key usage is ambiguous, it should be for signature or encipherment, "
        "but not "
        "both (use --subtle to ignore usage field)");
  }
  if (!signs && !encrypts) {
    throw Error(
        "jose/generate: certificate doesn't contain any key usage (use --subtle to ignore usage field)");
  }
}

Jwk from_pem(const Invocation& in, const std::string& file) {
  const std::string content = read_pem_input(file);
  Key key = read_key(content, file, file_password_prompt());
  Jwk jwk = std::visit([](auto&& found) { return with_key(std::move(found)); }, std::move(key));
  std::string_view rest = content;
  const auto block = pem_next(rest);
  if (block && block->label == "CERTIFICATE") {
    const auto certificate = value_or_throw(x509::Certificate::parse(block->der), "error parsing " + file);
    if (!in.boolean("subtle")) check_key_usage(certificate);
    jwk.x5c = {block->der};
  }
  const bool rsa = jwk.public_key().type() == KeyType::rsa;
  if (rsa && in.string("alg").empty()) throw Error("flag '--alg' is required with the given key");
  return jwk;
}

void check_flags(const Invocation& in) {
  if (in.boolean("no-password")) {
    if (!in.string("password-file").empty()) throw incompatible_with("no-password", "password-file");
    if (!in.boolean("insecure")) throw required_insecure("no-password");
  }
  if (in.arg(0) == in.arg(1)) throw in.equal_arguments("public-jwk-file", "private-jwk-file");
  password_from_flag(in, "password-file");  // a missing file is told before anything is made or written
  if (in.is_set("key-ops")) say("The flag --key-ops has no effect: the use says what the key is for.");
}

Jwk make(const Invocation& in) {
  const std::string kty = in.string("kty");
  check_kind(in, kty);
  const std::string file = in.string("from-pem");
  Jwk jwk = file.empty() ? generate(in, kty) : from_pem(in, file);
  jwk.use = in.string("use");
  jwk.kid = in.string("kid");
  if (jwk.kid.empty() && !jwk.is_symmetric()) jwk.kid = jwk.thumbprint();
  jwk.alg = in.string("alg");
  if (jwk.alg.empty()) jwk.alg = jose::default_algorithm(jwk);
  jose::check_algorithm(jwk);
  return jwk;
}

int run(Invocation& in) {
  in.expect_args(2);
  check_flags(in);
  const Jwk jwk = make(in);
  const Jwk half = jwk.is_symmetric() ? jwk : jwk.to_public();
  const std::string public_text = json::write_indented(half.to_json(), "  ");
  named_refusal(in.arg(0), [&] {
    if (jwk.is_symmetric())
      return write_secret_output(in, in.arg(0), public_text);  // nothing in it is public
    write_output(in, in.arg(0), public_text, 0600);
  });
  if (!jwk.is_private() && !jwk.is_symmetric()) {
    say("Your public key has been saved in " + in.arg(0) + ".");
    say("Only the public JWK was generated.");
    say("Cannot retrieve a private key from a public one.");
    return 0;
  }
  const auto password = encrypting_password(
      in, "password-file", "Please enter the password to encrypt the private JWK", "error reading password");
  const json::Object out = password ? encrypt_jwk(jwk, *password, "jwk+json") : jwk.to_json();
  named_refusal(in.arg(1), [&] { write_secret_output(in, in.arg(1), json::write_indented(out, "  ")); });
  say("Your public key has been saved in " + in.arg(0) + ".");
  say("Your private key has been saved in " + in.arg(1) + ".");
  return 0;
}

}  // namespace

constexpr Command jwk_create_command{
    .name = "create",
    .usage = "create a JSON Web Key",
    .usage_text =
        "**step crypto jwk create** <public-jwk-file> <private-jwk-file>\n[**--kty**=<type>] "
        "[**--alg**=<algorithm>] "
        "[**--use**=<use>] [**--size**=<size>] [**--crv**=<curve>] [**--kid**=<kid>] "
        "[**--from-pem**=<pem-file>] "
        "[**--password-file**=<file>] [**--no-password** **--insecure**] [**--subtle**] [**--force**]",
    .description =
        R"(**step crypto jwk create** makes a key and writes it twice: the public half as a JSON Web Key (RFC 7517), and the whole key
encrypted with a password (RFC 7516). A symmetric key has no public half: both files hold the secret.

| type | to sign (sig) | to encrypt (enc) |
|------|---------------|------------------|
| EC | ES256, ES384, ES512: the one of the curve | ECDH-ES, ECDH-ES+A128KW, ECDH-ES+A192KW, ECDH-ES+A256KW |
| RSA | RS256, RS384, RS512, PS256, PS384, PS512 | RSA-OAEP-256, RSA-OAEP, RSA1_5 |
| OKP | EdDSA | |
| oct | HS256, HS384, HS512 | A256GCMKW, A192GCMKW, A128GCMKW, A256KW, A192KW, A128KW, dir |

The first of each cell is the default.

## POSITIONAL ARGUMENTS

<public-jwk-file>
: The file for the public key.

<private-jwk-file>
: The file for the private key.

## EXAMPLES

A key to sign with:
```
$ step crypto jwk create jwk.pub.json jwk.json
```

An RSA key to encrypt for:
```
$ step crypto jwk create rsa.pub.json rsa.json --kty RSA --use enc
```

The key of a PEM file:
```
$ step crypto jwk create ec.pub.json ec.json --from-pem ec.key
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
