// `step ca policy check`: would these names be certified, and by which rule? It reads the configuration and
// asks the same engines as the CA.
#include <limits>

#include "base/name_kind.h"
#include "base/text.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/flags.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "config/config.h"
#include "policy/policy.h"
#include "provisioner/restrictions.h"

namespace newel::cli::ca {
namespace {

enum Exit { allowed = 0, denied = 1, failed = 255 };

constexpr auto flags = flag_list(
    Flag{"provisioner,issuer", Kind::string, "Also apply the policy of the provisioner with this <name>."},
    Flag{"cn", Kind::string, "The common <name> of the certificate. Defaults to the first name."},
    Flag{"ssh", Kind::string,
         "The names are the principals of an SSH certificate of this <type>: user or host."},
    Flag{"json", Kind::boolean, "Print the decisions as JSON."}, ca_config_flag, context_flag);

struct Level {
  std::string name;  // "authority", or the provisioner's
  std::shared_ptr<const policy::Policy> policy;
};

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

// The order in which the CA asks: the provisioner, then the authority (for SSH it is the other way round,
// which changes nothing here: both must allow).
std::vector<Level> levels_of(const Invocation& in) {
  const std::string file = ca_config_of(in);
  const config::Config config = config::load(file);
  if (config.enable_admin) {
    throw Error("the policies of this CA are in its database, not in " + file +
                ": 'step ca policy authority view' shows them");
  }
  std::vector<Level> out;
  if (const std::string name = in.string("provisioner"); !name.empty()) {
    const json::Object* found = nullptr;
    for (const json::Value& entry : config.provisioners) {
      if (json::as_string(json::find_ci(entry.get_object(), "name")) == name) found = &entry.get_object();
    }
    if (found == nullptr) throw Error("provisioner " + name + " not found in " + file);
    auto own = provisioner::read_policy(*found);
    if (!own) own = std::make_shared<const policy::Policy>(policy::Rules{}, policy::Level::provisioner, "");
    out.push_back({"provisioner " + quote(name), std::move(own)});
  }
  out.push_back({"authority", std::make_shared<const policy::Policy>(config.policy, policy::Level::authority,
                                                                     "authority.policy")});
  return out;
}

std::vector<policy::Decision> decide(const policy::Policy& policy, const Question& question) {
  if (question.ssh) return policy.explain_ssh(*question.ssh, question.names);
  policy::Names names = policy::sorted_names(question.names);
  names.common_name = question.common_name;
  return policy.explain_x509(names);
}

json::Value text_value(std::string_view text) { return json::Value(boost::json::string(text)); }

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
    json::Object row{{"allowed", decision.allowed()}, {"level", text_value(level)}};
    if (decision.basis != policy::Decision::Basis::unexpected) {
      row["type"] = text_value(policy::name_type_text(decision.type));
      row["name"] = text_value(decision.name);
    }
    row["reason"] = text_value(decision.basis == policy::Decision::Basis::unexpected
                                   ? trim(decision.name)
                                   : std::string_view(decision.explanation()));
    names.push_back(std::move(row));
  }
};

int check(const Invocation& in) {
  in.expect_args(1, std::numeric_limits<std::size_t>::max());
  const Question question = question_of(in);
  Report report;
  for (const Level& level : levels_of(in)) {
    for (const policy::Decision& decision : decide(*level.policy, question)) report.add(level.name, decision);
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
[**--cn**=<name>] [**--provisioner**=<name>] [**--ssh**=<type>] [**--json**]
[**--ca-config**=<file>] [**--context**=<name>])",
    .description =
        R"(**step ca policy check** reads the name policies in the configuration of a certificate authority and says
of each name whether it is allowed, and by which rule. It asks no server.

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

May these logins stand in an SSH certificate?
```
$ step ca policy check --ssh user alice alice@example.com
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::ca
