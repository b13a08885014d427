#include "provisioner/document.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "jose/jwk.h"

namespace newel::provisioner {
namespace {

constexpr std::array<std::string_view, 6> jwk_members = {"type",         "name",   "key",
                                                         "encryptedKey", "claims", "options"};
constexpr std::array<std::string_view, 12> acme_members = {
    "type",          "name",       "forceCN",    "termsOfService",     "website",
    "caaIdentities", "requireEAB", "challenges", "attestationFormats", "attestationRoots",
    "claims",        "options"};
constexpr std::array<std::string_view, 14> oidc_members = {
    "type",     "name",    "clientID", "clientSecret", "configurationEndpoint",
    "tenantID", "admins",  "domains",  "groups",       "listenAddress",
    "claims",   "options", "scopes",   "authParams"};
constexpr std::array<std::string_view, 3> sshpop_members = {"type", "name", "claims"};

// Go's omitempty: what is absent, null, false, "", 0 or [] is not written; objects are pointers there and
// stay.
bool is_empty(const json::Value& value) {
  return value.is_null() || (value.is_bool() && !value.get_bool()) ||
         (value.is_string() && value.get_string().empty()) || (value.is_array() && value.get_array().empty());
}

json::Value normalized_member(std::string_view name, const json::Value& value) {
  if (name == "claims" && value.is_object()) {
    if (const auto claims = Claims::from_json(value.get_object())) return claims->to_json();
  }
  if (name == "key") {
    if (const auto key = jose::Jwk::from_json(value)) return key->to_json();
  }
  return value;
}

json::Value public_key_member(const json::Value& value) {
  if (!value.is_object()) return nullptr;
  const auto key = jose::Jwk::from_json(value);
  if (key && !key->is_symmetric()) return key->to_public().to_json();
  json::Object out;
  for (const char* name : {"kty", "kid"}) {
    if (const json::Value* member = json::find(value.get_object(), name)) out[name] = *member;
  }
  return out;
}

bool always_written(std::string_view name) {
  for (const std::string_view always :
       {"type", "name", "key", "clientID", "clientSecret", "configurationEndpoint"}) {
    if (name == always) return true;
  }
  return false;
}

}  // namespace

std::span<const std::string_view> member_names(Type type) {
  switch (type) {
    case Type::jwk:
      return jwk_members;
    case Type::oidc:
      return oidc_members;
    case Type::acme:
      return acme_members;
    case Type::sshpop:
      return sshpop_members;
    default:
      return {};
  }
}

json::Object normalized_document(const json::Object& document) {
  const auto type_text = json::as_string(json::find_ci(document, "type"));
  const auto type = type_text ? parse_type(*type_text) : std::nullopt;
  const auto names = type ? member_names(*type) : std::span<const std::string_view>{};
  if (names.empty()) return document;
  json::Object out;
  for (const std::string_view name : names) {
    const json::Value* value = json::find_ci(document, name);
    const bool empty = value == nullptr || is_empty(*value);
    if (empty && !always_written(name)) continue;
    const json::Value missing = name == "key" ? json::Value(nullptr) : json::Value("");
    out[{name.data(), name.size()}] = empty ? missing : normalized_member(name, *value);
  }
  for (const auto& member : document) {
    const std::string_view key(member.key().data(), member.key().size());
    const bool known = std::any_of(names.begin(), names.end(),
                                   [&](std::string_view name) { return equal_ignoring_case(name, key); });
    if (!known) out[member.key()] = member.value();
  }
  return out;
}

json::Object listed_document(const json::Object& document) {
  json::Object out = normalized_document(document);
  if (json::Value* key = out.if_contains("key")) *key = public_key_member(*key);
  return out;
}

}  // namespace newel::provisioner
