// The authorization code flow (RFC 6749 section 4.1) with proof key (RFC 7636): one login, from the address a
// person opens in a browser to the token that the code buys.
#pragma once

#include <string>

#include "base/random.h"
#include "client/oauth/provider.h"

namespace newel::client::oauth {

struct AuthorizationWish {
  Endpoints endpoints;
  Registration registration;
  std::string redirect_uri;
  std::string scope;
  std::string prompt, login_hint;  ///< "" leaves them out
  FormValues more;                 ///< --auth-param
  bool implicit = false;           ///< RFC 6749 section 4.2: tokens come in the fragment, without a code
};

class Authorization {
 public:
  explicit Authorization(AuthorizationWish wish, const Random& random = system_random());

  /// What the person visits. Throws Error for an endpoint that is no URL.
  std::string url() const;
  const std::string& state() const { return state_; }
  bool implicit() const { return wish_.implicit; }
  const std::string& redirect_uri() const { return wish_.redirect_uri; }
  /// Buys the token. Waits for the network; throws Error when there is no answer that says anything.
  TokenAnswer exchange(const std::string& code) const;

 private:
  AuthorizationWish wish_;
  std::string state_, verifier_, nonce_;
};

}  // namespace newel::client::oauth
