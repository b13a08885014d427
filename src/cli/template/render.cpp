// step template render: the certificate a template makes, without a CA.
#include "base/encoding.h"
#include "base/text.h"
#include "cli/engine/output_file.h"
#include "cli/shared/user_data.h"
#include "cli/template/preview.h"
#include "cli/template/sample.h"
#include "cli/template/template.h"
#include "crypto/digest.h"
#include "crypto/ssh_wire.h"
#include "x509/inspect_text.h"

namespace newel::cli::template_commands {
namespace {

constexpr auto flags = flag_list(
    Flag{"raw", Kind::boolean, "Print the text the template renders to, whatever it is, and no certificate."},
    ssh_flag, data_flag, subject_flag, san_flag, csr_flag, host_flag, set_flag, set_file_flag);

using templates::CertificateTemplateText;

std::string ssh_time(std::uint64_t seconds, std::string_view otherwise) {
  return seconds == 0 ? std::string(otherwise)
                      : format_rfc3339(from_unix(static_cast<std::int64_t>(seconds)));
}

std::string options(std::string_view title, const templates::TextMap& all) {
  std::string out = std::string(title) + (all.empty() ? " (none)\n" : "\n");
  for (const auto& [name, value] : all) out += "        " + name + (value.empty() ? "" : " " + value) + "\n";
  return out;
}

std::string ssh_preview(const ssh::CertificateFields& fields, const PublicKey& key) {
  const std::string type(ssh::certificate_type_name(fields.type));
  std::string fingerprint = base64_encode(sha256(ssh_wire::public_blob(key)), Base64::standard_raw);
  std::string out =
      "    Type: " + (type.empty() ? std::string("none: signing it fails") : type + " certificate") + "\n";
  out += "    Public key: " + std::string(ssh_wire::key_type(key)) + " SHA256:" + fingerprint + "\n";
  out += "    Key ID: " + quote(fields.key_id) + "\n";
  out += "    Serial: " + (fields.serial == 0 ? std::string("random") : std::to_string(fields.serial)) + "\n";
  out += "    Valid: from " + ssh_time(fields.valid_after, "now") + " to " +
         ssh_time(fields.valid_before, "the provisioner's default") + "\n";
  out += std::string("    Principals:") + (fields.principals.empty() ? " (none)\n" : "\n");
  for (const std::string& principal : fields.principals) out += "        " + principal + "\n";
  return out + options("    Critical Options:", fields.critical_options) +
         options("    Extensions:", fields.extensions);
}

std::string rendered_ssh(const Invocation& in, const std::string& text) {
  const Sample sample = ssh_sample(in);
  const auto parsed = CertificateTemplateText::parse(text, templates::FunctionSet::ssh_certificate);
  if (in.boolean("raw")) return parsed.render(sample.root);
  return ssh_preview(to_ssh_certificate(execute_ssh_template(parsed, sample.root)), *sample.key);
}

std::string rendered_x509(const Invocation& in, const std::string& text) {
  const Sample sample = x509_sample(in);
  const auto parsed = CertificateTemplateText::parse(text);
  if (in.boolean("raw")) return parsed.render(sample.root);
  if (!sample.key) throw Error("the key of " + in.string("csr") + " is of an unknown type");
  return x509::inspect_text(
      preview_certificate(execute_certificate_template(parsed, sample.root), *sample.key));
}

int run(Invocation& in) {
  const std::string text = template_file(in);
  std::string out = in.boolean("ssh") ? rendered_ssh(in, text) : rendered_x509(in, text);
  if (!out.ends_with('\n')) out += '\n';
  print(out);
  return 0;
}

}  // namespace

constexpr Command render_command{
    .name = "render",
    .usage = "show the certificate that a template makes",
    .usage_text =
        "**step template render** <file>\n"
        "[**--raw**] [**--ssh**] [**--data**=<file>] [**--subject**=<subject>] [**--san**=<name>] "
        "[**--csr**=<file>] "
        "[**--host**] [**--set**=<key=value>] [**--set-file**=<file>]",
    .description =
        R"(**step template render** runs a template of X.509 or SSH certificates and shows the certificate that comes out, as
**step certificate inspect** would. It is signed by a CA that exists for this moment alone: issuer, serial number and key
identifiers are not those of a real one. With **--raw** the rendered text is printed as it is.

The template sees the subject and names of the flags, a token made of them, the values of **--set** as *.Insecure.User*, and
the members of **--data** at its root.

## POSITIONAL ARGUMENTS

<file>
: The template; *-* is standard input.

## EXAMPLES

The certificate for a service:
```
$ step template render leaf.tpl --subject svc.internal --san svc.internal --san 10.0.0.7
```

The JSON that the template renders to, for a request at hand:
```
$ step template render leaf.tpl --raw --csr svc.csr
```

A host certificate of SSH:
```
$ step template render --ssh --host host.tpl --subject web1 --san web1.example.com
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::template_commands
