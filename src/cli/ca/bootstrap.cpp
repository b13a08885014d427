// `step ca bootstrap`: whom to ask, and whom to trust, kept for all later commands.
#include <cstdio>

#include "base/files.h"
#include "base/url.h"
#include "cli/ca/ca.h"
#include "cli/ca/connection.h"
#include "cli/ca/contexts.h"
#include "cli/ca/flags.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"
#include "client/team.h"
#include "client/trust_store.h"

namespace newel::cli::ca {
namespace {

constexpr auto flags = flag_list(
    ca_url_flag, fingerprint_flag,
    Flag{"install", Kind::boolean, "Put the root certificate into the system's trust store."},
    Flag{"team", Kind::string, "The <ID> of the team whose authority is asked for at smallstep.com."},
    Flag{"team-authority", Kind::string, "The <sub-domain> of the team's authority. Needs **--team**."},
    Flag{"team-url", Kind::string,
         "The <url> that tells about the team's authority; `\\<\\>` in it stands for the team's id."},
    Flag{"redirect-url", Kind::string, "The <url> an OAuth login ends at."}, force_flag, context_flag,
    Flag{"profile", Kind::string, "The <name> of the profile of the new context."},
    Flag{"authority", Kind::string, "The <name> of the authority of the new context."});

constexpr const char* default_redirect_url = "https://smallstep.com/app/teams/sso/success";

client::TeamAuthority authority_of(const Invocation& in) {
  const std::string team = in.string("team");
  if (team.empty()) {
    if (!in.string("team-authority").empty()) throw required_with("team-authority", "team");
    client::TeamAuthority own;
    own.ca_url = client::normalize_ca_url(in.required_string("ca-url"));
    own.fingerprint = in.required_string("fingerprint");
    own.redirect_url = in.string("redirect-url");
    return own;
  }
  for (const char* flag : {"ca-url", "fingerprint"}) {
    if (!in.string(flag).empty()) throw incompatible_flags("team", flag);
  }
  auto answer = client::get_team_authority(
      client::team_authority_url(team, in.string("team-authority"), in.string("team-url")));
  if (const std::string flag = in.string("redirect-url"); !flag.empty()) answer.redirect_url = flag;
  if (answer.redirect_url.empty()) answer.redirect_url = default_redirect_url;
  return answer;
}

std::string context_name(const Invocation& in, const client::TeamAuthority& authority) {
  const std::string name = in.string("authority");
  if (const std::string team = in.string("team"); !team.empty()) {
    const std::string sub_domain = in.string("team-authority");
    return (sub_domain.empty() ? "ssh" : sub_domain) + "." + team;
  }
  if (!name.empty()) return name;
  return value_or_throw(parse_url(authority.ca_url)).host_name();
}

x509::Certificate download(const client::TeamAuthority& authority) {
  try {
    return client::download_root(authority.ca_url, authority.fingerprint);
  } catch (const Error& error) {
    throw error.wrapped("error downloading root certificate");
  }
}

std::string defaults_document(const client::TeamAuthority& authority, const std::string& root_file) {
  json::Object document{
      {"ca-url", authority.ca_url}, {"fingerprint", authority.fingerprint}, {"root", root_file}};
  auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) document[name] = value;
  };
  add("redirect-url", authority.redirect_url);
  add("provisioner", authority.provisioner);
  if (authority.min_password_length != 0) document["min-password-length"] = authority.min_password_length;
  return json::write_indented(document, "  ");
}

void install(const x509::Certificate& root) {
  std::fputs("Installing the root certificate in the system truststore... ", stderr);
  std::fflush(stderr);
  client::install_root(root, client::system_trust_store());
  say("done.");
}

int run(Invocation& in) {
  const client::TeamAuthority authority = authority_of(in);
  const x509::Certificate root = download(authority);
  const bool contexts = uses_contexts(in);
  if (contexts) {
    make_context(in, context_name(in, authority));
  } else {
    warn_if_configured(in);
  }
  const StepPaths& paths = in.paths();
  make_directories(paths.in("certs"), 0700);
  make_directories(paths.in("config"), 0700);
  write_output(in, paths.root_ca_file(), root.pem(), 0600);
  write_output(in, paths.defaults_file(), defaults_document(authority, paths.root_ca_file()), 0644);
  say("The root certificate has been saved in " + paths.root_ca_file() + ".");
  say("The authority configuration has been saved in " + paths.defaults_file() + ".");
  if (contexts && !file_exists(paths.profile_defaults_file())) {
    make_directories(directory_of(paths.profile_defaults_file()), 0700);
    write_file(paths.profile_defaults_file(), std::string_view("{}"), 0600);
    say("The profile configuration has been saved in " + paths.profile_defaults_file() + ".");
  }
  if (in.boolean("install")) install(root);
  return 0;
}

}  // namespace

constexpr Command bootstrap_command{
    .name = "bootstrap",
    .usage = "make this machine know and trust a CA",
    .usage_text = R"(**step ca bootstrap**
[**--ca-url**=<URI>] [**--fingerprint**=<fingerprint>] [**--install**] [**--team**=<ID>]
[**--team-authority**=<sub-domain>] [**--team-url**=<url>] [**--redirect-url**=<url>] [**--force**]
[**--context**=<name>] [**--profile**=<name>] [**--authority**=<name>])",
    .description =
        R"(**step ca bootstrap** downloads the root certificate of a certificate authority, checks its fingerprint, and
keeps it with the CA's address below $(step path). From then on the other commands need neither **--ca-url** nor **--root**.

Get the fingerprint from whoever runs the CA; it is the only thing that has to be right.

## EXAMPLES

Learn about a CA:
```
$ step ca bootstrap --ca-url https://ca.example.com:9000 \
  --fingerprint 0d7d3834cf187726cf331c40a31aa7ef6b29ba4df601416c9788f6ee01058cf3
```

And let every program on this machine trust its certificates:
```
$ step ca bootstrap --ca-url https://ca.example.com:9000 --install \
  --fingerprint 0d7d3834cf187726cf331c40a31aa7ef6b29ba4df601416c9788f6ee01058cf3
```

Keep several CAs apart:
```
$ step ca bootstrap --ca-url https://ca.example.com --context production \
  --fingerprint 0d7d3834cf187726cf331c40a31aa7ef6b29ba4df601416c9788f6ee01058cf3
$ step context select production
```)",
    .action = run,
    .flags = flags,
    .no_context = true,
};

}  // namespace newel::cli::ca
