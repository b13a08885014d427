// step certificate fingerprint: the digest by which people compare certificates.
#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/remote.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/fingerprint_format.h"
#include "cli/shared/json_output.h"
#include "crypto/digest.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags = flag_list(
    roots_flag, Flag{"bundle", Kind::boolean, "Print the fingerprint of every certificate of the file."},
    Flag{"insecure", Kind::boolean,
         "Do not verify the certificate of a remote server, or acknowledge that **--sha1** is weak."},
    servername_flag,
    Flag{"format", Kind::string,
         "The <format> of the fingerprint: hex, base64, base64-url, base64-raw, base64-url-raw or emoji.",
         "hex"},
    Flag{"sha1", Kind::boolean, "Use SHA-1 instead of SHA-256. Requires **--insecure**."}, json_flag,
    input_password_flag);

std::string fingerprint(ByteView der, bool sha1_digest, std::string_view format) {
  return sha1_digest ? format_fingerprint(sha1(der), format) : format_fingerprint(sha256(der), format);
}

// A list even of one, so that a program gets one shape.
void print_all(const std::vector<ByteView>& ders, bool use_sha1, const std::string& format) {
  json::Array out;
  for (ByteView der : ders) {
    out.push_back(json::Object{{"fingerprint", fingerprint(der, use_sha1, format)},
                               {"algorithm", use_sha1 ? "SHA1" : "SHA256"},
                               {"format", format}});
  }
  print_json(out);
}

int run(Invocation& in) {
  in.expect_args(0, 1);
  const bool use_sha1 = in.boolean("sha1");
  if (use_sha1 && !in.boolean("insecure")) throw required_insecure("sha");
  const std::string name = in.arg_count() == 0 ? "-" : in.arg(0);
  const std::string format = in.string("format");
  const CertificateInput input = read_certificate_input(in, name);
  if (in.boolean("json")) {
    std::vector<ByteView> ders;
    if (input.request) ders.push_back(input.request->der());
    for (const x509::Certificate& certificate : input.certificates) ders.push_back(certificate.der());
    if (!in.boolean("bundle")) ders.resize(1);
    print_all(ders, use_sha1, format);
    return 0;
  }
  if (input.request) {
    print((in.boolean("bundle") ? "0: " : "") + fingerprint(input.request->der(), use_sha1, format) + "\n");
    return 0;
  }
  if (!in.boolean("bundle")) {
    print(fingerprint(input.certificates.front().der(), use_sha1, format) + "\n");
    return 0;
  }
  for (std::size_t i = 0; i < input.certificates.size(); ++i) {
    print(std::to_string(i) + ": " + fingerprint(input.certificates[i].der(), use_sha1, format) + "\n");
  }
  return 0;
}

}  // namespace

constexpr Command fingerprint_command{
    .name = "fingerprint",
    .usage = "print the fingerprint of a certificate",
    .usage_text =
        "**step certificate fingerprint** <crt-file>\n"
        "[**--bundle**] [**--roots**=<roots>] [**--servername**=<name>] [**--format**=<format>] [**--sha1**] "
        "[**--insecure**] [**--password-file**=<file>] [**--json**]",
    .description =
        R"(**step certificate fingerprint** prints the SHA-256 digest of a certificate or certification request: the
value that **step ca bootstrap** wants of a root certificate.

## POSITIONAL ARGUMENTS

<crt-file>
: A certificate, a bundle or a request, in PEM or DER, or the URL of a server: *https://smallstep.com*. Without it,
standard input is read.

## EXAMPLES

The fingerprint of a CA's root:
```
$ step certificate fingerprint $(step path)/certs/root_ca.crt
```

Of every certificate a server presents:
```
$ step certificate fingerprint --bundle https://localhost:9000 --roots root_ca.crt
```

As emoji, to compare by eye:
```
$ step certificate fingerprint --format emoji root_ca.crt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
