// step certificate inspect: what a certificate or request says, for people or programs.
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"
#include "x509/inspect_json.h"
#include "x509/inspect_short.h"
#include "x509/inspect_text.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags =
    flag_list(Flag{"format", Kind::string, "The output <format>: text, json or pem.", "text"}, roots_flag,
              servername_flag,
              Flag{"bundle", Kind::boolean, "Print every certificate of the file, not only the first."},
              Flag{"short", Kind::boolean, "Print a summary of a few lines."}, insecure_remote_flag,
              input_password_flag);

struct Format {
  std::string name;
  bool summary = false;
};

Format format_of(const Invocation& in) {
  const Format format{in.string("format"), in.boolean("short")};
  if (format.name != "text" && format.name != "json" && format.name != "pem") {
    throw invalid_flag_value("format", format.name, "text, json, pem");
  }
  if (format.summary && format.name != "text") throw incompatible_with("short", "--format " + format.name);
  return format;
}

std::string show(const x509::CertificateRequest& request, const Format& format) {
  if (format.name == "pem") return request.pem();
  if (format.name == "json") return x509::inspect_json(request);
  return format.summary ? x509::inspect_short(request) : x509::inspect_text(request);
}

std::string show(const std::vector<x509::Certificate>& certificates, const Format& format) {
  if (format.name == "json") return x509::inspect_json(certificates);
  std::string out;
  for (const x509::Certificate& certificate : certificates) {
    if (format.name == "pem") {
      out += certificate.pem();
    } else {
      out += format.summary ? x509::inspect_short(certificate) : x509::inspect_text(certificate);
    }
  }
  return out;
}

int run(Invocation& in) {
  in.expect_args(0, 1);
  const Format format = format_of(in);
  CertificateInput input = read_certificate_input(in, in.arg_count() == 0 ? "-" : in.arg(0));
  if (input.request) {
    print(show(*input.request, format));
    return 0;
  }
  if (!in.boolean("bundle")) input.certificates.resize(1, input.certificates.front());
  print(show(input.certificates, format));
  return 0;
}

}  // namespace

constexpr Command inspect_command{
    .name = "inspect",
    .usage = "print the details of a certificate or request",
    .usage_text =
        "**step certificate inspect** <crt-file>\n"
        "[**--bundle**] [**--short**] [**--format**=<format>] [**--roots**=<roots>] "
        "[**--servername**=<name>] "
        "[**--insecure**] [**--password-file**=<file>]",
    .description =
        R"(**step certificate inspect** prints a certificate or a certification request field by field. A file is not
verified; the certificate of a server is, unless **--insecure** is given.

## POSITIONAL ARGUMENTS

<crt-file>
: A certificate, a bundle or a request, in PEM or DER, or the URL of a server: *https://smallstep.com*. Without it,
standard input is read.

## EXAMPLES

In full:
```
$ step certificate inspect svc.crt
```

In a few lines:
```
$ step certificate inspect --short svc.crt
```

How long it is valid, for a program:
```
$ step certificate inspect svc.crt --format json | jq .validity
```

What a server presents:
```
$ step certificate inspect https://localhost:9000 --bundle --short --roots root_ca.crt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
