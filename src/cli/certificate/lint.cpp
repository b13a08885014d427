// step certificate lint: a certificate against the rules of RFC 5280 and the CA/Browser Forum.
#include "lint/lint.h"

#include "base/clock.h"
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"
#include "crypto/pem.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(roots_flag, servername_flag, insecure_remote_flag, input_password_flag);

// What the reader of certificates refuses may still be judged: DER as it is, and of PEM the first block that
// is labelled as a certificate, else the first of whatever label.
Bytes first_certificate(const std::string& content, const std::string& name) {
  std::vector<PemBlock> blocks = pem_decode_all(content);
  if (!blocks.empty()) {
    for (PemBlock& block : blocks) {
      if (block.label == "CERTIFICATE") return std::move(block.der);
    }
    if (blocks.front().label.ends_with("CERTIFICATE REQUEST"))
      throw Error("file " + name + " holds a certificate request; lint judges certificates");
    return std::move(blocks.front().der);
  }
  if (looks_like_pem(content) || !content.starts_with('\x30')) {
    throw Error("could not parse certificate file '" + name + "'");
  }
  return to_bytes(content);
}

Bytes certificate_of(const Invocation& in, const std::string& name) {
  const InputContents found = read_contents_of(in, name);
  if (!found.wrapped) return first_certificate(found.content, name);
  if (found.certificates.empty())
    throw Error("could not parse certificate file '" + name + "'" +
                (found.problem ? ": " + found.problem->text : ""));
  return to_bytes(found.certificates.front().der());
}

int run(Invocation& in) {
  in.expect_args(1);
  const auto view = lint::CertificateView::parse(certificate_of(in, in.arg(0)));
  if (!view) throw Error("error parsing certificate " + in.arg(0) + ": " + view.error().text);
  print(lint::report_json(lint::lint_certificate(*view), system_clock().now()));
  return 0;
}

}  // namespace

constexpr Command lint_command{
    .name = "lint",
    .usage = "judge a certificate by the rules for certificates",
    .usage_text =
        "**step certificate lint** <crt-file> [**--roots**=<root-bundle>]\n"
        "[**--servername**=<servername>] [**--insecure**] [**--password-file**=<file>]",
    .description =
        R"(**step certificate lint** judges a certificate by 231 rules of RFC 5280, the Baseline Requirements of the CA/Browser
Forum and others, and prints the result of each in JSON: *pass*, *info*, *warn*, *error*, *fatal*, *NA* for a rule that
does not concern it, or *NE* for one that is younger than it. A file is not verified; the certificate of a server is,
unless **--insecure** is given. Findings are results, not failures: the exit code stays 0.

## POSITIONAL ARGUMENTS

<crt-file>
: A certificate or bundle in PEM, of which the first certificate is judged, or a certificate in DER, PKCS#7 or
PKCS#12, or the URL of a server: *https://smallstep.com*.

## EXIT CODES

This command returns 0 on success and \>0 if the certificate cannot be read.

## EXAMPLES

All results:
```
$ step certificate lint svc.crt
```

What there is to mend:
```
$ step certificate lint svc.crt | jq '.lints | with_entries(select(.value.result | IN("warn", "error")))'
```

What a server presents, verified by a root of one's own:
```
$ step certificate lint https://localhost:9000 --roots root_ca.crt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
