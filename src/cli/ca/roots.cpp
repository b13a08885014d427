// `step ca roots` and `step ca federation`: the bundles of roots a CA hands out, its own or with those of
// others.
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags = flag_list(ca_url_flag, force_flag, root_flag, context_flag);

std::string bundle(const std::vector<std::string>& pems) {
  std::string out;
  for (const std::string& pem : pems) {
    out += pem;
    if (!out.ends_with('\n')) out += '\n';
  }
  return out;
}

int write_bundle(const Invocation& in, const std::vector<std::string>& pems, const std::string& what) {
  if (in.arg_count() == 0) {
    print(bundle(pems));
    return 0;
  }
  write_output(in, in.arg(0), bundle(pems), 0600);
  say("The " + what + " certificate bundle has been saved in " + in.arg(0) + ".");
  return 0;
}

int run_roots(Invocation& in) {
  in.expect_args(0, 1);
  return write_bundle(in, connect(in)->roots(), "root");
}

int run_federation(Invocation& in) {
  in.expect_args(0, 1);
  return write_bundle(in, connect(in)->federation(), "federation");
}

}  // namespace

constexpr Command roots_command{
    .name = "roots",
    .usage = "download all root certificates of a CA",
    .usage_text = R"(**step ca roots** [<roots-file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--force**] [**--context**=<name>])",
    .description =
        R"(**step ca roots** downloads the root certificates of a certificate authority, one behind the other in
PEM. While a CA moves from one root to the next it has several.

## POSITIONAL ARGUMENTS

<roots-file>
:  The file to write the certificates to. Without it they are printed.

## EXAMPLES

Save the roots:
```
$ step ca roots roots.pem
```

Give them to a program that wants to know whom to trust:
```
$ step ca roots > /etc/nginx/client_roots.pem
```)",
    .action = run_roots,
    .flags = flags,
};

constexpr Command federation_command{
    .name = "federation",
    .usage = "download the root certificates of a federation",
    .usage_text = R"(**step ca federation** [<federation-file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--force**] [**--context**=<name>])",
    .description =
        R"(**step ca federation** downloads the root certificates of a certificate authority and those of the
authorities it is federated with, one behind the other in PEM.

## POSITIONAL ARGUMENTS

<federation-file>
:  The file to write the certificates to. Without it they are printed.

## EXAMPLES

Save the roots of the federation:
```
$ step ca federation federation.pem
```)",
    .action = run_federation,
    .flags = flags,
};

}  // namespace newel::cli::ca
