// step certificate sign: a certificate for somebody's request, signed by a CA whose files are here
// (reference: command/certificate/sign.go).
#include "base/name_kind.h"
#include "base/text.h"
#include "cli/certificate/certificate.h"
#include "cli/certificate/issuing.h"
#include "cli/certificate/template_flags.h"
#include "cli/engine/output_file.h"
#include "cli/shared/named_key.h"
#include "cli/shared/user_data.h"
#include "x509/file_contents.h"
#include "x509/oids.h"
#include "x509/request.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(
    kms_flag,
    Flag{"profile", Kind::string,
         "The <profile> of the certificate: leaf, intermediate-ca, or csr, which copies what the request "
         "asks for.",
         "leaf"},
    template_flag, set_flag, set_file_flag,
    Flag{"omit-cn-san", Kind::boolean, "Do not make the common name a name of a request that has no others."},
    Flag{"password-file", Kind::string, "The <file> with the password of <key-file>."},
    Flag{"not-before", Kind::string,
         "The <time|duration> from which the certificate is valid; now by default."},
    Flag{"not-after", Kind::string,
         "The <time|duration> until which the certificate is valid; 24 hours, and ten years for CAs, by "
         "default."},
    Flag{"path-len", Kind::integer,
         "The <maximum> number of CA certificates that may follow an intermediate CA below it; -1 for no "
         "limit.",
         "0"},
    Flag{"bundle", Kind::boolean, "Print the certificates of <crt-file> behind the new one."});

x509::CertificateRequest load_request(const std::string& file) {
  x509::FileContents found = x509::read_contents(read_pem_input(file));
  if (found.requests.empty()) {
    const bool pem = found.form == x509::FileContents::Form::pem;
    throw Error("error parsing " + file + ": " +
                (pem ? "error decoding PEM data: " : "error parsing certificate request as DER format: ") +
                (found.problem ? found.problem->text : "no CERTIFICATE REQUEST block found"));
  }
  if (!found.requests.front().verify_signature())
    throw Error("certificate request has invalid signature: x509: signature does not verify");
  return std::move(found.requests.front());
}

std::vector<x509::Certificate> load_issuer_bundle(const Invocation& in, const PasswordSource& password) {
  try {
    return load_named_certificates(in.string("kms"), in.arg(1), password);
  } catch (const Error& e) {
    throw Error("file " + in.arg(1) + " does not contain a valid certificate: " + e.text());
  }
}

std::shared_ptr<const Signer> load_issuer_key(const Invocation& in, const x509::Certificate& issuer,
                                              const PasswordSource& password) {
  auto key = load_named_signer(in.string("kms"), in.arg(2), password);
  if (!signs_x509(*key, in.string("kms"), in.arg(2)))
    throw Error("the key " + quote(in.arg(2)) + " cannot be used to sign X509 certificates");
  const auto& wanted = issuer.public_key();
  if (!wanted) throw Error("unknown public key algorithm");
  if (wanted->type() != key->public_key().type())
    throw Error("private key type does not match issuer public key type");
  if (!(*wanted == key->public_key())) throw Error("private key does not match issuer public key");
  return key;
}

void check_issuer(const x509::Certificate& issuer, bool for_ca, std::int64_t path_len) {
  if (!issuer.is_ca()) throw Error("issuer certificate is not a certificate authority");
  if (!issuer.has_key_usage(x509::cert_sign))
    throw Error("issuer certificate does not have the keyCertSign usage");
  const auto limit = issuer.basic_constraints()->max_path_len;
  if (!for_ca || !limit) return;
  const std::string refusal =
      "issuer certificate cannot sign an intermediate-ca: pathLenConstraint is " + std::to_string(*limit);
  if (*limit == 0) throw Error(refusal);
  if (path_len == -1 || path_len >= *limit)
    throw Error(refusal + ", want at most " + std::to_string(*limit - 1));
}

// What the template sees: the named attributes of the request's subject, and its names.
x509::CertificateTemplate by_template(const Invocation& in, const std::string& text,
                                      const x509::CertificateRequest& request, std::int64_t path_len) {
  x509::NameFields subject = x509::NameFields::from_name(request.subject());
  subject.extra.clear();
  const x509::SubjectAltNames& asked = request.names();
  std::vector<std::string> names = asked.dns;
  names.insert(names.end(), asked.emails.begin(), asked.emails.end());
  for (const IpAddress& ip : asked.ips) names.push_back(ip.to_string());
  names.insert(names.end(), asked.uris.begin(), asked.uris.end());
  if (names.empty() && !in.boolean("omit-cn-san")) names.push_back(subject.common_name);
  templates::CertificateData data = template_data(std::move(subject), names, in);
  data.max_path_len = static_cast<int>(path_len);
  return certificate_by_template(text, data, request, validity_from_flags(in, x509::default_leaf_validity));
}

