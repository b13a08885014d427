// A provisioner in its two forms: as in ca.json (how we store and use it), and as the admin API speaks of it
// (linkedca.Provisioner). This is the one place that translates.
#pragma once

#include "messages/admin/details.h"
#include "messages/admin/protobuf_json.h"
#include "provisioner/claims.h"
#include "provisioner/provisioner.h"

namespace newel::messages::admin {

/// JWK OIDC GCP AWS AZURE ACME X5C K8SSA SSHPOP SCEP NEBULA.
std::string_view type_enum_name(provisioner::Type type);

/// type, name, details, claims, templates, webhooks. Throws Error for a type nobody knows and for claims that
/// do not parse.
json::Object provisioner_to_message(const json::Object& document, Secrets secrets);
json::Object claims_to_message(const provisioner::Claims& claims);

/// What came in a body.
struct ProvisionerMessage {
  json::Object document;  ///< as in ca.json
  std::string id, authority_id, created_at, deleted_at;
};
/// Throws Error 400.
ProvisionerMessage provisioner_from_message(const json::Value& value);

/// Members of `old` that the admin API has no form for (cloud roots, Wire settings) are carried over.
void keep_formless_members(const json::Object& old, json::Object& document);

json::Object webhook_to_message(const json::Object& webhook, Secrets secrets);
/// An element of options.webhooks. Throws Error 400.
json::Object webhook_from_message(const json::Value& value);

/// options.webhooks of a document; made when `document` is not const.
json::Array webhooks_of(const json::Object& document);
void set_webhooks(json::Object& document, json::Array webhooks);

}  // namespace newel::messages::admin
