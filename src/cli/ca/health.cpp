#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

int run(Invocation& in) {
  in.expect_args(0);
  print(connect(in)->health() + "\n");
  return 0;
}

}  // namespace

constexpr Command health_command{
    .name = "health",
    .usage = "ask a CA whether it is well",
    .usage_text = R"(**step ca health**
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca health** asks a certificate authority for its state and prints the answer: `ok`.

## EXAMPLES

Ask the CA that **step ca bootstrap** set up:
```
$ step ca health
ok
```

Ask another one:
```
$ step ca health --ca-url https://ca.example.com:9000 --root root_ca.crt
ok
```)",
    .action = run,
    .flags = ca_flags,
};

}  // namespace newel::cli::ca
