// step certificate verify: does a certificate lead to a root we trust, and has it been revoked?
#include "x509/verify.h"
#include "base/clock.h"
#include "base/files.h"
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/issuing.h"
#include "cli/certificate/remote.h"
#include "cli/certificate/revocation.h"
#include "cli/certificate/root_pool.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"
#include "x509/name_match.h"
#include "x509/name_text.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(
    Flag{"host", Kind::string, "The <host> (DNS name or IP address) that the certificate must be valid for."},
    Flag{"roots", Kind::string,
         "The <roots> that the certificate must lead to: a file, a comma-separated list of files, or a "
         "folder. The "
         "system's otherwise."},
    Flag{"issuing-ca", Kind::string,
         "The <file> with the certificate of the issuing CA, which signs revocation lists and OCSP "
         "responses. That of "
         "the verified chain otherwise."},
    Flag{"verify-ocsp", Kind::boolean,
         "Ask the issuer's OCSP responder whether the certificate has been revoked."},
    Flag{"ocsp-endpoint", Kind::string, "The <url> of the OCSP responder. The certificate's own otherwise."},
    Flag{"verify-crl", Kind::boolean, "Look the certificate up in the issuer's revocation list."},
    Flag{"crl-endpoint", Kind::string, "The <url> of the revocation list. The certificate's own otherwise."},
    Flag{"verbose,v", Kind::boolean, "Say what has been verified."}, servername_flag,
    Flag{"insecure", Kind::boolean, "Do not verify the signature of revocation lists."}, input_password_flag,
    json_flag);

// The leaf and what came with it. The reference's words for what is no certificate speak of PEM.
std::vector<x509::Certificate> presented_by(const Invocation& in, const std::string& name) {
  if (is_remote(name)) return fetch_remote(name, in.string("roots"), in.string("servername"), false);
  InputContents found = read_contents_of(in, name);
  if (found.problem) {
    throw Error(found.certificates.empty() ? name + ": " + found.problem->text
                                           : "failure creating intermediate list from certificate '" + name +
                                                 "': " + found.problem->text);
  }
  if (!found.certificates.empty()) return std::move(found.certificates);
  throw Error(name + (found.form == x509::FileContents::Form::unknown && !found.content.empty()
                          ? " contains an invalid PEM block"
                          : " contains no PEM certificate blocks"));
}

x509::Certificate load_issuing_ca(const Invocation& in, const std::string& name) {
  const auto content = name == "-" ? read_stdin() : read_file(input_file(name));
  if (!content) throw Error("unable to load the issuing CA certificate file");
  x509::FileContents found = x509::read_contents(*content, name, password_for(in, "password-file"));
  if (!found.certificates.empty()) return std::move(found.certificates.front());
  if (found.problem) throw Error("failed to parse the issuing CA certificate: " + found.problem->text);
  throw Error("failed to decode the issuing CA certificate");
}

// Who may speak about the leaf's revocation. The issuer in the verified chain can be trusted; what the
// certificate's own URL serves is believed only if it has signed the certificate.
x509::Certificate issuer_of(const Invocation& in, const std::vector<x509::Certificate>& chain,
                            const std::vector<x509::Certificate>& roots) {
  if (const std::string file = in.string("issuing-ca"); !file.empty()) return load_issuing_ca(in, file);
  const x509::Certificate& leaf = chain.front();
  if (chain.size() > 1) return chain[1];
  if (x509::same_name(leaf.issuer(), leaf.subject())) return leaf;
  x509::Certificate issuer = download_issuer(leaf, roots);
  if (!issuer.public_key() || !leaf.is_signed_by(*issuer.public_key()))
    throw Error("failed to parse the issuing CA: it has not signed the certificate");
  return issuer;
}

/// What was found, for --json.
struct Findings {
  std::vector<x509::Certificate> chain;
  std::string host, crl, ocsp;
};

json::Object describe(const Findings& findings, const std::string& error) {
  json::Object out;
  out["valid"] = error.empty();
  if (!error.empty()) out["error"] = error;
  json::Array chain;
  for (const x509::Certificate& certificate : findings.chain) {
    chain.push_back(json::Object{{"subject", x509::readable_name(certificate.subject())},
                                 {"issuer", x509::readable_name(certificate.issuer())},
                                 {"serial", certificate.serial().decimal()},
                                 {"fingerprint", certificate.fingerprint()},
                                 {"not_before", format_rfc3339(certificate.not_before())},
                                 {"not_after", format_rfc3339(certificate.not_after())}});
  }
  out["chain"] = std::move(chain);
  if (!findings.host.empty()) out["host"] = findings.host;
  if (!findings.crl.empty()) out["crl"] = findings.crl;
  if (!findings.ocsp.empty()) out["ocsp"] = findings.ocsp;
  return out;
}

