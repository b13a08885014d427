// step certificate format: PEM to DER and back.
#include <sys/stat.h>

#include "cli/certificate/certificate.h"
#include "cli/certificate/input.h"
#include "cli/certificate/remote.h"
#include "cli/engine/output_file.h"

namespace newel::cli::certificate {
namespace {

constexpr auto flags =
    flag_list(Flag{"out", Kind::string, "The <file> to write the result to, instead of standard output."},
              roots_flag, servername_flag, insecure_remote_flag, input_password_flag, force_flag);

// One certificate or request changes between PEM and DER. What was wrapped in a PKCS#7 or PKCS#12, or comes
// from a server, comes out as PEM in either case: DER has no room for several.
std::string converted(const InputContents& found) {
  const bool to_der = found.form == x509::FileContents::Form::pem && !found.wrapped;
  if (found.wrapped && !found.certificates.empty()) return x509::certificates_to_pem(found.certificates);
  if (!found.certificates.empty())
    return to_der ? to_text(found.certificates.front().der()) : found.certificates.front().pem();
  if (!found.requests.empty())
    return to_der ? to_text(found.requests.front().der()) : found.requests.front().pem();
  if (found.wrapped && found.problem) throw Error("error parsing certificate: " + found.problem->text);
  if (found.form != x509::FileContents::Form::pem)
    throw Error("error parsing DER format certificate or certificate request");
  throw Error(found.problem ? "error parsing certificate: " + found.problem->text
                            : "error decoding certificate: invalid PEM block");
}

mode_t mode_of(const std::string& file) {
  struct stat status {};
  return file != "-" && ::stat(file.c_str(), &status) == 0 ? status.st_mode & 0777 : 0600;
}

int run(Invocation& in) {
  in.expect_args(0, 1);
  const std::string name = in.arg_count() == 0 ? "-" : in.arg(0);
  const std::string result = converted(read_contents_of(in, name));
  const std::string out = in.string("out");
  if (out.empty()) {
    print(result);
    return 0;
  }
  write_output(in, out, result, mode_of(name));
  say("Your certificate has been saved in " + out);
  return 0;
}

}  // namespace

constexpr Command format_command{
    .name = "format",
    .usage = "convert a certificate between PEM and DER",
    .usage_text =
        "**step certificate format** <crt-file> [**--out**=<file>]\n"
        "[**--roots**=<roots>] [**--servername**=<name>] [**--insecure**] [**--password-file**=<file>] "
        "[**--force**]",
    .description =
        R"(**step certificate format** turns a PEM certificate or request into DER, and a DER one into PEM. Of several
PEM blocks the first certificate or request is taken. The certificates of a PKCS#7 (*.p7b*) or
PKCS#12 (*.p12*) file, and those that a server presents, come out as PEM.

## POSITIONAL ARGUMENTS

<crt-file>
: The file to convert, or the URL of a server: *https://smallstep.com*. Without it, standard input is read.

## EXAMPLES

PEM to DER:
```
$ step certificate format svc.crt --out svc.der
```

DER to PEM, on standard output:
```
$ step certificate format svc.der
```

The certificates in a PKCS#12 file:
```
$ step certificate format browser.p12 --password-file pass.txt
```

What a server presents:
```
$ step certificate format https://localhost:9000 --roots root_ca.crt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::certificate
