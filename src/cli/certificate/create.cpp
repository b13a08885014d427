// step certificate create: certificates and requests made here, without a CA (reference:
// command/certificate/create.go).
#include "base/files.h"
#include "base/name_kind.h"
#include "cli/certificate/certificate.h"
#include "cli/certificate/issuing.h"
#include "cli/certificate/public_only_key.h"
#include "cli/certificate/template_flags.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/key_flags.h"
#include "cli/shared/named_key.h"
#include "cli/shared/user_data.h"
#include "x509/request.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(
    kty_flag, size_flag, curve_flag,
    Flag{"csr", Kind::boolean, "Make a certification request instead of a certificate."},
    Flag{"profile", Kind::string,
         "The <profile> of the certificate: leaf, intermediate-ca, root-ca or self-signed. The latter "
         "requires **--subtle**.",
         "leaf"},
    template_flag, set_flag, set_file_flag,
    Flag{"not-before", Kind::string,
         "The <time|duration> from which the certificate is valid; now by default."},
    Flag{"not-after", Kind::string,
         "The <time|duration> until which the certificate is valid; 24 hours for leaves and ten years for "
         "CAs by default."},
    Flag{"san", Kind::strings,
         "A name the certificate is for: DNS name, IP address, e-mail address or URI. Use the flag several "
         "times for several "
         "names; without it the subject is the only name."},
    Flag{"ca", Kind::string, "The certificate of the issuing CA, in PEM."},
    Flag{"ca-key", Kind::string, "The private key of the issuing CA, in PEM."},
    Flag{"ca-kms", Kind::string,
         "The <uri> of the key store that has **--ca-key**, as step-kms-plugin takes it."},
    Flag{"ca-password-file", Kind::string, "The <file> with the password of **--ca-key**."}, kms_flag,
    Flag{"key", Kind::string,
         "A <file> with the private key to use, or its name in a key store, instead of a new one."},
    Flag{"password-file", Kind::string,
         "The <file> with the password that opens **--key** and protects the key written."},
    Flag{"no-password", Kind::boolean, "Write the private key without encryption. Requires **--insecure**."},
    Flag{"bundle", Kind::boolean, "Put the issuing certificate into <crt-file> too."},
    Flag{"skip-csr-signature", Kind::boolean,
         "Make no request for the template to look at, beside its key: for a **--key** that is public."},
    force_flag, subtle_flag, insecure_flag.hide());

using Profile = std::string;

bool is_self_issued(const Profile& profile) { return profile == "root-ca" || profile == "self-signed"; }

void check_profile_name(const Profile& profile) {
  if (profile == "leaf" || profile == "intermediate-ca" || is_self_issued(profile)) return;
  throw invalid_flag_value("profile", profile, "leaf, intermediate-ca, root-ca, self-signed");
}

// The public key that --key may hold when nothing has to be signed with it; nullopt for anything else.
std::optional<PublicKey> public_key_file(const Invocation& in, const std::string& file) {
  if (file.empty() || is_in_key_store(in.string("kms"), file)) return std::nullopt;
  const Key key = read_key(read_pem_input(file), file, password_for(in, "password-file"), Blocks::first);
  if (const auto* found = std::get_if<PublicKey>(&key)) return *found;
  return std::nullopt;
}

void check_csr_flags(const Invocation& in) {
  if (in.boolean("bundle")) throw incompatible_flags("bundle", "csr");
  if (in.string("profile") != "leaf") throw incompatible_flags("profile", "csr");
  for (const char* flag : {"ca", "ca-key", "ca-password-file", "not-before", "not-after"}) {
    if (in.is_set(flag)) throw incompatible_flags(flag, "csr");
  }
}

void check_certificate_flags(const Invocation& in, const Profile& profile) {
  if (!in.string("template").empty()) {
    const bool ca = !in.string("ca").empty(), ca_key = !in.string("ca-key").empty();
    if (ca && !ca_key) throw required_with("ca", "ca-key");
    if (ca_key && !ca) throw required_with("ca-key", "ca");
    return;
  }
  if (in.boolean("bundle") && profile != "leaf") throw incompatible_flag_value("bundle", "profile", profile);
  if (profile == "self-signed" && !in.boolean("subtle"))
    throw required_with_value("profile", profile, "subtle");
  check_profile_name(profile);
  for (const char* flag : {"ca", "ca-key"}) {
    if (is_self_issued(profile) && in.is_set(flag)) throw incompatible_flag_value(flag, "profile", profile);
    if (!is_self_issued(profile) && in.string(flag).empty())
      throw required_with_value("profile", profile, flag);
  }
}

// The key of the subject; `local` is what may be written to <key-file>: a key in a store stays there.
struct SubjectKey {
  std::shared_ptr<const Signer> signer;
  std::optional<PrivateKey> local;
};

