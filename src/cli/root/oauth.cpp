// `step oauth`: a login at an OAuth 2.0 or OpenID Connect provider, its token on standard output.
#include <fmt/core.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/engine/invocation.h"
#include "cli/root/tree.h"
#include "cli/shared/oauth_flow.h"
#include "client/oauth/service_account.h"

namespace newel::cli {
namespace {

using client::oauth::TokenAnswer;

constexpr auto flags = flag_list(
    Flag{.names = "provider,idp",
         .usage = "Whom to log in at: **google**, **github**, or the https address of an OpenID provider.",
         .fallback = "google"},
    Flag{.names = "email,e", .usage = "The address to suggest to the provider as the one to log in with."},
    Flag{.names = "console,c",
         .kind = Kind::boolean,
         .usage = "Use no browser on this machine: the person enters a code in a browser anywhere else."},
    Flag{.names = "console-flow",
         .usage = "How to log in without a browser on this machine, a <flow>: **device** (RFC 8628) or "
                  "**oob** (the "
                  "provider shows a code to paste)."},
    Flag{.names = "client-id", .usage = "The id this program is registered with at the provider."},
    Flag{.names = "client-secret",
         .usage = "The secret that goes with the id, where the provider wants one."},
    Flag{.names = "account",
         .usage = "A JSON file with a client or a service account, as Google hands them out."},
    Flag{.names = "authorization-endpoint",
         .usage = "The address of the provider's login page, for a provider without a discovery document."},
    Flag{.names = "device-authorization-endpoint",
         .usage = "The address that hands out device codes, for a provider without a discovery document."},
    Flag{.names = "token-endpoint",
         .usage = "The address that hands out tokens, for a provider without a discovery document."},
    Flag{.names = "header",
         .kind = Kind::boolean,
         .usage = "Print a header line for other programs: `Authorization: Bearer …`."},
    Flag{.names = "oidc",
         .kind = Kind::boolean,
         .usage = "With **--bare** or **--header**: the OIDC token instead of the access token."},
    Flag{.names = "bare", .kind = Kind::boolean, .usage = "Print the token and nothing else."},
    Flag{.names = "scope",
         .kind = Kind::strings,
         .usage = "What to ask for, instead of **openid email**. Use the flag several times for several."},
    Flag{.names = "auth-param",
         .kind = Kind::strings,
         .usage =
             "A parameter `key=value` to add to the login page's address. Use the flag several times for "
             "several."},
    Flag{.names = "prompt",
         .usage = "What the provider should ask the person: **none**, **login**, **consent**, "
                  "**select_account**, or "
                  "what else it knows."},
    Flag{
        .names = "jwt",
        .kind = Kind::boolean,
        .usage = "With a service account: print a token it signed itself, for the API named by **--scope**."},
    Flag{.names = "listen",
         .usage = "The <address> the browser comes back to (e.g. \":10000\"). Any free port of 127.0.0.1 by "
                  "default."},
    Flag{.names = "listen-url",
         .usage = "The <url> that the provider is told instead (e.g. \"http://127.0.0.1:10000\")."},
    Flag{.names = "implicit",
         .kind = Kind::boolean,
         .usage = "Use the implicit flow, which hands tokens through the browser. Needs **--insecure** and "
                  "**--client-id**.",
         .hidden = true},
    insecure_flag.hide(),
    Flag{.names = "browser",
         .usage = "The browser program to open instead of the desktop's choice.",
         .hidden = true},
    Flag{.names = "redirect-url", .usage = "The <url> the browser is sent to after a successful login."});

void check_addresses(const Invocation& in) {
  const std::string provider = in.string("provider");
  if (provider != "google" && provider != "github" && !provider.starts_with("https://"))
    throw Error("use a valid provider: google or github");
  if (const std::string listen = in.string("listen"); !listen.empty()) {
    if (const auto parts = split_host_port(listen); !parts)
      throw Error("invalid value '" + listen + "' for flag '--listen': " + parts.error().text);
  }
  if (const std::string url = in.string("listen-url"); !url.empty()) {
    const auto parsed = parse_url(url);
    if (!parsed || parsed->scheme.empty()) {
      throw Error("invalid value '" + url + "' for flag '--listen-url'" +
                  (parsed ? "; it has no scheme" : ": " + parsed.error().text));
    }
  }
}

void check_combinations(const Invocation& in) {
  if ((in.string("provider") != "google" || in.is_set("authorization-endpoint")) && !in.is_set("client-id"))
    throw Error("flag '--client-id' required with '--provider'");
  if (in.boolean("implicit")) {
    if (!in.boolean("insecure")) throw required_insecure("implicit");
    if (!in.is_set("client-id")) throw required_with("implicit", "client-id");
  }
  for (const char* flag : {"authorization-endpoint", "device-authorization-endpoint"}) {
    if (in.is_set(flag) && !in.is_set("token-endpoint"))
      throw Error("flag '--" + std::string(flag) + "' requires flag '--token-endpoint'");
  }
}

void choose_flow(const Invocation& in, OauthOptions& options) {
  const std::string flow = in.string("console-flow");
  options.device = equal_ignoring_case(flow, "device");
  options.oob = equal_ignoring_case(flow, "oob");
  if (in.is_set("console-flow") && !options.device && !options.oob)
    throw invalid_flag_value("console-flow", flow, "device, oob");
  if (flow.empty() && in.boolean("console")) options.device = true;
  options.implicit = in.boolean("implicit");
}

OauthOptions options_of(const Invocation& in) {
  OauthOptions out;
  out.provider = in.string("provider");
  out.email = in.string("email");
  choose_flow(in, out);
  out.registration = in.is_set("client-id")
                         ? client::oauth::Registration{in.string("client-id"), in.string("client-secret")}
                         : client::oauth::default_registration(out.device);
  out.endpoints = {in.string("authorization-endpoint"), in.string("device-authorization-endpoint"),
                   in.string("token-endpoint")};
  if (in.is_set("scope")) out.scope = join(in.strings("scope"), " ");
  out.prompt = in.string("prompt");
  out.auth_params = in.strings("auth-param");
  out.listen = in.string("listen");
  out.listen_url = in.string("listen-url");
  out.redirect_url = in.string("redirect-url");
  out.browser = in.string("browser");
  return out;
}

TokenAnswer get_token(const Invocation& in) {
  OauthOptions options = options_of(in);
  const std::string file = in.string("account");
  if (file.empty()) return oauth_login(options);
  const client::oauth::Account account = client::oauth::read_account(file);
  if (account.is_service) {
    const Time now = system_clock().now();
    return in.boolean("jwt") ? self_signed_token(account, options.scope, now)
                             : exchange_assertion(account, options.scope, now);
  }
  options.endpoints = account.endpoints;
  options.registration = account.registration;
  return oauth_login(options);
}

int run_oauth(Invocation& in) {
  check_addresses(in);
  check_combinations(in);
  const TokenAnswer answer = get_token(in);
  const std::string& token = in.boolean("oidc") ? answer.id_token : answer.access_token;
  if (in.boolean("header")) {
    fmt::print("Authorization: Bearer {}\n", token);
  } else if (in.boolean("bare")) {
    fmt::print("{}\n", token);
  } else {
    fmt::print("{}\n", json::write_indented(answer.to_json(), "  "));
  }
  return 0;
}

}  // namespace

constexpr Command oauth_command{
    .name = "oauth",
    .usage = "authorization and single sign-on using OAuth & OIDC",
    .usage_text =
        "**step oauth**\n"
        "[**--provider**=<provider>] [**--client-id**=<client-id> **--client-secret**=<client-secret>]\n"
        "[**--scope**=<scope> ...] [**--bare** [**--oidc**]] [**--header** [**--oidc**]]\n"
        "[**--prompt**=<prompt>] [**--auth-param**=<key=value>]\n"
        "\n"
        "**step oauth**\n"
        "**--authorization-endpoint**=<authorization-endpoint>\n"
        "**--token-endpoint**=<token-endpoint>\n"
        "**--client-id**=<client-id> **--client-secret**=<client-secret>\n"
        "[**--scope**=<scope> ...] [**--bare** [**--oidc**]] [**--header** [**--oidc**]]\n"
        "\n"
        "**step oauth** **--account**=<account> [**--jwt**]\n"
        "[**--scope**=<scope> ...] [**--bare** [**--oidc**]] [**--header** [**--oidc**]]",
    .description =
        R"(**step oauth** logs a person in at an OAuth 2.0 or OpenID Connect provider and prints the tokens that the provider
hands out.

It opens the provider's page in a browser and waits on an address of this machine for the browser to come back, with
a proof key (RFC 7636) so that nobody else can use what comes back. Where there is no browser, **--console** prints
a code to enter in a browser on any other machine.

The variable **STEP_OPEN_BROWSER=0** keeps the browser closed: the address to visit is printed and nothing else.

## EXAMPLES

Log in at Google with the client that is built in:
```
$ step oauth
```

Come back to localhost instead of 127.0.0.1, or to a fixed port:
```
$ step oauth --listen localhost:0
$ step oauth --listen :10000
```

Get the access token, or the OIDC token:
```
$ step oauth --bare
$ step oauth --oidc --bare
```

Log in at your own provider:
```
$ step oauth --client-id my-client --client-secret my-secret --provider https://id.example.org
```

Log in from a machine without a browser:
```
$ step oauth --client-id my-client --provider https://id.example.org --console
```

Use a provider that has no discovery document:
```
$ step oauth --client-id my-client --client-secret my-secret \
    --authorization-endpoint https://id.example.org/authorize --token-endpoint https://id.example.org/token
```
)",
    .action = run_oauth,
    .flags = flags,
};

}  // namespace newel::cli
