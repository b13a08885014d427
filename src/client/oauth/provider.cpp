#include "client/oauth/provider.h"

#include "base/json_syntax.h"
#include "base/url.h"
#include "net/client.h"
#include "provisioner/oidc.h"

namespace newel::client::oauth {
namespace {

constexpr std::size_t max_answer = 1u << 20;

net::Client http_client() {
  net::ClientOptions options;
  options.max_response = max_answer;
  options.timeout = std::chrono::seconds(30);
  return net::Client(std::move(options));
}

std::string text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

}  // namespace

std::optional<Endpoints> known_endpoints(std::string_view provider) {
  if (provider == "google") {
    return Endpoints{"https://accounts.google.com/o/oauth2/v2/auth",
                     "https://oauth2.googleapis.com/device/code",
                     "https://www.googleapis.com/oauth2/v4/token"};
  }
  if (provider == "github") {
    return Endpoints{"https://github.com/login/oauth/authorize", "https://github.com/login/device/code",
                     "https://github.com/login/oauth/access_token"};
  }
  return std::nullopt;
}

Endpoints discover_endpoints(const std::string& provider, bool for_device) {
  const std::string url = provisioner::discovery_url(provider);
  net::Response response;
  try {
    response = http_client().send({.url = url, .headers = {{"Accept", "application/json"}}});
  } catch (const Error& error) {
    throw Error("error retrieving " + url + ": " + error.text());
  }
  const auto document = json::parse(response.body);
  if (!document || !document->is_object()) {
    const std::string why = json::syntax_error(response.body);
    throw Error("error reading " + url + ": unsupported format: " +
                (response.status >= 400 ? "the server answered " + std::to_string(response.status)
                 : why.empty()          ? "it is not a JSON object"
                                        : why));
  }
  const json::Object& details = document->get_object();
  Endpoints out{text(details, "authorization_endpoint"), text(details, "device_authorization_endpoint"),
                text(details, "token_endpoint")};
  const auto missing = [](std::string_view name) {
    return Error("missing or invalid '" + std::string(name) + "' in provider metadata");
  };
  if (for_device && out.device_authorization.empty()) throw missing("device_authorization_endpoint");
  if (!for_device && out.authorization.empty()) throw missing("authorization_endpoint");
  if (out.token.empty()) throw missing("token_endpoint");
  return out;
}

Registration default_registration(bool for_device) {
  if (for_device) {
    return {"1087160488420-1u0jqoulmv3mfomfh6fhkfs4vk4bdjih.apps.googleusercontent.com",
            "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"};
  }
  return {"1087160488420-8qt7bavg3qesdhs6it824mhnfgcfe8il.apps.googleusercontent.com",
          "udTrOT3gzrO7W9fDPgZQLfYJ"};
}

TokenAnswer TokenAnswer::from_json(const json::Object& object) {
  TokenAnswer out;
  out.access_token = text(object, "access_token");
  out.id_token = text(object, "id_token");
  out.refresh_token = text(object, "refresh_token");
  out.token_type = text(object, "token_type");
  out.error = text(object, "error");
  out.error_description = text(object, "error_description");
  out.scope = text(object, "scope");
  const json::Value* expires = json::find_ci(object, "expires_in");
  if (expires != nullptr && expires->is_int64()) out.expires_in = expires->get_int64();
  return out;
}

json::Object TokenAnswer::to_json() const {
  json::Object out{{"access_token", access_token},
                   {"id_token", id_token},
                   {"refresh_token", refresh_token},
                   {"expires_in", expires_in},
                   {"token_type", token_type}};
  if (!error.empty()) out["error"] = error;
  if (!error_description.empty()) out["error_description"] = error_description;
  if (!scope.empty()) out["scope"] = scope;
  return out;
}

json::Object FormAnswer::object() const {
  const auto document = json::parse_first(body);
  if (document && document->is_object()) return document->get_object();
  const std::string why = json::syntax_error(body);
  throw Error("the provider answered " + std::to_string(status) +
              " with something that is not a JSON object" + (why.empty() ? "" : ": " + why));
}

FormAnswer post_form(const std::string& url, const FormValues& values) {
  const net::Response response =
      http_client().send({.method = "POST",
                          .url = url,
                          .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                      {"Accept", "application/json"}},  // GitHub sends a form otherwise
                          .body = encode_form(values)});
  return {response.status, response.body};
}

}  // namespace newel::client::oauth
