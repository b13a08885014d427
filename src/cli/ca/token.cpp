// `step ca token`: one token on standard output, or in a file.
#include "base/clock.h"
#include "base/files.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/ca/key_files.h"
#include "cli/ca/sign_flow.h"
#include "cli/ca/signing_key.h"
#include "cli/ca/token_flow.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/shared/user_data.h"

namespace newel::cli::ca {
namespace {

using provisioner::Method;

constexpr auto flags = flag_list(
    Flag{"kid", Kind::string, "The <kid> of the provisioner's key, or the client id of an OIDC provisioner."},
    Flag{"san", Kind::strings,
         "A name (<dns|ip|email|uri>) the certificate may carry, instead of the subject. Use the flag "
         "several times for "
         "several."},
    Flag{"principal,n", Kind::strings,
         "A principal (<name>) the SSH certificate may carry. Use the flag several times for several."},
    Flag{"host", Kind::boolean,
         "Make a token for an SSH host certificate instead of a user's. Needs **--ssh**."},
    ca_config_flag, force_flag,
    not_before_flag.with_usage(
        "The <time|duration> when the token begins to be valid: an RFC 3339 time, or a duration "
        "from now."),
    not_after_flag.with_usage(
        "The <time|duration> when the token stops being valid: an RFC 3339 time, or a duration "
        "from now. Tokens live five minutes by default, an hour at most."),
    Flag{"cert-not-after", Kind::string,
         "The <time|duration> when the SSH certificate stops being valid. Needs **--ssh**."},
    Flag{"cert-not-before", Kind::string,
         "The <time|duration> when the SSH certificate begins to be valid. Needs **--ssh**."},
    provisioner_flag, password_file_flag, provisioner_password_flag, kms_flag, x5c_cert_flag, x5c_key_flag,
    Flag{"x5c-insecure", Kind::boolean, "Put the chain into the header x5cInsecure instead of x5c."},
    sshpop_cert_flag, sshpop_key_flag, nebula_cert_flag, nebula_key_flag,
    Flag{"cnf", Kind::string,
         "The <fingerprint> of the one certificate request that the token is good for: base64url SHA-256."},
    Flag{"cnf-file", Kind::string,
         "The certificate request <file> that the token is good for, and no other."},
    Flag{"key", Kind::string,
         "The private key <file> of the provisioner, JWK or PEM, instead of the encrypted one the CA keeps."},
    Flag{"output-file", Kind::string, "The <file> to write the token to."},
    Flag{"revoke", Kind::boolean,
         "Make a token that revokes. The subject is the certificate's serial number."},
    Flag{"renew", Kind::boolean,
         "Make a token that renews the certificate of **--x5c-cert**. The subject is its common name."},
    Flag{"rekey", Kind::boolean,
         "Make a token that gives an SSH host certificate a new key. Needs **--ssh**."},
    Flag{"ssh", Kind::boolean, "Make a token for an SSH certificate."}, k8ssa_flag, offline_flag, ca_flags,
    set_flag, set_file_flag);

void check_combinations(const Invocation& in) {
  for (const char* other : {"ssh", "host", "principal"}) {
    if (in.is_set(other) && in.is_set("san")) throw incompatible_flags(other, "san");
  }
  for (const char* flag : {"host", "principal"}) {
    if (in.is_set(flag) && !in.boolean("ssh")) throw required_with(flag, "ssh");
  }
  if (in.is_set("cnf-file") && in.is_set("cnf")) throw incompatible_flags("cnf-file", "cnf");
}

void check_later_combinations(const Invocation& in) {
  if (in.boolean("revoke") && in.is_set("san")) throw incompatible_flags("san", "revoke");
  if (!in.boolean("offline")) return;
  for (const char* flag : {"set", "set-file"}) {
    if (in.is_set(flag)) throw incompatible_flags("offline", flag);
  }
}

Method method_of(const Invocation& in) {
  if (in.boolean("ssh")) {
    if (in.boolean("revoke")) return Method::ssh_revoke;
    if (in.boolean("renew")) return Method::ssh_renew;
    return in.boolean("rekey") ? Method::ssh_rekey : Method::ssh_sign;
  }
  if (in.boolean("revoke")) return Method::revoke;
  return in.boolean("renew") ? Method::renew : Method::sign;
}

std::string go_duration(Time from, Time to) { return format_duration(to - from); }

// How long the token itself lives.
std::optional<client::TokenValidity> validity_of(const Invocation& in) {
  const auto begin = time_or_duration_of(in, "not-before");
  const auto end = time_or_duration_of(in, "not-after");
  if (!begin.is_set() && !end.is_set()) return std::nullopt;
  const Time now = system_clock().now();
  client::TokenValidity out{now, begin.is_set() ? begin.resolve(now) : now, {}};
  out.expires = end.is_set() ? end.resolve(now) : out.not_before + client::default_token_lifetime;
  if (out.expires < out.not_before) {
    throw Error("nbf < exp: nbf=" + format_rfc3339_nano(out.not_before) +
                ", exp=" + format_rfc3339_nano(out.expires));
  }
  if (out.not_before - now > std::chrono::minutes(30)) {
    throw Error("requested validity delay is too long: 'requested validity delay'=" +
                go_duration(now, out.not_before) + ", 'max validity delay'=30m0s");
  }
  const std::string length = go_duration(out.not_before, out.expires);
  if (out.expires - out.not_before < std::chrono::seconds(10)) {
    throw Error("requested token validity is too short: 'requested token validity'=" + length +
                ", 'minimum token validity'=10s");
  }
  if (out.expires - out.not_before > std::chrono::hours(1)) {
    throw Error("requested token validity is too long: 'requested token validity'=" + length +
                ", 'maximum token validity'=1h0m0s");
  }
  return out;
}

std::string confirmation_of(const Invocation& in) {
  const std::string file = in.string("cnf-file");
  if (file.empty()) return in.string("cnf");
  const std::string text = read_input(file);
  const auto request = x509::CertificateRequest::parse_pem(text);
  if (!request) throw Error("error parsing certificate request: " + request.error().text);
  return client::csr_fingerprint(request->der());
}

json::Object ssh_options(const Invocation& in) {
  json::Value principals;  // null when none is named: the CA then takes the subject
  if (const auto names = in.strings("principal"); !names.empty()) {
    json::Array list;
    for (const auto& name : names) list.emplace_back(name);
    principals = std::move(list);
  }
  return {{"ssh", json::Object{{"certType", in.boolean("host") ? "host" : "user"},
                               {"keyID", in.arg(0)},
                               {"principals", std::move(principals)},
                               {"validAfter", time_or_duration_of(in, "cert-not-before").to_string()},
                               {"validBefore", time_or_duration_of(in, "cert-not-after").to_string()}}}};
}

TokenWish wish_of(const Invocation& in) {
  TokenWish wish{.method = method_of(in), .subject = in.arg(0), .sans = in.strings("san")};
  wish.validity = validity_of(in);
  if (wish.method == Method::sign) wish.csr_fingerprint = confirmation_of(in);
  if (wish.method == Method::ssh_sign) wish.step = ssh_options(in);
  if (wish.method == Method::sign || wish.method == Method::ssh_sign) wish.user = user_data(in);
  return wish;
}

// The token a renewal carries instead of a TLS client certificate: the certificate's own key signs it.
std::string renew_token(const Invocation& in, const std::string& audience) {
  for (const char* flag : {"x5c-cert", "x5c-key"}) in.required_string(flag);
  const X5cCredential credential = x5c_credential(in);
  if (in.arg(0) != credential.common_name) {
    throw Error("positional argument <subject> must match the certificate common name");
  }
  const auto validity = validity_of(in).value_or(client::TokenValidity::starting(system_clock().now()));
  return client::make_renew_token(credential.chain, in.arg(0), audience, validity, *credential.key);
}

// --offline where there is no CA configuration: whoever has the provisioner's key and knows the CA's address
// makes tokens.
class KeyOnlyService final : public CaService {
 public:
  explicit KeyOnlyService(const Invocation& in) : url_(ca_url_of(in)), root_file_(root_file_of(in)) {}
  json::Array provisioners() override { return {}; }
  std::string encrypted_key(const json::Object&, const std::string&) override { return {}; }
  std::string audience(Method method) const override {
    return url_ + "/1.0/" + std::string(audience_path(method));
  }
  std::string root_fingerprint() const override { return root_fingerprint_of(root_file_); }
  std::shared_ptr<CaService> for_token(const std::string&) override { throw no_ca(); }
  messages::SignResponse sign(const messages::SignRequest&) override { throw no_ca(); }
  messages::SignResponse renew(const client::Identity&) override { throw no_ca(); }
  messages::SignResponse renew_with_token(const std::string&) override { throw no_ca(); }
  messages::SignResponse rekey(const client::Identity&, const messages::RekeyRequest&) override {
    throw no_ca();
  }
  void revoke(const messages::RevokeRequest&, const client::Identity*) override { throw no_ca(); }

