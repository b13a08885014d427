// The members that only one type of provisioner has, in the two forms they travel in: as in ca.json, and as
// in the admin API's `details`.
//
// One table says for every member how it is called in each form and how its value changes; both directions
// read it.
#pragma once

#include "base/json.h"
#include "messages/admin/protobuf_json.h"
#include "provisioner/provisioner.h"

namespace newel::messages::admin {

/// Whether a message holds what the CA is told but does not tell: secrets of webhooks, the token of a
/// cluster.
enum class Secrets { left_out, included };

/// {"JWK": {...}} from a provisioner of ca.json.
json::Object details_of(provisioner::Type type, const json::Object& document, Secrets secrets);

/// The members of ca.json out of `details`. Throws bad_body().
void read_details(provisioner::Type type, MessageReader details, json::Object& document);

/// The members of ca.json that `details` carry both ways.
bool has_form(provisioner::Type type, std::string_view member);

}  // namespace newel::messages::admin
