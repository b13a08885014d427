// `step ca sign`: a certificate for a request somebody made.
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/ca/sign_flow.h"
#include "cli/ca/token_flow.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/shared/user_data.h"
#include "crypto/pem.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags =
    flag_list(token_flag, provisioner_flag, provisioner_password_flag, not_before_flag, not_after_flag,
              set_flag, set_file_flag, force_flag, offline_flag, password_file_flag, console_flag, kms_flag,
              x5c_cert_flag, x5c_key_flag, x5c_chain_flag, nebula_cert_flag, nebula_key_flag, acme_flags,
              k8ssa_flag, ca_config_flag, ca_flags);

x509::CertificateRequest load_request(const std::string& file) {
  const std::string text = read_input(file);
  std::string_view rest = text;
  const auto block = pem_next(rest);
  if (!block) throw Error("error decoding " + file + ": not a valid PEM encoded block");
  if (block->label != "CERTIFICATE REQUEST" && block->label != "NEW CERTIFICATE REQUEST") {
    throw Error("error parsing " + file + ": file is not a certificate request");
  }
  auto request = x509::CertificateRequest::parse(block->der);
  if (!request) throw Error("error parsing " + file + ": " + request.error().text);
  if (!request->verify_signature())
    throw Error("csr has invalid signature: " + file + " is not signed with its own key");
  return *request;
}

std::vector<std::string> names_of(const x509::CertificateRequest& request) {
  const x509::SubjectAltNames& names = request.names();
  std::vector<std::string> out = names.dns;
  for (const IpAddress& ip : names.ips) out.push_back(ip.to_string());
  out.insert(out.end(), names.emails.begin(), names.emails.end());
  out.insert(out.end(), names.uris.begin(), names.uris.end());
  return out;
}

void check_subject(const std::string& token, const std::string& common_name) {
  using Kind = client::TokenInfo::Kind;
  const auto info = value_or_throw(client::TokenInfo::parse(token), "error parsing flag '--token'");
  if (info.kind != Kind::jwk && info.kind != Kind::unknown) return;
  if (equal_ignoring_case(info.subject, common_name)) return;
  throw Error("token subject '" + info.subject + "' and CSR CommonName '" + common_name + "' do not match");
}

int run(Invocation& in) {
  in.expect_args(2);
  if (in.boolean("offline") && !in.string("token").empty()) throw incompatible_flags("offline", "token");
  refuse_unsupported(in, {"acme", "standalone", "webroot", "contact", "http-listen"});
  const x509::CertificateRequest request = load_request(in.arg(0));
  for (const char* flag : {"not-before", "not-after"}) time_or_duration_of(in, flag);

  std::string token = in.string("token");
  std::shared_ptr<CaService> service;
  if (token.empty()) {
    service = open_service(in, token);
    TokenWish wish{.subject = request.subject().common_name(), .sans = names_of(request)};
    wish.csr_fingerprint = client::csr_fingerprint(request.der());
    token = new_token(in, *service, wish);
    service = service->for_token(token);
  } else {
    check_subject(token, request.subject().common_name());
    service = open_service(in, token);
  }
  save_chain(in, sign_request(in, *service, token, request), in.arg(1));
  return 0;
}

}  // namespace

constexpr Command sign_command{
    .name = "sign",
    .usage = "get a certificate for a certificate request",
    .usage_text = R"(**step ca sign** <csr-file> <crt-file>
[**--token**=<token>] [**--not-before**=<time|duration>] [**--not-after**=<time|duration>]
[**--provisioner**=<name>] [**--provisioner-password-file**=<file>] [**--password-file**=<file>]
[**--x5c-cert**=<chain>] [**--x5c-key**=<file>] [**--x5c-chain**=<file>]...
[**--nebula-cert**=<file>] [**--nebula-key**=<file>] [**--k8ssa-token-path**=<file>]
[**--set**=<key=value>]... [**--set-file**=<file>] [**--force**] [**--offline**] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca sign** asks a certificate authority to sign a certificate request, and writes the certificate
with its chain. The private key stays where the request was made.

## POSITIONAL ARGUMENTS

<csr-file>
:  The certificate request, PEM.

<crt-file>
:  The file to write the certificate to.

## EXAMPLES

Sign a request:
```
$ step ca sign www.csr www.crt
```

With a token that was made elsewhere, for twelve hours:
```
$ step ca sign --token $(step ca token www.example.com) --not-after 12h www.csr www.crt
```

On the machine of the CA, without its server:
```
$ step ca sign --offline www.csr www.crt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
