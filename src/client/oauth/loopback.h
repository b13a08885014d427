// Waiting for a browser to come back from a login (RFC 8252 section 7.3): an HTTP listener on this machine.
#pragma once

#include <functional>
#include <string>

#include "base/time.h"
#include "client/oauth/authorization_code.h"

namespace newel::client::oauth {

struct LoopbackOptions {
  std::string listen;        ///< "host:port"; "" for any free port of 127.0.0.1
  std::string listen_url;    ///< what the provider is told instead of the listener's own address
  std::string redirect_url;  ///< where the browser goes after success instead of our page
  Duration patience = std::chrono::minutes(2);
  /// Called with the address to visit, when the listener is ready.
  std::function<void(const std::string& url)> visit;
  /// Plain lines for the person, about requests that are none of ours.
  std::function<void(std::string_view line)> tell;
};

/// `wish.redirect_uri` is filled in. Throws Error "Failed to authenticate: ...", "Failed exchanging
/// authorization code: ...", "oauth command timed out, please try again", and when it cannot listen.
TokenAnswer loopback_login(AuthorizationWish wish, const LoopbackOptions& options);

}  // namespace newel::client::oauth
