#include "cli/template/template.h"

namespace newel::cli {
namespace {

constexpr const Command* subcommands[] = {
    &template_commands::check_command,
    &template_commands::render_command,
};

}  // namespace

constexpr Command template_group{
    .name = "template",
    .usage = "check and try certificate templates",
    .usage_text = "step template SUBCOMMAND [ARGUMENTS] [GLOBAL_FLAGS] [SUBCOMMAND_FLAGS]",
    .description =
        R"(**step template** works on the templates that decide what a certificate contains: those of a provisioner
(**options.x509.template** and **templateFile** in ca.json) and those of **step certificate create --template**. It shows
what is wrong with one before a CA uses it, and the certificate it would make.

## EXAMPLES

What a template uses, and what is wrong with it:
```
$ step template check leaf.tpl
```

The certificate it makes:
```
$ step template render leaf.tpl --subject svc.internal --set team=payments
```)",
    .subcommands = subcommands,
};

}  // namespace newel::cli