// A subject as the request wrote it, octet for octet.
x509::CertificateTemplate leaf_template(const Invocation& in, const x509::CertificateRequest& request) {
  x509::SubjectAltNames names = request.names();
  const std::string cn = request.subject().common_name();
  if (names.empty() && !cn.empty() && !in.boolean("omit-cn-san"))
    names = x509::to_alt_names(split_names({cn}));
  return x509::leaf_profile(request.subject(), std::move(names), *request.public_key(),
                            validity_from_flags(in, x509::default_leaf_validity));
}

// Everything the request asks for, as it asks; key identifiers are ours.
x509::CertificateTemplate copying_template(const Invocation& in, const x509::CertificateRequest& request) {
  const auto validity = validity_from_flags(in, x509::default_leaf_validity);
  x509::CertificateTemplate what;
  what.subject = request.subject();
  what.public_key = *request.public_key();
  what.not_before = validity.not_before;
  what.not_after = validity.not_after;
  for (const x509::Extension& extension : request.extensions()) {
    if (extension.oid != x509::oids::authority_key_id) what.extra.push_back(extension);
  }
  return what;
}

x509::CertificateTemplate intermediate_template(const Invocation& in, const x509::CertificateRequest& request,
                                                std::int64_t path_len) {
  const x509::Name subject = x509::NameFields::from_name(request.subject()).to_name();
  const std::optional<int> limit =
      path_len < 0 ? std::nullopt : std::optional<int>(static_cast<int>(path_len));
  return x509::intermediate_profile(subject, *request.public_key(),
                                    validity_from_flags(in, x509::default_ca_validity), limit);
}

int run(Invocation& in) {
  in.expect_args(3);
  const x509::CertificateRequest request = load_request(in.arg(0));
  if (!request.public_key())
    throw Error("error parsing " + in.arg(0) + ": " + request.public_key().error().text);
  const PasswordSource password = remembered(password_for(in, "password-file"));  // one PKCS#12 may be both
  const auto bundle = load_issuer_bundle(in, password);
  const auto key = load_issuer_key(in, bundle.front(), password);
  const std::string profile = in.string("profile");
  if (profile != "leaf" && profile != "intermediate-ca" && profile != "csr") {
    throw invalid_flag_value("profile", profile, "leaf, intermediate-ca, csr");
  }
  const auto text = template_from_flag(in);
  if (text) user_data(in);
  const std::int64_t path_len = in.integer("path-len");
  if (path_len < -1 || path_len > 255) {
    throw invalid_flag_value_hint("path-len", std::to_string(path_len), "path-len must be -1 or greater");
  }
  check_issuer(bundle.front(), profile == "intermediate-ca", path_len);
  const auto what = text                ? by_template(in, *text, request, path_len)
                    : profile == "leaf" ? leaf_template(in, request)
                    : profile == "csr"  ? copying_template(in, request)
                                        : intermediate_template(in, request, path_len);
  const x509::Issuer issuer(bundle.front(), key);
  print(x509::issue(what, issuer).pem() + (in.boolean("bundle") ? x509::certificates_to_pem(bundle) : ""));
  return 0;
}

}  // namespace

constexpr Command sign_command{
    .name = "sign",
    .usage = "sign a certificate signing request",
    .usage_text =
        "**step certificate sign** <csr-file> <crt-file> <key-file>\n"
        "[**--kms**=<uri>] [**--profile**=<profile>] [**--template**=<file>] [**--set**=<key=value>] "
        "[**--set-file**=<file>] "
        "[**--password-file**=<file>] [**--path-len**=<maximum>] "
        "[**--not-before**=<time|duration>] [**--not-after**=<time|duration>] [**--omit-cn-san**] "
        "[**--bundle**]",
    .description =
        R"(**step certificate sign** prints a certificate for a certification request, signed by the CA whose certificate and key are given.

## POSITIONAL ARGUMENTS

<csr-file>
: The request, in PEM or DER.

<crt-file>
: The certificate of the issuer; the first of a bundle signs.

<key-file>
: The private key of the issuer: a file, or its name in a key store.

## EXAMPLES

A leaf, with its issuer behind it:
```
$ step certificate sign leaf.csr issuer.crt issuer.key --bundle
```

An intermediate CA that may sign one more level:
```
$ step certificate sign intermediate.csr root.crt root.key --profile intermediate-ca --path-len 1
```

As a template says:
```
$ step certificate sign device.csr issuer.crt issuer.key --template device.tpl --set-file device.json
```

With a key in a hardware module, through **step-kms-plugin**:
```
$ step certificate sign leaf.csr issuer.crt 'pkcs11:id=4001' \
  --kms 'pkcs11:module-path=/usr/lib/softhsm/libsofthsm2.so;token=ca?pin-source=/etc/ca.pin'
```

What the request asks for, for one week:
```
$ step certificate sign special.csr issuer.crt issuer.key --profile csr --not-after 168h
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
