// One webhook as it is configured: whom to ask, when, and how both sides prove who they are (reference:
// authority/provisioner/webhook.go).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/secret.h"
#include "template/template.h"

namespace newel::webhook {

enum class Kind { enriching, authorizing, scep_challenge, notifying };
enum class CertType { x509, ssh };

std::string_view kind_text(Kind kind);  ///< "ENRICHING"
/// Ignoring case; nullopt for an unknown kind.
std::optional<Kind> parse_kind(std::string_view text);

struct BasicAuth {
  std::string username;
  Secret password;
};

struct Webhook {
  std::string id;
  std::string name;  ///< what `.Webhooks.<name>` is called in templates
  std::string url;   ///< as written; a template where it has `{{`
  std::optional<templates::Template> url_template;
  Kind kind = Kind::enriching;
  std::optional<CertType> cert_type;  ///< none: for both
  bool disable_tls_client_auth = false;
  Secret key;           ///< of the HMAC over bodies; may be empty
  Secret bearer_token;  ///< wins over basic_auth
  std::optional<BasicAuth> basic_auth;

  bool serves(Kind what, CertType type) const { return kind == what && (!cert_type || *cert_type == type); }
  /// The URL for this request: the template filled in. Throws Error.
  std::string url_for(const templates::Value& data) const;
};

/// One object of `options.webhooks`, member names ignoring case. Throws Error "webhook name is required",
/// "webhook url must use https", "webhook kind is invalid" and so on, in the reference's order. Members that
/// the reference keeps only in its database: `secret` (base64), `bearerToken`, `basicAuth` {`username`,
/// `password`}.
Webhook read_webhook(const json::Object& object);
/// Those of a provisioner's document, in order. Throws Error.
std::vector<Webhook> read_webhooks(const json::Object& provisioner);

/// Takes the secrets out of a provisioner's document that others will see.
void hide_webhook_secrets(json::Object& provisioner);
/// The paths, below `path`, of members of webhooks that nobody reads.
std::vector<std::string> unknown_webhook_members(const json::Object& provisioner, const std::string& path);

}  // namespace newel::webhook