SubjectKey subject_key(const Invocation& in) {
  const std::string file = in.string("key");
  if (file.empty()) {
    const PrivateKey made = generate_key(in);
    return {std::make_shared<PrivateKey>(made), made};
  }
  if (in.is_set("kty")) throw incompatible_with("key", "kty");
  if (in.is_set("curve")) throw incompatible_with("key", "crv");
  if (in.is_set("size")) throw incompatible_with("key", "size");
  SubjectKey key;
  if (auto only_public = public_key_file(in, file)) {
    if (in.boolean("csr")) throw Error("invalid value for flag --key: a private key is required");
    if (!in.boolean("skip-csr-signature"))
      throw Error("flag '--skip-csr-signature' is required with a public key");
    return {std::make_shared<PublicOnlyKey>(std::move(*only_public)), std::nullopt};
  }
  try {
    key.signer = load_named_signer(in.string("kms"), file, password_for(in, "password-file"));
  } catch (const Error& e) {
    if (!is_in_key_store(in.string("kms"), file)) throw;
    throw e.wrapped("failed to get public key");
  }
  if (!signs_x509(*key.signer, in.string("kms"), file))
    throw invalid_flag_value_hint("key", file, "the given key cannot sign X509 certificates");
  if (const auto* local = dynamic_cast<const PrivateKey*>(key.signer.get())) key.local = *local;
  return key;
}

std::vector<std::string> name_texts(const Invocation& in) {
  std::vector<std::string> names = in.strings("san");
  if (names.empty()) names.push_back(in.arg(0));
  return names;
}

x509::SubjectAltNames names_of(const Invocation& in) {
  return x509::to_alt_names(split_names(name_texts(in)));
}

templates::CertificateData data_of(const Invocation& in) {
  x509::NameFields subject;
  subject.common_name = in.arg(0);
  return template_data(std::move(subject), name_texts(in), in);
}

x509::CertificateTemplate template_of(const Invocation& in, const Profile& profile, const PublicKey& key) {
  const bool ca = profile == "root-ca" || profile == "intermediate-ca";
  const auto validity = validity_from_flags(in, ca ? x509::default_ca_validity : x509::default_leaf_validity);
  const x509::Name subject = x509::Name::from_common_name(in.arg(0));
  if (profile == "root-ca") return x509::root_profile(subject, key, validity);
  if (profile == "intermediate-ca") return x509::intermediate_profile(subject, key, validity);
  return x509::leaf_profile(subject, names_of(in), key, validity);
}

// The template sees the request that would be made for the same subject and names.
x509::CertificateTemplate by_template(const Invocation& in, const std::string& text, const Signer& key) {
  x509::RequestTemplate request;
  if (!in.boolean("skip-csr-signature")) {
    request.subject = x509::Name::from_common_name(in.arg(0));
    request.names = names_of(in);
  }
  return certificate_by_template(text, data_of(in), x509::create_request(request, key),
                                 validity_from_flags(in, x509::default_leaf_validity));
}

// What cannot be signed is found here.
template <class Make>
std::string creating(const Make& make) {
  try {
    return make();
  } catch (const Error& error) {
    throw error.wrapped("error creating certificate");
  }
}

std::string make_certificate(const Invocation& in, const Profile& profile,
                             const std::optional<std::string>& text, const Signer& key) {
  const auto what = text ? by_template(in, *text, key) : template_of(in, profile, key.public_key());
  const bool alone = text ? in.string("ca").empty() : is_self_issued(profile);
  if (alone && dynamic_cast<const PublicOnlyKey*>(&key) != nullptr)
    throw Error(
        "a certificate that signs itself needs the private key: give it with --key, or an issuer with --ca");
  if (alone) return creating([&] { return x509::issue_self_signed(what, key).pem(); });
  const PasswordSource password =
      remembered(password_for(in, "ca-password-file"));  // one PKCS#12 may be both
  const x509::Certificate issuer = load_issuer_certificate(in.string("ca"), password);
  const std::string ca_key = in.string("ca-key");
  const auto issuer_key = load_named_signer(in.string("ca-kms"), ca_key, password);
  if (!signs_x509(*issuer_key, in.string("ca-kms"), ca_key))
    throw invalid_flag_value_hint("ca-key", ca_key, "the given key cannot sign X509 certificates");
  return creating([&] {
    return x509::issue(what, x509::Issuer(issuer, issuer_key)).pem() +
           (in.boolean("bundle") ? issuer.pem() : "");
  });
}

std::string make_request(const Invocation& in, const std::optional<std::string>& text, const Signer& key) {
  if (text) return request_by_template(*text, data_of(in), key).pem();
  x509::RequestTemplate request;
  request.subject = x509::Name::from_common_name(in.arg(0));
  request.names = names_of(in);
  return x509::create_request(request, key).pem();
}

