// The device authorization grant (RFC 8628): a code that a person types into a browser anywhere else.
#pragma once

#include <functional>
#include <string>

#include "base/time.h"
#include "client/oauth/provider.h"

namespace newel::client::oauth {

struct DevicePrompt {
  std::string uri;
  std::string code;  ///< "" when the address holds it already
};

struct DeviceLogin {
  Endpoints endpoints;
  Registration registration;
  std::string scope;
  /// Shows the person where to go; called once.
  std::function<void(const DevicePrompt&)> show;
  /// Waits between two questions; a test hands in one that does not.
  std::function<void(Duration)> wait;
};

/// Asks until the person has decided. Throws Error "device authorization grant expired" after five minutes or
/// what the provider says, and what the provider answered when it refuses.
TokenAnswer device_login(const DeviceLogin& login);

}  // namespace newel::client::oauth
