#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags = flag_list(force_flag, fingerprint_flag, ca_url_flag, context_flag);

int run(Invocation& in) {
  in.expect_args(0, 1);
  const std::string url = ca_url_of(in);
  const std::string fingerprint = in.required_string("fingerprint");
  const std::string pem = client::download_root(url, fingerprint).pem();
  if (in.arg_count() == 0) {
    print(pem);
    return 0;
  }
  write_output(in, in.arg(0), pem, 0600);
  say("The root certificate has been saved in " + in.arg(0) + ".");
  return 0;
}

}  // namespace

constexpr Command root_command{
    .name = "root",
    .usage = "download a CA's root certificate and check it",
    .usage_text = R"(**step ca root** [<root-file>]
[**--ca-url**=<URI>] [**--fingerprint**=<fingerprint>] [**--force**] [**--context**=<name>])",
    .description =
        R"(**step ca root** downloads the root certificate with the given fingerprint from a certificate
authority. The connection is not trusted; what arrives must have that fingerprint.

## POSITIONAL ARGUMENTS

<root-file>
:  The file to write the certificate to. Without it the certificate is printed.

## EXAMPLES

Print the root certificate:
```
$ step ca root --ca-url https://ca.example.com:9000 \
  --fingerprint 0d7d3834cf187726cf331c40a31aa7ef6b29ba4df601416c9788f6ee01058cf3
```

Save it, with address and fingerprint from the defaults that **step ca bootstrap** wrote:
```
$ step ca root root_ca.crt
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