void verify(const Invocation& in, Findings& findings) {
  const std::string& name = in.arg(0);
  const bool verbose = in.boolean("verbose") && !in.boolean("json");
  const auto note = [&](const std::string& line) {
    if (verbose) print(line + "\n");
  };
  const std::string roots = in.string("roots");
  const auto presented = presented_by(in, name);

  x509::VerifyOptions options;
  options.roots = load_roots(roots);
  options.intermediates.assign(presented.begin() + 1, presented.end());
  options.at = system_clock().now();
  options.host = in.string("host");
  if (options.roots.empty())
    throw Error("failed to verify certificate: x509: failed to load system roots and no roots provided");
  findings.chain =
      value_or_throw(x509::verify_chain(presented.front(), options), "failed to verify certificate");
  findings.host = options.host;
  note("certificate validated against roots");
  if (!options.host.empty()) note("certificate host name validated");

  const bool ask_crl = in.boolean("verify-crl"), ask_ocsp = in.boolean("verify-ocsp");
  if (ask_crl || ask_ocsp || !in.string("issuing-ca").empty()) {
    RevocationQuestion question{presented.front(), issuer_of(in, findings.chain, options.roots), {}, {}};
    if (!roots.empty()) question.roots = options.roots;
    question.verbose = verbose;
    question.check_signature = !in.boolean("insecure");
    if (ask_crl) {
      question.endpoint = in.string("crl-endpoint");
      findings.crl = check_revocation_lists(question);
      note("certificate not revoked in CRL " + findings.crl);
    }
    if (ask_ocsp) {
      question.endpoint = in.string("ocsp-endpoint");
      findings.ocsp = check_ocsp_responders(question);
      note("certificate status is good according OCSP " + findings.ocsp);
    }
  }
  note("certficiate is valid");
}

int run(Invocation& in) {
  in.expect_args(1);
  Findings findings;
  try {
    verify(in, findings);
  } catch (const Error& e) {
    if (in.boolean("json")) print_json(describe(findings, e.text()));
    throw;
  }
  if (in.boolean("json")) print_json(describe(findings, {}));
  return 0;
}

}  // namespace

constexpr Command verify_command{
    .name = "verify",
    .usage = "verify a certificate",
    .usage_text =
        "**step certificate verify** <crt-file> [**--host**=<host>]\n"
        "[**--roots**=<roots>] [**--servername**=<name>] [**--issuing-ca**=<file>] [**--verbose**] "
        "[**--json**]\n"
        "[**--verify-ocsp**] [**--ocsp-endpoint**=<url>] [**--verify-crl**] [**--crl-endpoint**=<url>] "
        "[**--insecure**] [**--password-file**=<file>]",
    .description =
        R"(**step certificate verify** builds the path from a certificate to a root that is trusted and validates it as
RFC 5280 demands: signatures, validity, basic constraints, key usage, name constraints, policies. It says nothing when all is
well, and what is wrong otherwise.

## POSITIONAL ARGUMENTS

<crt-file>
: The certificate in PEM, followed by the intermediates that lead to the root, or the URL of a server:
*https://smallstep.com*, also with *tls://*, *tcp://*, *smtps://* or *ldaps://*.

## EXIT CODES

The exit status is 0 if the certificate is valid, and 1 if it is not or could not be verified.

## EXAMPLES

Against the roots of the system:
```
$ step certificate verify ./certificate.crt
```

For a host, against a root of your own:
```
$ step certificate verify svc.crt --host svc.internal --roots root_ca.crt
```

What a server presents, and whether it has been revoked:
```
$ step certificate verify https://smallstep.com --verify-ocsp --verify-crl --verbose
```

With the revocation list of the issuer from another place:
```
$ step certificate verify svc.crt --roots root_ca.crt --verify-crl --crl-endpoint http://ca.internal/crl
```

For a program:
```
$ step certificate verify svc.crt --roots root_ca.crt --json | jq .valid
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