 private:
  static Error no_ca() { return Error("there is no CA to ask"); }
  std::string url_, root_file_;
};

std::string key_id_of(const Invocation& in, const std::string& name) {
  if (!is_in_key_store(in.string("kms"), name)) return load_signing_key(in, name).kid;
  return client::key_thumbprint(*load_named_signer(in.string("kms"), name, key_password(in)));
}

std::string key_only_token(const Invocation& in) {
  if (in.string("provisioner").empty()) throw required_with("offline", "provisioner");
  if (in.string("key").empty()) throw required_with("offline", "key");
  client::ListedProvisioner own;
  own.type = provisioner::Type::jwk;
  own.name = in.string("provisioner");
  own.kid = in.string("kid");
  if (own.kid.empty()) own.kid = key_id_of(in, in.string("key"));
  KeyOnlyService service(in);
  TokenWish wish = wish_of(in);
  return make_token(in, service, own, wish);
}

std::string token_for(const Invocation& in) {
  const bool offline = in.boolean("offline");
  if (offline && !file_exists(ca_config_of(in))) return key_only_token(in);
  if (method_of(in) == Method::renew) return renew_token(in, open_service(in)->audience(Method::renew));
  TokenWish wish = wish_of(in);
  return new_token(in, *open_service(in), wish);
}

int run(Invocation& in) {
  in.expect_args(1);
  check_combinations(in);
  if (!in.boolean("offline")) {
    ca_url_of(in);
    root_file_of(in);
  }
  check_later_combinations(in);
  refuse_unsupported(in, {"sshpop-cert", "sshpop-key"});
  const std::string token = token_for(in);
  const std::string file = in.string("output-file");
  if (file.empty()) {
    print(token + "\n");
  } else {
    write_secret_output(in, file, token);
  }
  return 0;
}

}  // namespace

constexpr Command token_command{
    .name = "token",
    .usage = "make a one-time token that authorizes a request to the CA",
    .usage_text = R"(**step ca token** <subject>
[**--san**=<dns|ip|email|uri>]... [**--not-before**=<time|duration>] [**--not-after**=<time|duration>]
[**--provisioner**=<name>] [**--provisioner-password-file**=<file>] [**--password-file**=<file>]
[**--kid**=<kid>] [**--key**=<file>] [**--output-file**=<file>] [**--revoke**] [**--renew**]
[**--x5c-cert**=<chain>] [**--x5c-key**=<file>] [**--x5c-insecure**]
[**--nebula-cert**=<file>] [**--nebula-key**=<file>] [**--k8ssa-token-path**=<file>]
[**--cnf**=<fingerprint>] [**--cnf-file**=<file>] [**--set**=<key=value>]... [**--set-file**=<file>]
[**--ssh**] [**--host**] [**--principal**=<name>]... [**--offline**] [**--ca-config**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca token** makes a token that lets whoever has it get one certificate, or revoke one. It is signed
with the key of a provisioner, lives for five minutes, and works once.

Make the token where the provisioner's password is known, and use it where the certificate is needed: that machine then needs
to know nothing else, because the token names the CA and pins its root.

## POSITIONAL ARGUMENTS

<subject>
:  The common name of the certificate and, without **--san**, its only name. With **--revoke** the serial number of the
certificate to revoke.

## EXAMPLES

A token for www.example.com, used on another machine:
```
$ TOKEN=$(step ca token www.example.com)
$ step ca certificate --token $TOKEN www.example.com www.crt www.key
```

For several names, valid for a quarter of an hour:
```
$ step ca token --san www.example.com --san 10.1.2.3 --not-after 15m www.example.com
```

Without a question, with the provisioner's password in a file:
```
$ step ca token --provisioner you@example.com --provisioner-password-file p.txt www.example.com
```

Good for one certificate request and no other:
```
$ step ca token --cnf-file www.csr www.example.com
```

For a machine that a provisioner knows by a certificate of another CA, by its Nebula certificate, or by the token of its
Kubernetes service account:
```
$ step ca token www.example.com --x5c-cert agent.crt --x5c-key agent.key
$ step ca token www.example.com --nebula-cert host.crt --nebula-key host.key
$ step ca token www.example.com --k8ssa-token-path token
```

To revoke a certificate:
```
$ step ca token --revoke 268156474371325268426894253421327
```

On the machine of the CA, without its server:
```
$ step ca token --offline www.example.com
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
