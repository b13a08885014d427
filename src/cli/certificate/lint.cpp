// step certificate lint: a certificate against the rules of RFC 5280 and the CA/Browser Forum.
#include "lint/lint.h"

#include "base/clock.h"
#include "cli/certificate/certificate.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"
#include "crypto/pem.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags =
    flag_list(roots_flag, servername_flag,
              Flag{"insecure", Kind::boolean, "Do not verify the certificate of a remote server."});

// The first PEM block, of whatever type; without one, DER that begins as a certificate does.
Bytes first_certificate(const std::string& content, const std::string& name) {
  std::string_view rest = content;
  if (auto block = pem_next(rest)) {
    if (block->label.ends_with("CERTIFICATE REQUEST")) {
      throw Error("file " + name + " holds a certificate request; lint judges certificates");
    }
    return std::move(block->der);
  }
  if (looks_like_pem(content) || !content.starts_with('\x30')) {
    throw Error("could not parse certificate file '" + name + "'");
  }
  return to_bytes(content);
}

Bytes certificate_of(const Invocation& in, const std::string& name) {
  if (!is_remote(name)) return first_certificate(read_input(name), name);
  const auto chain = fetch_remote(name, in.string("roots"), in.string("servername"), in.boolean("insecure"));
  return to_bytes(chain.front().der());
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
        "[**--servername**=<servername>] [**--insecure**]",
    .description =
        R"(**step certificate lint** judges a certificate by 231 rules of RFC 5280, the Baseline Requirements of the CA/Browser
Forum and others, and prints the result of each in JSON: *pass*, *info*, *warn*, *error*, *fatal*, *NA* for a rule that
does not concern it, or *NE* for one that is younger than it. A file is not verified; the certificate of a server is,
unless **--insecure** is given. Findings are results, not failures: the exit code stays 0.

## POSITIONAL ARGUMENTS

<crt-file>
: A certificate or bundle in PEM, of which the first certificate is judged, or a certificate in DER, or the URL of a
server: *https://smallstep.com*.

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
