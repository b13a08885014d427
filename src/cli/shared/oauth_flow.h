// A login at an identity provider from the terminal: what `step oauth` does, and the tokens of OIDC
// provisioners.
#pragma once

#include <string>
#include <vector>

#include "client/oauth/provider.h"

namespace newel::cli {

struct OauthOptions {
  std::string provider = "google";
  std::string email;
  bool device = false;  ///< a code typed elsewhere instead of a browser here
  bool oob = false;     ///< a code pasted back
  bool implicit = false;
  client::oauth::Registration registration;
  client::oauth::Endpoints endpoints;  ///< empty: those of the provider
  std::string scope = "openid email";
  std::string prompt;
  std::vector<std::string> auth_params;  ///< "name=value"
  std::string listen, listen_url, redirect_url;
  std::string browser;  ///< the program to open; "" for the desktop's choice
};

/// Tells the person where to go on standard error, and waits. Throws Error.
client::oauth::TokenAnswer oauth_login(const OauthOptions& options);

}  // namespace newel::cli
