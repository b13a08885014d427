#include "provisioner/document.h"

#include <algorithm>
#include <span>

#include "base/encoding.h"
#include "base/text.h"
#include "jose/jwk.h"
#include "provisioner/restrictions.h"
#include "webhook/webhook.h"

namespace newel::provisioner {
namespace {

// What a member that is absent or empty is written as; most are left out.
enum class Absent { left_out, null, empty_text, no, zero_duration };

struct Member {
  std::string_view name;
  Absent absent = Absent::left_out;
};

constexpr Member type_member{"type", Absent::empty_text}, name_member{"name", Absent::empty_text};

constexpr Member jwk_members[] = {type_member,      name_member, {"key", Absent::null},
                                  {"encryptedKey"}, {"claims"},  {"options"}};
constexpr Member oidc_members[] = {type_member,
                                   name_member,
                                   {"clientID", Absent::empty_text},
                                   {"clientSecret", Absent::empty_text},
                                   {"configurationEndpoint", Absent::empty_text},
                                   {"tenantID"},
                                   {"admins"},
                                   {"domains"},
                                   {"groups"},
                                   {"listenAddress"},
                                   {"claims"},
                                   {"options"},
                                   {"scopes"},
                                   {"authParams"}};
constexpr Member gcp_members[] = {type_member,
                                  name_member,
                                  {"serviceAccounts"},
                                  {"projectIDs"},
                                  {"organizationID"},
                                  {"disableCustomSANs", Absent::no},
                                  {"disableTrustOnFirstUse", Absent::no},
                                  {"disableSSHCAUser"},
                                  {"disableSSHCAHost"},
                                  {"instanceAge", Absent::zero_duration},
                                  {"claims"},
                                  {"options"}};
constexpr Member aws_members[] = {type_member,
                                  name_member,
                                  {"accounts", Absent::null},
                                  {"disableCustomSANs", Absent::no},
                                  {"disableTrustOnFirstUse", Absent::no},
                                  {"imdsVersions", Absent::null},
                                  {"instanceAge", Absent::zero_duration},
                                  {"iidRoots"},
                                  {"claims"},
                                  {"options"}};
constexpr Member azure_members[] = {type_member,
                                    name_member,
                                    {"tenantID", Absent::empty_text},
                                    {"resourceGroups", Absent::null},
                                    {"subscriptionIDs", Absent::null},
                                    {"objectIDs", Absent::null},
                                    {"audience"},
                                    {"disableCustomSANs", Absent::no},
                                    {"disableTrustOnFirstUse", Absent::no},
                                    {"claims"},
                                    {"options"}};
constexpr Member acme_members[] = {type_member,          name_member,    {"forceCN"},
                                   {"termsOfService"},   {"website"},    {"caaIdentities"},
                                   {"requireEAB"},       {"challenges"}, {"attestationFormats"},
                                   {"attestationRoots"}, {"claims"},     {"options"}};
constexpr Member rooted_members[] = {
    type_member, name_member, {"roots", Absent::null}, {"claims"}, {"options"}};
// From apiServer on they are ours: where tokens are reviewed when there are no keys.
constexpr Member k8ssa_members[] = {
    type_member,   name_member,        {"publicKeys"},     {"claims"},          {"options"},
    {"apiServer"}, {"apiServerRoots"}, {"apiServerToken"}, {"apiServerCAFile"}, {"apiServerTokenFile"},
    {"audiences"}};
constexpr Member sshpop_members[] = {type_member, name_member, {"claims"}};
constexpr Member scep_members[] = {type_member,
                                   name_member,
                                   {"forceCN"},
                                   {"challenge"},
                                   {"capabilities"},
                                   {"includeRoot"},
                                   {"excludeIntermediate"},
                                   {"minimumPublicKeyLength"},
                                   {"decrypterCertificate"},
                                   {"decrypterKeyPEM"},
                                   {"decrypterKey"},
                                   {"decrypterKeyPassword"},
                                   {"encryptionAlgorithmIdentifier"},
                                   {"options"},
                                   {"claims"}};

std::span<const Member> members_of(Type type) {
  switch (type) {
    case Type::noop:
      return {};
    case Type::jwk:
      return jwk_members;
    case Type::oidc:
      return oidc_members;
    case Type::gcp:
      return gcp_members;
    case Type::aws:
      return aws_members;
    case Type::azure:
      return azure_members;
    case Type::acme:
      return acme_members;
    case Type::x5c:
    case Type::nebula:
      return rooted_members;
    case Type::k8ssa:
      return k8ssa_members;
    case Type::sshpop:
      return sshpop_members;
    case Type::scep:
      return scep_members;
  }
  return {};
}

json::Value absent_value(Absent absent) {
  switch (absent) {
    case Absent::empty_text:
      return "";
    case Absent::no:
      return false;
    case Absent::zero_duration:
      return "0s";
    default:
      return nullptr;
  }
}

// Go's omitempty: what is absent, null, false, "", 0 or [] is not written; objects are pointers there and
// stay.
bool is_empty(std::string_view name, const json::Value& value) {
  // Pointers in the reference: false is something else than absent.
  if (value.is_bool() && name.starts_with("disableSSHCA")) return false;
  if (value.is_int64() && value.get_int64() == 0) return true;
  return value.is_null() || (value.is_bool() && !value.get_bool()) ||
         (value.is_string() && value.get_string().empty()) || (value.is_array() && value.get_array().empty());
}

json::Value normalized_member(std::string_view name, const json::Value& value) {
  if (name == "claims" && value.is_object()) {
    if (const auto claims = Claims::from_json(value.get_object())) return claims->to_json();
  }
  if (name == "instanceAge" && value.is_string()) {
    if (const auto age = parse_duration(*json::as_string(&value))) return json::text(format_duration(*age));
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

}  // namespace

bool has_options(Type type) {
  const auto members = members_of(type);
  return std::any_of(members.begin(), members.end(), [](const Member& one) { return one.name == "options"; });
}

std::vector<std::string_view> member_names(Type type) {
  std::vector<std::string_view> out;
  for (const Member& member : members_of(type)) out.push_back(member.name);
  return out;
}

json::Object normalized_document(const json::Object& document) {
  const auto type_text = json::as_string(json::find_ci(document, "type"));
  const auto type = type_text ? parse_type(*type_text) : std::nullopt;
  const auto members = type ? members_of(*type) : std::span<const Member>{};
  if (members.empty()) return document;
  json::Object out;
  for (const Member& member : members) {
    const json::Value* value = json::find_ci(document, member.name);
    const bool empty = value == nullptr || is_empty(member.name, *value);
    if (empty && member.absent == Absent::left_out) continue;
    out[{member.name.data(), member.name.size()}] =
        empty ? absent_value(member.absent) : normalized_member(member.name, *value);
  }
  for (const auto& member : document) {
    const std::string_view key(member.key().data(), member.key().size());
    const bool known = std::any_of(members.begin(), members.end(),
                                   [&](const Member& one) { return equal_ignoring_case(one.name, key); });
    if (!known) out[member.key()] = member.value();
  }
  return out;
}

namespace {

// What everybody may know of SCEP and K8sSA: that of SCEP's secrets none is shown, whether they are there or
// not.
void hide_type_secrets(json::Object& document) {
  const auto type = parse_type(json::as_string(json::find_ci(document, "type")).value_or(""));
  if (type == Type::k8ssa) document.erase("apiServerToken");
  if (type != Type::scep) return;
  constexpr std::string_view hidden = "*** REDACTED ***";
  for (const char* name : {"challenge", "decrypterKey", "decrypterKeyPassword"})
    document[name] = json::text(hidden);
  for (const char* name : {"decrypterCertificate", "decrypterKeyPEM"})
    document[name] = json::text(base64_encode(as_bytes(hidden)));
}

}  // namespace

json::Object listed_document(const json::Object& document) {
  json::Object out = normalized_document(document);
  hide_restrictions(out);
  hide_type_secrets(out);
  webhook::hide_webhook_secrets(out);
  if (json::Value* key = out.if_contains("key")) *key = public_key_member(*key);
  return out;
}

void set_member(json::Object& document, std::string_view name, json::Value value) {
  for (auto& member : document) {
    if (!equal_ignoring_case({member.key().data(), member.key().size()}, name)) continue;
    member.value() = std::move(value);
    return;
  }
  document[{name.data(), name.size()}] = std::move(value);
}

}  // namespace newel::provisioner
