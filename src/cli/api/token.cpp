// step api token create: a token for the hosted API, bought with a client certificate (reference:
// command/api/token/create.go).
#include <regex>

#include "base/encoding.h"
#include "base/json.h"
#include "base/random.h"
#include "base/url.h"
#include "base/version.h"
#include "cli/api/api.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/engine/prompt.h"
#include "cli/shared/key_password.h"
#include "cli/shared/named_key.h"
#include "net/client.h"

namespace newel::cli::api {
namespace {

constexpr auto flags =
    flag_list(Flag{"api-url", Kind::string, "The URL of the API.", "https://gateway.smallstep.com"},
              Flag{"audience", Kind::string, "The audience the token is for."});

bool is_uuid(const std::string& text) {
  static const std::regex form("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  return std::regex_match(text, form);
}

std::string endpoint(const std::string& api_url) {
  if (const auto url = parse_url(api_url); !url)
    throw Error("error parsing URL '" + api_url + "': " + url.error().text);
  return api_url + (api_url.ends_with('/') ? "" : "/") + "api/auth";
}

net::ClientOptions with_identity(const std::string& certificate, const std::string& key) {
  net::ClientOptions options;
  options.user_agent = "Smallstep CLI/" + version() + " (" + platform() + ")";
  try {
    for (const auto& each : load_named_certificates({}, certificate))
      options.client_chain.push_back(to_bytes(each.der()));
  } catch (const Error& error) {
    throw error.wrapped("failed reading \"" + certificate + "\"");
  }
  try {
    options.client_key = load_named_signer({}, key, file_password_prompt());
  } catch (const Error& error) {
    throw error.wrapped("failed reading key from \"" + key + "\"");
  }
  return options;
}

std::string request_body(const std::string& team, const std::string& audience,
                         const std::vector<Bytes>& chain) {
  json::Array bundle;
  for (const Bytes& der : chain) bundle.emplace_back(base64_encode(der));
  const bool by_id = is_uuid(team);
  json::Object body{
      {"teamID", by_id ? team : ""}, {"teamSlug", by_id ? "" : team}, {"bundle", std::move(bundle)}};
  if (!audience.empty()) body["audience"] = audience;
  return json::write(body) + "\n";
}

int run(Invocation& in) {
  in.expect_args(3);
  const std::string url = endpoint(in.string("api-url"));
  const net::ClientOptions options = with_identity(in.arg(1), in.arg(2));
  const net::Response answer = net::Client(options).send(
      {.method = "POST",
       .url = url,
       .headers = {{"Content-Type", "application/json"}, {"X-Request-Id", system_random().uuid()}},
       .body = request_body(in.arg(0), in.string("audience"), options.client_chain)});
  const auto body = value_or_throw(json::parse(answer.body), "error reading the answer of " + url);
  const auto member = [&](const char* name) {
    return body.is_object() ? json::as_string(json::find_ci(body.get_object(), name)).value_or("")
                            : std::string();
  };
  if (answer.status != 201) {
    const std::string message = member("message");
    throw Error(message.empty() ? "failed to create token: " + std::to_string(answer.status) : message);
  }
  print_status("Token successfully created", "");
  print(member("token") + "\n");
  return 0;
}

constexpr Command create_command{
    .name = "create",
    .usage = "create a token for the API",
    .usage_text =
        "**step api token create** <team> <crt-file> <key-file>\n[**--api-url**=<url>] "
        "[**--audience**=<name>]",
    .description =
        R"(**step api token create** asks the API of Smallstep's hosted service for a token. A certificate that the team trusts
identifies who asks.

## POSITIONAL ARGUMENTS

<team>
: The UUID or the slug of the team.

<crt-file>
: The certificate, with the intermediates it needs.

<key-file>
: Its private key.

## EXAMPLES

```
$ step api token create team-foo internal.crt internal.key
```)",
    .action = run,
    .flags = flags,
};

constexpr const Command* token_subcommands[] = {&create_command};

constexpr Command token_group{
    .name = "token",
    .usage = "create tokens for the API",
    .usage_text = "**step api token** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = "**step api token** manages tokens for the API of Smallstep's hosted service.",
    .subcommands = token_subcommands,
};

constexpr const Command* subcommands[] = {&token_group};

}  // namespace

constexpr Command api_group{
    .name = "api",
    .usage = "speak to the API of Smallstep's hosted service",
    .usage_text = "**step api** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = "**step api** speaks to the API of Smallstep's hosted service.",
    .subcommands = subcommands,
    .hidden = true,
};

}  // namespace newel::cli::api
