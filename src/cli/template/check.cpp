// step template check: what a template uses, and what will not work.
#include "base/text.h"
#include "cli/engine/output_file.h"
#include "cli/shared/user_data.h"
#include "cli/template/preview.h"
#include "cli/template/sample.h"
#include "cli/template/template.h"
#include "template/examine.h"

namespace newel::cli::template_commands {
namespace {

constexpr auto flags =
    flag_list(ssh_flag, data_flag, subject_flag, san_flag, csr_flag, host_flag, set_flag, set_file_flag);

using templates::Examination;
using templates::Finding;

std::string line_of(const std::string& file, const Finding& finding) {
  return file + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) + ": " +
         (finding.level == Finding::Level::error ? "error: " : "warning: ") + finding.text + "\n";
}

std::string listed(std::string_view title, const std::vector<std::string>& names) {
  return std::string(title) + (names.empty() ? " none" : " " + join(names, " ")) + "\n";
}

// Executed with sample data; "" when a document comes out.
std::string trial(const Invocation& in, const std::string& text) {
  using templates::CertificateTemplateText;
  try {
    if (in.boolean("ssh")) {
      const Sample sample = ssh_sample(in);
      const auto parsed = CertificateTemplateText::parse(text, templates::FunctionSet::ssh_certificate);
      to_ssh_certificate(execute_ssh_template(parsed, sample.root));
      return {};
    }
    const Sample sample = x509_sample(in);
    const auto document = execute_certificate_template(CertificateTemplateText::parse(text), sample.root);
    if (!sample.key) return {};
    preview_certificate(document, *sample.key);
    return {};
  } catch (const templates::TemplateFailure& failure) {
    if (failure.kind() != templates::TemplateFailure::Kind::asked) return failure.text();
    return "it refuses the sample: " + failure.text();
  } catch (const Error& e) {
    return e.text();
  }
}

int run(Invocation& in) {
  const std::string text = template_file(in), file = in.arg(0) == "-" ? "standard input" : in.arg(0);
  const bool ssh = in.boolean("ssh");
  const Examination seen = templates::examine_template(
      text, ssh ? templates::CertificateKind::ssh : templates::CertificateKind::x509);
  std::string out;
  for (const Finding& finding : seen.findings) out += line_of(file, finding);
  if (seen.has_errors()) {
    print(out);
    return 1;
  }
  out += listed("variables:", seen.variables) + listed("functions:", seen.functions);
  const std::string failure = trial(in, text);
  out += failure.empty() ? "A certificate comes out of it.\n" : "With sample data: " + failure + "\n";
  print(out);
  return failure.empty() ? 0 : 1;
}

}  // namespace

constexpr Command check_command{
    .name = "check",
    .usage = "check a certificate template",
    .usage_text =
        "**step template check** <file>\n"
        "[**--ssh**] [**--data**=<file>] [**--subject**=<subject>] [**--san**=<name>] [**--csr**=<file>] "
        "[**--host**] "
        "[**--set**=<key=value>] [**--set-file**=<file>]",
    .description =
        R"(**step template check** reads a template of X.509 or SSH certificates as a CA would and prints what is wrong with it,
each with its line and column: unknown functions (with the one that may be meant), variables that do not exist, values
between quotes that would break the document. Then it names the variables and functions that the template uses, and tries
it with sample data, which the flags may replace. The exit status is 1 when something is wrong.

## POSITIONAL ARGUMENTS

<file>
: The template; *-* is standard input.

## EXAMPLES

A template of X.509 certificates:
```
$ step template check leaf.tpl
```

One that needs values of its caller:
```
$ step template check leaf.tpl --set 'emails=["ops@example.com"]'
```

A template of SSH certificates, with what a webhook would answer:
```
$ step template check --ssh user.tpl --data webhooks.json
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::template_commands
