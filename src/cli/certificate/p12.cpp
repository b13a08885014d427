// step certificate p12: a certificate with its key, or trusted certificates, in one PKCS#12 file.
#include "cli/certificate/certificate.h"
#include "cli/certificate/issuing.h"
#include "cli/engine/output_file.h"
#include "cli/shared/key_password.h"
#include "cli/shared/named_key.h"
#include "crypto/pkcs12.h"
#include "x509/name_text.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags =
    flag_list(Flag{"ca", Kind::strings,
                   "The <file> of a CA certificate to put into the bundle. May be given several times."},
              Flag{"password-file", Kind::string, "The <file> with the password that encrypts the bundle."},
              Flag{"no-password", Kind::boolean, "Encrypt with an empty password. Requires **--insecure**."},
              Flag{"legacy", Kind::boolean,
                   "Encrypt as old programs expect it (40-bit RC2, triple DES, SHA-1) instead of with "
                   "AES-256 and SHA-256."},
              force_flag, insecure_flag);

std::vector<Bytes> read_certificates(const std::string& name, const char* what,
                                     const PasswordSource& password) {
  std::vector<Bytes> out;
  try {
    for (const x509::Certificate& certificate : load_named_certificates({}, name, password))
      out.push_back(to_bytes(certificate.der()));
  } catch (const Error& e) {
    throw e.wrapped(what);
  }
  return out;
}

PrivateKey read_key_file(const std::string& name, const PasswordSource& password) {
  try {
    return load_private_key(input_file(name), password);
  } catch (const Error& e) {
    throw e.wrapped("error reading key");
  }
}

Secret ask_bundle_password(const Invocation& in) {
  if (in.boolean("no-password")) return {};
  if (auto given = password_from_flag(in, "password-file"); given && !given->empty())
    return std::move(*given);
  return ask_new_password("Please enter a password to encrypt the .p12 file", "password-file");
}

void check_flags(const Invocation& in) {
  in.expect_args(1, 3);
  if (in.arg_count() == 2) throw in.missing_argument("key_file");
  if (in.arg_count() == 1 && in.strings("ca").empty())
    throw Error("flag '--ca' must be provided when no <crt_path> and <key_path> are present");
  if (in.boolean("no-password") && !in.string("password-file").empty())
    throw incompatible_flags("no-password", "password-file");
  if (in.boolean("no-password") && !in.boolean("insecure")) throw required_insecure("no-password");
}

// As keytool names what it lists: subject and fingerprint, so that two certificates of one CA are told apart.
Bytes trust_store(const std::vector<Bytes>& certificates, const Secret& password, Pkcs12Style style) {
  std::vector<Pkcs12Trusted> trusted;
  for (const Bytes& der : certificates) {
    const auto certificate = value_or_throw(x509::Certificate::parse(der));
    trusted.push_back({der, x509::readable_name(certificate.subject()) + " - " + certificate.fingerprint()});
  }
  return write_pkcs12_trust_store(trusted, password, style);
}

int run(Invocation& in) {
  check_flags(in);
  const PasswordSource password_of = remembered(file_password_prompt());  // one PKCS#12 may be all of them
  std::vector<Bytes> authorities;
  for (const std::string& file : in.strings("ca")) {
    for (Bytes& der : read_certificates(file, "error reading CA certificate", password_of))
      authorities.push_back(std::move(der));
  }
  const Pkcs12Style style = in.boolean("legacy") ? Pkcs12Style::legacy : Pkcs12Style::modern;
  Bytes bundle;
  if (in.arg_count() == 1) {
    bundle = trust_store(authorities, ask_bundle_password(in), style);
  } else {
    // The first is the key's; what follows it in its file goes behind the others.
    const std::vector<Bytes> own = read_certificates(in.arg(1), "error reading certificate", password_of);
    std::vector<Bytes> chain = {own.front()};
    chain.insert(chain.end(), authorities.begin(), authorities.end());
    chain.insert(chain.end(), own.begin() + 1, own.end());
    const Secret password = ask_bundle_password(in);
    bundle = write_pkcs12_identity(read_key_file(in.arg(2), password_of), chain, password, style);
  }
  if (in.arg_count() == 1) {
    write_output(in, in.arg(0), bundle, 0600);
  } else {
    write_secret_output(in, in.arg(0), bundle);
  }
  say("Your .p12 bundle has been saved as " + in.arg(0) + ".");
  return 0;
}

}  // namespace

constexpr Command p12_command{
    .name = "p12",
    .usage = "package a certificate and key into a .p12 file",
    .usage_text =
        "**step certificate p12** <p12-path> [<crt-path>] [<key-path>]\n"
        "[**--ca**=<file>] [**--password-file**=<file>] [**--legacy**] [**--no-password**] [**--insecure**] "
        "[**--force**]",
    .description =
        R"(**step certificate p12** packages a certificate, its private key and the certificates above it into a PKCS#12
file, as browsers, Windows and Java import it. With CA certificates only, it makes a trust store for Java.

## POSITIONAL ARGUMENTS

<p12-path>
: The file to write.

<crt-path>
: The certificate, in PEM; more certificates in the file go into the bundle, too.

<key-path>
: Its private key.

## EXAMPLES

A certificate with its key:
```
$ step certificate p12 foo.p12 foo.crt foo.key
```

With the CAs above it:
```
$ step certificate p12 foo.p12 foo.crt foo.key --ca intermediate_ca.crt --ca root_ca.crt
```

A trust store:
```
$ step certificate p12 trust.p12 --ca root_ca.crt
```

Without a question:
```
$ step certificate p12 foo.p12 foo.crt foo.key --password-file pass.txt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
