// `step ca certificate`: a new key, a certificate for it.
#include <algorithm>

#include "base/name_kind.h"
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/ca/sign_flow.h"
#include "cli/ca/token_flow.h"
#include "cli/engine/errors.h"
#include "cli/shared/key_flags.h"
#include "cli/shared/user_data.h"
#include "client/cloud_identity.h"

namespace newel::cli::ca {
namespace {

using TokenKind = client::TokenInfo::Kind;

constexpr auto flags = flag_list(
    Flag{"san", Kind::strings,
         "A name (<dns|ip|email|uri>) of the certificate, instead of the subject. Use the flag several times "
         "for several."},
    Flag{"attestation-ca-url", Kind::string, "The <url> of the CA that attests keys held by a TPM."},
    Flag{"attestation-ca-root", Kind::string, "The <file> with the root certificate of the attestation CA."},
    Flag{"tpm-storage-directory", Kind::string, "The <directory> where TPM keys are kept."}, set_flag,
    set_file_flag, ca_config_flag, ca_url_flag, root_flag, token_flag, context_flag, provisioner_flag,
    provisioner_password_flag, key_flags, not_after_flag, not_before_flag,
    Flag{"attestation-uri", Kind::string, "The KMS <uri> of the key to attest and certify."}, force_flag,
    offline_flag, password_file_flag, console_flag, kms_flag, x5c_cert_flag, x5c_key_flag, x5c_chain_flag,
    nebula_cert_flag, nebula_key_flag, acme_flags, k8ssa_flag);

// What the request must say for a token of this kind.
struct Names {
  std::string common_name;
  std::vector<std::string> sans;
};

void add_missing(std::vector<std::string>& to, const std::vector<std::string>& more) {
  for (const std::string& name : more) {
    if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(name);
  }
}

// An OpenID identity: its e-mail address, and the URI that names it for good.
Names oidc_names(const client::TokenInfo& token, const std::string& subject,
                 const std::vector<std::string>& sans) {
  if (!sans.empty()) return {subject, sans};
  if (!equal_ignoring_case(subject, token.email)) return {subject, {subject}};
  return {token.subject, {token.email, token.issuer + "#" + token.subject}};
}

// A cloud instance is called what its cloud calls it and, where that is allowed, what the subject says.
Names instance_names_of(const client::TokenInfo& token, const std::string& subject,
                        const std::vector<std::string>& sans, bool disable_custom_sans) {
  const SplitNames given = split_names(sans);
  if (!given.ips.empty() || !given.dns.empty()) return {subject, sans};
  Names names{subject, client::instance_names(token.claims)};
  if (!disable_custom_sans) add_missing(names.sans, {subject});
  add_missing(names.sans, sans);
  return names;
}

Names names_for(const client::TokenInfo& token, const std::string& subject,
                const std::vector<std::string>& sans, bool disable_custom_sans) {
  switch (token.kind) {
    case TokenKind::oidc:
      return oidc_names(token, subject, sans);
    case TokenKind::k8ssa:
      return {subject, sans};
    case TokenKind::gcp:
    case TokenKind::aws:
    case TokenKind::azure:
      return instance_names_of(token, subject, sans, disable_custom_sans);
    default:
      break;
  }
  if (!equal_ignoring_case(token.subject, subject)) {
    throw Error("token subject '" + token.subject + "' and argument '" + subject + "' do not match");
  }
  Names names{token.subject, sans};
  add_missing(names.sans, token.sans);
  return names;
}

void check_flags(const Invocation& in) {
  if (in.boolean("offline") && !in.string("token").empty()) throw incompatible_flags("offline", "token");
  if (in.is_set("attestation-uri") && in.is_set("kms")) throw incompatible_flags("attestation-uri", "kms");
  if (in.boolean("standalone") && !in.string("webroot").empty())
    throw mutually_exclusive("standalone", "webroot");
  refuse_unsupported(
      in, {"attestation-uri", "attestation-ca-url", "attestation-ca-root", "tpm-storage-directory", "acme",
           "standalone", "webroot", "contact", "http-listen"});
}

// Names that no certificate can carry are found here.
auto request_or_throw(const x509::RequestTemplate& request, const PrivateKey& key) {
  try {
    return x509::create_request(request, key);
  } catch (const Error& error) {
    throw error.wrapped("error creating certificate request");
  }
}

int run(Invocation& in) {
  in.expect_args(3);
  check_flags(in);
  const PrivateKey key = generate_key(in);
  for (const char* flag : {"not-before", "not-after"}) time_or_duration_of(in, flag);
  std::string subject = in.arg(0);
  const std::vector<std::string> sans = in.strings("san");

  std::string token = in.string("token");
  const bool token_given = !token.empty();
  bool disable_custom_sans = false;
  std::shared_ptr<CaService> service = open_service(in, token);
  if (!token_given) {
    TokenWish wish{.subject = subject, .sans = sans};
    token = new_token(in, *service, wish);
    subject = wish.subject;
    disable_custom_sans = wish.disable_custom_sans;
    service = service->for_token(token);
  }
  const auto info = value_or_throw(client::TokenInfo::parse(token), "error parsing flag '--token'");
  if (token_given && !sans.empty() && info.kind == TokenKind::jwk) throw mutually_exclusive("token", "san");

  const Names names = names_for(info, subject, sans, disable_custom_sans);
  x509::RequestTemplate request;
  request.subject = x509::Name::from_common_name(names.common_name);
  request.names = alternative_names(names.sans);
  const auto response = sign_request(in, *service, token, request_or_throw(request, key));
  save_chain(in, response, in.arg(1));
  save_key(in, key, in.arg(2));
  return 0;
}

}  // namespace

constexpr Command certificate_command{
    .name = "certificate",
    .usage = "make a private key and get a certificate for it",
    .usage_text = R"(**step ca certificate** <subject> <crt-file> <key-file>
[**--san**=<dns|ip|email|uri>]... [**--token**=<token>] [**--not-before**=<time|duration>]
[**--not-after**=<time|duration>] [**--provisioner**=<name>] [**--provisioner-password-file**=<file>]
[**--password-file**=<file>] [**--kty**=<kty>] [**--curve**=<curve>] [**--size**=<size>]
[**--x5c-cert**=<chain>] [**--x5c-key**=<file>] [**--x5c-chain**=<file>]...
[**--nebula-cert**=<file>] [**--nebula-key**=<file>] [**--k8ssa-token-path**=<file>]
[**--set**=<key=value>]... [**--set-file**=<file>] [**--force**] [**--offline**] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca certificate** makes a private key, asks a certificate authority for a certificate of it, and
writes both. The certificate file holds the chain: the certificate first, then the intermediate that signed it. The key is not
encrypted.

Without **--token** a provisioner is chosen and its password asked for, as **step ca token** does.

## POSITIONAL ARGUMENTS

<subject>
:  The common name of the certificate and, without **--san**, its only name.

<crt-file>
:  The file to write the certificate to.

<key-file>
:  The file to write the private key to.

## EXAMPLES

A certificate for a web server:
```
$ step ca certificate www.example.com www.crt www.key
```

With several names, for eight hours:
```
$ step ca certificate --san www.example.com --san 10.1.2.3 --not-after 8h www.example.com www.crt www.key
```

With a token that was made elsewhere:
```
$ step ca certificate --token $TOKEN www.example.com www.crt www.key
```

For a machine that a provisioner knows by a certificate of another CA, by its Nebula certificate, or by the token of its
Kubernetes service account:
```
$ step ca certificate www.example.com www.crt www.key --x5c-cert agent.crt --x5c-key agent.key
$ step ca certificate www.example.com www.crt www.key --nebula-cert host.crt --nebula-key host.key
$ step ca certificate www.example.com www.crt www.key --k8ssa-token-path token
```

On an instance of AWS, GCP or Azure, which its cloud vouches for:
```
$ step ca certificate --provisioner aws www.example.com www.crt www.key
```

With an RSA key:
```
$ step ca certificate --kty RSA --size 4096 www.example.com www.crt www.key
```

In a script: no question is asked, existing files are replaced:
```
$ step ca certificate --provisioner you@example.com --provisioner-password-file p.txt --force \
  www.example.com www.crt www.key
```

On the machine of the CA, without its server:
```
$ step ca certificate --offline www.example.com www.crt www.key
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