std::string key_text(const Invocation& in, const PrivateKey& key) {
  if (in.boolean("no-password")) return write_private_key(key);
  Secret password;
  if (const std::string file = in.string("password-file"); !file.empty())
    password = value_or_throw(read_password_file(file), "error reading encrypting password from file");
  if (password.empty()) {
    password = ask_password({.label = "Please enter the password to encrypt the private key",
                             .required = true,
                             .flag = "password-file",
                             .failing = "error reading password"});
  }
  return write_encrypted_private_key(key, password);
}

int run(Invocation& in) {
  in.expect_args(in.string("key").empty() ? 3 : 2, 3);
  if (in.boolean("no-password") && !in.boolean("insecure")) throw required_with("no-password", "insecure");
  if (in.arg_count() == 3 && in.arg(1) == in.arg(2)) throw in.equal_arguments("<crt-file>", "<key-file>");
  validity_from_flags(
      in, x509::default_ca_validity);  // what is wrong with the flags is said before a key is made
  const auto text = template_from_flag(in);
  user_data(in);  // a mistake in --set is said before a key is made
  const bool csr = in.boolean("csr");
  if (csr && in.boolean("skip-csr-signature")) throw incompatible_flags("csr", "skip-csr-signature");
  const Profile profile = in.string("profile");
  const SubjectKey key = subject_key(in);
  csr ? check_csr_flags(in) : check_certificate_flags(in, profile);
  const std::string pem =
      csr ? make_request(in, text, *key.signer) : make_certificate(in, profile, text, *key.signer);
  if (in.arg_count() == 3 && key.local) write_secret_output(in, in.arg(2), key_text(in, *key.local));
  named_refusal(in.arg(1), [&] { write_output(in, in.arg(1), pem, 0600); });
  say(std::string(csr ? "Your certificate signing request" : "Your certificate") + " has been saved in " +
      in.arg(1) + ".");
  if (in.arg_count() == 3 && key.local) say("Your private key has been saved in " + in.arg(2) + ".");
  return 0;
}

}  // namespace

constexpr Command create_command{
    .name = "create",
    .usage = "create a certificate or certificate signing request",
    .usage_text =
        "**step certificate create** <subject> <crt-file> <key-file>\n"
        "[**--kty**=<type>] [**--curve**=<curve>] [**--size**=<size>] [**--csr**] [**--profile**=<profile>] "
        "[**--template**=<file>] [**--set**=<key=value>] [**--set-file**=<file>] "
        "[**--san**=<SAN>] [**--ca**=<issuer-cert>] [**--ca-key**=<issuer-key>] "
        "[**--ca-kms**=<uri>] [**--ca-password-file**=<file>] "
        "[**--kms**=<uri>] [**--key**=<file>] [**--password-file**=<file>] "
        "[**--not-before**=<time|duration>] "
        "[**--not-after**=<time|duration>] [**--bundle**] [**--skip-csr-signature**] [**--no-password**] "
        "[**--insecure**] [**--subtle**] [**--force**]",
    .description =
        R"(**step certificate create** makes a key pair and a certificate for it: signed by a CA whose certificate and key you have, or by
itself. With **--csr** it makes a certification request, for a CA elsewhere to sign.

## POSITIONAL ARGUMENTS

<subject>
: The common name of the subject.

<crt-file>
: The file for the certificate or request.

<key-file>
: The file for the private key. Not needed with **--key**.

## EXAMPLES

A request and its key:
```
$ step certificate create --csr foo.internal foo.csr foo.key
```

A root, an intermediate and a leaf:
```
$ step certificate create 'Root CA' root.crt root.key --profile root-ca
$ step certificate create 'Intermediate CA' intermediate.crt intermediate.key --profile intermediate-ca \
  --ca root.crt --ca-key root.key
$ step certificate create svc.internal svc.crt svc.key --ca intermediate.crt --ca-key intermediate.key --bundle
```

A certificate as a template says, with values for it:
```
$ step certificate create svc.internal svc.crt svc.key --ca intermediate.crt --ca-key intermediate.key \
  --template leaf.tpl --set organizationalUnit=Engineering --set 'emails=["ops@example.com"]'
```

A leaf signed by a key in a hardware module, through **step-kms-plugin**:
```
$ step certificate create svc.internal svc.crt svc.key --ca intermediate.crt --ca-key 'pkcs11:id=4001' \
  --ca-kms 'pkcs11:module-path=/usr/lib/softhsm/libsofthsm2.so;token=ca?pin-source=/etc/ca.pin'
```

A leaf for a public key, whose private half stays where it is:
```
$ step certificate create svc.internal svc.crt --ca intermediate.crt --ca-key intermediate.key \
  --key svc.pub --skip-csr-signature
```

A self-signed certificate for a test, without a password:
```
$ step certificate create localhost localhost.crt localhost.key --profile self-signed --subtle --no-password --insecure
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
