#include "cli/ca/init/answers.h"

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "cli/ca/connection.h"
#include "cli/ca/contexts.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"

namespace newel::cli::ca {
namespace {

// The question on a line of its own, then the prompt; a value from the flag answers without either.
std::string ask_line(const Invocation& in, const std::string& flag, std::string_view question,
                     std::string label, Validator valid) {
  Question prompt{.label = std::move(label), .valid = std::move(valid), .flag = flag};
  if (const std::string value = in.string(flag); !value.empty()) {
    prompt.given = value;
  } else {
    say(question);
  }
  return ask(prompt);
}

std::vector<std::string> split_dns(const std::string& answer) {
  std::string blanks = answer;
  std::replace(blanks.begin(), blanks.end(), ',', ' ');
  std::vector<std::string> out;
  for (const std::string& part : split(blanks, ' ')) {
    std::string name(trim(part));
    if (name.empty()) continue;
    if (auto wrong = dns_or_ip()(name)) throw Error(*wrong);
    if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
    out.push_back(name);
  }
  if (out.empty()) throw Error("dns must not be empty");
  return out;
}

std::vector<std::string> ask_dns(const Invocation& in) {
  const auto given = in.strings("dns");
  if (!given.empty()) return split_dns(join(given, ","));
  say("What DNS names or IP addresses will clients use to reach your CA?");
  return split_dns(
      ask({.label = "(e.g. ca.example.com[,10.1.2.3,etc.])", .valid = dns_or_ip_list(), .flag = "dns"}));
}

Secret ask_ca_password(const Invocation& in, bool pki_only) {
  if (auto given = password_from_flag(in, "password-file"); given && !given->empty())
    return std::move(*given);
  say(pki_only ? "Choose a password for your CA keys."
               : "Choose a password for your CA keys and first provisioner.");
  return ask_password_or_generate(
      {.label = "[leave empty and we'll generate one]", .icon = true, .flag = "password-file"});
}

void make_folders(const StepPaths& paths, bool with_contexts) {
  for (const char* folder : {"certs", "secrets", "config", "templates"})
    make_directories(paths.in(folder), 0700);
  if (with_contexts) make_directories(directory_of(paths.profile_defaults_file()), 0700);
}

bool is_non_interactive(const Invocation& in) {
  const bool keys = in.is_set("name") && in.is_set("password-file");
  return keys && (in.boolean("pki") || (in.is_set("address") && in.is_set("provisioner")));
}

struct Pair {
  const char* flag;
  const char* other;
};

}  // namespace

void check_init_flags(const Invocation& in) {
  const bool root = !in.string("root").empty();
  if (root != !in.string("key").empty())
    throw root ? required_with("root", "key") : required_with("key", "root");
  const std::string ra = to_lower(in.string("ra"));
  if (!ra.empty() && ra != "stepcas" && ra != "cloudcas") {
    throw invalid_flag_value("ra", in.string("ra"), "StepCAS or CloudCAS");
  }
  const std::string kms = to_lower(in.string("kms"));
  if (!kms.empty() && kms != "azurekms") throw invalid_flag_value("kms", in.string("kms"), "azurekms");
  const Pair pairs[] = {{"kms", "ra"},     {"pki", "no-db"},
                        {"pki", "helm"},   {"remote-management", "no-db"},
                        {"acme", "no-db"}, {"admin-subject", "helm"}};
  auto given = [&](const char* flag) {
    return in.boolean(flag) || (in.is_set(flag) && in.string(flag) != "false");
  };
  for (const auto& [flag, other] : pairs) {
    if (given(flag) && given(other)) throw incompatible_flags(flag, other);
  }
  if (!in.string("admin-subject").empty() && !in.boolean("remote-management")) {
    throw Error("flag '--admin-subject' is only supported when '--remote-management' is enabled");
  }
  refuse_unsupported(
      in, {"ra", "kms", "ssh", "helm", "kms-root", "kms-intermediate", "kms-ssh-host", "kms-ssh-user",
           "issuer", "issuer-fingerprint", "issuer-provisioner", "credentials-file"});
}

bool ask_deployment(const Invocation& in) {
  std::string type = to_lower(in.string("deployment-type"));
  if (type.empty() && !is_non_interactive(in)) {
    const char* names[] = {"standalone", "linked", "hosted"};
    Choice choice;
    choice.label = "What deployment type would you like to configure?";
    choice.items = {"Standalone - step-ca instance you run yourself",
                    "Linked - standalone, plus cloud configuration, reporting & alerting",
                    "Hosted - fully-managed step-ca cloud instance run for you by smallstep"};
    choice.flag = "deployment-type";
    type = names[choose(choice)];
    print_status("Deployment Type", type == "standalone" ? "Standalone"
                                    : type == "linked"   ? "Linked"
                                                         : "Hosted");
  }
  if (type.empty() || type == "standalone") return true;
  if (type == "hosted") {
    say("");
    say("A hosted CA is set up on the web, at https://u.step.sm/hosted. Then tell this machine about it:");
    say("");
    say("    $ step ca bootstrap --team <name> --authority <authority>");
    return false;
  }
  if (type == "linked") throw Error("not supported yet: --deployment-type linked");
  throw invalid_flag_value("deployment-type", in.string("deployment-type"), "standalone, linked or hosted");
}

InitAnswers ask_init(Invocation& in) {
  InitAnswers out;
  out.pki_only = in.boolean("pki");
  out.name =
      ask_line(in, "name", "What would you like to name your new PKI?", "(e.g. Smallstep)", not_empty());
  if (!out.pki_only) out.dns_names = ask_dns(in);
  const bool contexts = uses_contexts(in);
  if (contexts) make_context(in, out.dns_names.empty() ? out.name : out.dns_names[0]);
  if (!out.pki_only) {
    out.address =
        ask_line(in, "address", "What IP and port will your new CA bind to? (:443 will bind to 0.0.0.0:443)",
                 "(e.g. :443 or 127.0.0.1:443)", tcp_address());
    out.provisioner = ask_line(in, "provisioner", "What would you like to name the CA's first provisioner?",
                               "(e.g. you@smallstep.com)", not_empty());
  }
  make_folders(in.paths(), contexts);
  out.password = ask_ca_password(in, out.pki_only);
  out.provisioner_password = password_from_flag(in, "provisioner-password-file");
  if (out.provisioner_password && out.provisioner_password->empty()) out.provisioner_password.reset();
  out.ca_url = in.string("with-ca-url");
  out.database = !in.boolean("no-db");
  out.acme = in.boolean("acme");
  out.remote_management = in.boolean("remote-management");
  out.admin_subject = in.string("admin-subject");
  if (out.admin_subject.empty()) out.admin_subject = "step";
  return out;
}

}  // namespace newel::cli::ca
