// Whom to ask for a login: the endpoints of an OAuth 2.0 or OpenID Connect provider, and who we are to it.
#pragma once

#include <optional>
#include <string>

#include "base/form.h"
#include "base/json.h"

namespace newel::client::oauth {

struct Endpoints {
  std::string authorization, device_authorization, token;
};

/// The names "google" and "github"; nullopt for any other.
std::optional<Endpoints> known_endpoints(std::string_view provider);

/// From the provider's discovery document (OpenID Connect Discovery 1.0), with the system's trusted roots.
/// `for_device`: the device authorization endpoint is the one that must be there. Throws Error
/// "error retrieving <url>: ...", "error reading <url>: unsupported format: ...", "missing or invalid
/// 'token_endpoint' in provider metadata".
Endpoints discover_endpoints(const std::string& provider, bool for_device);

/// A client as the provider knows it. The secret of an installed program is not one, but some providers want
/// it.
struct Registration {
  std::string id, secret;
};

/// The project of the reference's makers at Google, open to everybody: browser and device flow each have
/// one.
Registration default_registration(bool for_device);

/// What a token endpoint answers (RFC 6749 section 5).
struct TokenAnswer {
  std::string access_token, id_token, refresh_token, token_type, error, error_description, scope;
  std::int64_t expires_in = 0;

  static TokenAnswer from_json(const json::Object& object);
  /// In the order people know: access_token, id_token, refresh_token, expires_in, token_type, and what else
  /// there is.
  json::Object to_json() const;
  bool failed() const { return !error.empty() || !error_description.empty(); }
};

/// An answer to a form that was posted; any status is one.
struct FormAnswer {
  int status = 0;
  std::string body;
  /// Throws Error naming what is wrong when it is not a JSON object.
  json::Object object() const;
};
/// Throws Error for transport failures.
FormAnswer post_form(const std::string& url, const FormValues& values);

}  // namespace newel::client::oauth
