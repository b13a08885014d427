#include "cli/ca/oidc_token.h"

#include "base/files.h"
#include "base/text.h"
#include "cli/shared/oauth_flow.h"
#include "provisioner/members.h"

namespace newel::cli::ca {

std::string oidc_token(const Invocation& in, const client::ListedProvisioner& chosen) {
  const json::Object& document = chosen.document;
  OauthOptions options;
  options.provider = provisioner::text_member(document, "configurationEndpoint");
  options.registration = {provisioner::text_member(document, "clientID"),
                          provisioner::text_member(document, "clientSecret")};
  const auto scopes = provisioner::list_member(document, "scopes");
  if (!scopes.empty()) options.scope = join(scopes, " ");
  options.auth_params = provisioner::list_member(document, "authParams");
  // The variable lets a person choose another port than the one the operator registered.
  const std::string listen = environment("STEP_LISTEN").value_or("");
  options.listen = listen.empty() ? provisioner::text_member(document, "listenAddress") : listen;
  options.device = in.boolean("console");
  try {
    client::oauth::TokenAnswer answer = oauth_login(options);
    if (answer.id_token.empty())
      throw Error("the provider's answer has no id_token; does it know the scope openid?");
    return std::move(answer.id_token);
  } catch (const Error& error) {
    throw error.wrapped("error generating OIDC token");
  }
}

}  // namespace newel::cli::ca
