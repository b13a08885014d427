// `step ca policy check`: would these names be certified, and by which rule? It asks the same engines as the
// CA, with the CA's policies.
#include <limits>

#include "base/name_kind.h"
#include "base/text.h"
#include "cli/ca/admin/session.h"
#include "cli/ca/ca.h"
#include "cli/ca/policy/policies_asked.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

enum Exit { allowed = 0, denied = 1, failed = 255 };

constexpr auto flags = flag_list(
    Flag{"provisioner,issuer", Kind::string, "Also apply the policy of the provisioner with this <name>."},
    Flag{"cn", Kind::string, "The common <name> of the certificate. Defaults to the first name."},
    Flag{"ssh", Kind::string,
         "The names are the principals of an SSH certificate of this <type>: user or host."},
    Flag{"json", Kind::boolean, "Print the decisions as JSON."}, ca_config_flag, admin_command_flags);

struct Question {
  std::vector<std::string> names;
  std::string common_name;
  std::optional<policy::SshKind> ssh;
};

Question question_of(const Invocation& in) {
  Question out;
  for (std::size_t i = 0; i < in.arg_count(); ++i) out.names.push_back(in.arg(i));
  const std::string type = in.string("ssh");
  if (type == "user") out.ssh = policy::SshKind::user;
  if (type == "host") out.ssh = policy::SshKind::host;
  if (!type.empty() && !out.ssh) {
    throw invalid_flag_value_hint("ssh", type, "options are user and host");
  }
  if (out.ssh && !in.string("cn").empty()) throw mutually_exclusive("ssh", "cn");
  out.common_name = in.is_set("cn") ? in.string("cn") : out.names.front();
  return out;
}

std::vector<policy::Decision> decide(const policy::Policy& policy, const Question& question) {
  if (question.ssh) return policy.explain_ssh(*question.ssh, question.names);
  policy::Names names = policy::sorted_names(question.names);
  names.common_name = question.common_name;
  return policy.explain_x509(names);
}

struct Report {
  bool allowed = true;
  std::string text;
  json::Array names;

  void add(const std::string& level, const policy::Decision& decision) {
    allowed = allowed && decision.allowed();
    const std::string verdict = decision.allowed() ? "allowed" : "denied ";
    const std::string what = decision.basis == policy::Decision::Basis::unexpected
                                 ? std::string(trim(decision.name))
                                 : std::string(policy::name_type_text(decision.type)) + " " +
                                       quote(decision.name) + ": " + decision.explanation();
    text += verdict + "  " + level + "  " + what + "\n";
    json::Object row{{"allowed", decision.allowed()}, {"level", json::text(level)}};
    if (decision.basis != policy::Decision::Basis::unexpected) {
      row["type"] = json::text(policy::name_type_text(decision.type));
      row["name"] = json::text(decision.name);
    }
    row["reason"] = json::text(decision.basis == policy::Decision::Basis::unexpected
                                   ? trim(decision.name)
                                   : std::string_view(decision.explanation()));
    names.push_back(std::move(row));
  }
};

int check(const Invocation& in) {
  in.expect_args(1, std::numeric_limits<std::size_t>::max());
  const Question question = question_of(in);
  Report report;
  for (const AskedPolicy& asked : asked_policies(in)) {
    for (const policy::Decision& decision : decide(*asked.policy, question))
      report.add(asked.level, decision);
  }
  if (in.boolean("json")) {
    const json::Object document{{"allowed", report.allowed}, {"decisions", report.names}};
    print(json::write_indented(document, "  ") + "\n");
  } else {
    print(report.text);
  }
  return report.allowed ? allowed : denied;
}

int run(Invocation& in) {
  try {
    return check(in);
  } catch (const Error& e) {
    say(e.text());
    return failed;
  }
}

}  // namespace

constexpr Command policy_check_command{
    .name = "check",
    .usage = "would the CA certify these names, and by which rule?",
    .usage_text = R"(**step ca policy check** <name> [<name> ...]
[**--cn**=<name>] [**--provisioner**=<name>] [**--ssh**=<type>] [**--json**] [**--ca-config**=<file>]
[**--admin-cert**=<chain>] [**--admin-key**=<file>] [**--admin-subject**=<subject>]
[**--admin-provisioner**=<name>] [**--admin-password-file**=<file>]
[**--ca-url**=<URI>] [**--root**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca policy check** reads the name policies of a certificate authority and says of each name whether it
is allowed, and by which rule. Nothing is changed, and no certificate is made.

The policies are those in the file of **--ca-config**, or in config/ca.json below $(step path). Where there is no such
file, and where it says that the CA is managed remotely, the running CA is asked through its admin API.

The exit status is 0 if every name is allowed, 1 if one is denied, and 255 if that cannot be told.

## POSITIONAL ARGUMENTS

<name>
:  A name for the certificate: DNS name, IP address, e-mail address or URI; with **--ssh** a principal. As in
**step ca certificate**, the first one is also the common name.

## EXAMPLES

May the CA certify this host?
```
$ step ca policy check www.example.com
allowed  authority  dns "www.example.com": allow rule dns "*.example.com"
allowed  authority  cn "www.example.com": allow rule dns "*.example.com"
```

May the provisioner `ci` have this address as well?
```
$ step ca policy check --provisioner ci build.example.com 10.1.2.3
```

In a script, before a configuration goes into service:
```
$ step ca policy check --ca-config new.json www.example.com >/dev/null && mv new.json ca.json
```

Ask a CA that is managed remotely, from anywhere:
```
$ step ca policy check --ca-url https://ca.example.com --root root_ca.crt \
  --admin-cert admin.crt --admin-key admin.key www.example.com
```

May these logins stand in an SSH certificate?
```
$ step ca policy check --ssh user alice alice@example.com
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
