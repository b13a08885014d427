#include "messages/admin/details.h"

#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/pem.h"

namespace newel::messages::admin {
namespace {

using provisioner::Type;

enum class Kind {
  text,
  secret,  ///< text that is there only with Secrets::included
  texts,
  boolean,
  integer,
  duration,     ///< text; "0s" in ca.json is nothing in the message
  json_octets,  ///< an object in ca.json, its JSON as octets in the message
  text_octets,  ///< a text in ca.json, its octets in the message
  octets,       ///< octets in both
  pem_list,     ///< one bundle in ca.json, each PEM block by itself in the message
  challenges,
  formats,
};

struct Member {
  Type type;
  Kind kind;
  std::string_view document;  ///< name in ca.json
  std::string_view message;   ///< name in the details; "x.y": y of the message x
};

constexpr std::array members = {
    Member{Type::jwk, Kind::json_octets, "key", "publicKey"},
    Member{Type::jwk, Kind::text_octets, "encryptedKey", "encryptedPrivateKey"},
    Member{Type::oidc, Kind::text, "clientID", "clientId"},
    Member{Type::oidc, Kind::text, "clientSecret", "clientSecret"},
    Member{Type::oidc, Kind::text, "configurationEndpoint", "configurationEndpoint"},
    Member{Type::oidc, Kind::text, "tenantID", "tenantId"},
    Member{Type::oidc, Kind::texts, "admins", "admins"},
    Member{Type::oidc, Kind::texts, "domains", "domains"},
    Member{Type::oidc, Kind::texts, "groups", "groups"},
    Member{Type::oidc, Kind::text, "listenAddress", "listenAddress"},
    Member{Type::oidc, Kind::texts, "scopes", "scopes"},
    Member{Type::oidc, Kind::texts, "authParams", "authParams"},
    Member{Type::gcp, Kind::texts, "serviceAccounts", "serviceAccounts"},
    Member{Type::gcp, Kind::texts, "projectIDs", "projectIds"},
    Member{Type::gcp, Kind::text, "organizationID", "organizationId"},
    Member{Type::gcp, Kind::boolean, "disableCustomSANs", "disableCustomSans"},
    Member{Type::gcp, Kind::boolean, "disableTrustOnFirstUse", "disableTrustOnFirstUse"},
    Member{Type::gcp, Kind::boolean, "disableSSHCAUser", "disableSshCaUser"},
    Member{Type::gcp, Kind::boolean, "disableSSHCAHost", "disableSshCaHost"},
    Member{Type::gcp, Kind::duration, "instanceAge", "instanceAge"},
    Member{Type::aws, Kind::texts, "accounts", "accounts"},
    Member{Type::aws, Kind::boolean, "disableCustomSANs", "disableCustomSans"},
    Member{Type::aws, Kind::boolean, "disableTrustOnFirstUse", "disableTrustOnFirstUse"},
    Member{Type::aws, Kind::duration, "instanceAge", "instanceAge"},
    Member{Type::azure, Kind::text, "tenantID", "tenantId"},
    Member{Type::azure, Kind::texts, "resourceGroups", "resourceGroups"},
    Member{Type::azure, Kind::texts, "subscriptionIDs", "subscriptionIds"},
    Member{Type::azure, Kind::texts, "objectIDs", "objectIds"},
    Member{Type::azure, Kind::text, "audience", "audience"},
    Member{Type::azure, Kind::boolean, "disableCustomSANs", "disableCustomSans"},
    Member{Type::azure, Kind::boolean, "disableTrustOnFirstUse", "disableTrustOnFirstUse"},
    Member{Type::acme, Kind::boolean, "forceCN", "forceCn"},
    Member{Type::acme, Kind::text, "termsOfService", "termsOfService"},
    Member{Type::acme, Kind::text, "website", "website"},
    Member{Type::acme, Kind::texts, "caaIdentities", "caaIdentities"},
    Member{Type::acme, Kind::boolean, "requireEAB", "requireEab"},
    Member{Type::acme, Kind::challenges, "challenges", "challenges"},
    Member{Type::acme, Kind::formats, "attestationFormats", "attestationFormats"},
    Member{Type::acme, Kind::pem_list, "attestationRoots", "attestationRoots"},
    Member{Type::x5c, Kind::pem_list, "roots", "roots"},
    Member{Type::k8ssa, Kind::pem_list, "publicKeys", "publicKeys"},
    // Ours. Files of the CA's machine cannot be named from afar; and the token is taken, but not given.
    Member{Type::k8ssa, Kind::text, "apiServer", "apiServer"},
    Member{Type::k8ssa, Kind::pem_list, "apiServerRoots", "apiServerRoots"},
    Member{Type::k8ssa, Kind::secret, "apiServerToken", "apiServerToken"},
    Member{Type::k8ssa, Kind::texts, "audiences", "audiences"},
    Member{Type::scep, Kind::boolean, "forceCN", "forceCn"},
    Member{Type::scep, Kind::text, "challenge", "challenge"},
    Member{Type::scep, Kind::texts, "capabilities", "capabilities"},
    Member{Type::scep, Kind::boolean, "includeRoot", "includeRoot"},
    Member{Type::scep, Kind::boolean, "excludeIntermediate", "excludeIntermediate"},
    Member{Type::scep, Kind::integer, "minimumPublicKeyLength", "minimumPublicKeyLength"},
    Member{Type::scep, Kind::octets, "decrypterCertificate", "decrypter.certificate"},
    Member{Type::scep, Kind::octets, "decrypterKeyPEM", "decrypter.key"},
    Member{Type::scep, Kind::text, "decrypterKey", "decrypter.keyUri"},
    Member{Type::scep, Kind::text_octets, "decrypterKeyPassword", "decrypter.keyPassword"},
    Member{Type::scep, Kind::integer, "encryptionAlgorithmIdentifier", "encryptionAlgorithmIdentifier"},
    Member{Type::nebula, Kind::pem_list, "roots", "roots"},
};

// The name of the variant, by type number.
constexpr std::array<std::string_view, 12> variants = {"",     "JWK", "OIDC",  "GCP",    "AWS",  "Azure",
                                                       "ACME", "X5C", "K8sSA", "SSHPOP", "SCEP", "Nebula"};
constexpr std::array<std::string_view, 5> challenge_names = {"UNKNOWN", "HTTP_01", "DNS_01", "TLS_ALPN_01",
                                                             "DEVICE_ATTEST_01"};
constexpr std::array<std::string_view, 4> format_names = {"UNKNOWN", "APPLE", "STEP", "TPM"};

// "http-01" to "HTTP_01" and back.
std::string enum_name(const std::string& text) {
  std::string out = to_upper(text);
  for (char& c : out) c = c == '-' ? '_' : c;
  return out;
}
std::string plain_name(std::string_view name) {
  std::string out = to_lower(name);
  for (char& c : out) c = c == '_' ? '-' : c;
  return out;
}

json::Array enum_array(const json::Value& value) {
  json::Array out;
  for (const std::string& text : texts_of(&value)) out.push_back(json::text(enum_name(text)));
  return out;
}

json::Array plain_array(const std::vector<int>& numbers, std::span<const std::string_view> names) {
  json::Array out;
  for (const int number : numbers)
    out.push_back(json::text(plain_name(names[static_cast<std::size_t>(number)])));
  return out;
}

json::Array pem_blocks(const json::Value& value) {
  json::Array out;
  const auto bundle = base64_decode(json::as_string(&value).value_or(""));
  if (!bundle) return out;
  for (const PemBlock& block : pem_decode_all(as_text(*bundle))) {
    out.push_back(json::text(base64_encode(as_bytes(pem_encode(block)))));
  }
  return out;
}

json::Value to_message(Kind kind, const json::Value& value) {
  switch (kind) {
    case Kind::json_octets:
      return json::text(base64_encode(as_bytes(json::write(value))));
    case Kind::text_octets:
      return json::text(base64_encode(as_bytes(json::as_string(&value).value_or(""))));
    case Kind::pem_list:
      return pem_blocks(value);
    case Kind::challenges:
    case Kind::formats:
      return enum_array(value);
    case Kind::duration:
      return json::as_string(&value).value_or("") == "0s" ? json::Value() : value;
    default:
      return value;
  }
}

json::Value bundle_of(const std::vector<std::string>& blocks) {
  std::string all;
  for (const std::string& block : blocks) {
    all += block;
    if (!all.ends_with('\n')) all += '\n';
  }
  return all.empty() ? json::Value() : json::text(base64_encode(as_bytes(all)));
}

json::Value json_of(const std::optional<std::string>& octets, std::string_view name) {
  if (!octets) return nullptr;
  auto value = json::parse(*octets);
  if (!value) throw bad_body("invalid value for field " + std::string(name) + ": " + value.error().text);
  return std::move(*value);
}

json::Value from_message(Kind kind, MessageReader& in, std::string_view name) {
  switch (kind) {
    case Kind::text:
    case Kind::secret:
    case Kind::duration:
      return json::text(in.text(name));
    case Kind::texts:
      return text_array(in.texts(name));
    case Kind::boolean: {
      const auto value = in.boolean(name);
      return value ? json::Value(*value) : json::Value();
    }
    case Kind::integer:
      return in.integer(name);
    case Kind::json_octets:
      return json_of(in.octets(name), name);
    case Kind::text_octets:
      return json::text(in.octets(name).value_or(""));
    case Kind::octets:
      return json::text(base64_encode(as_bytes(in.octets(name).value_or(""))));
    case Kind::pem_list:
      return bundle_of(in.octets_list(name));
    case Kind::challenges:
      return plain_array(in.enumerations(name, challenge_names), challenge_names);
    case Kind::formats:
      return plain_array(in.enumerations(name, format_names), format_names);
  }
  return nullptr;
}

}  // namespace

json::Object details_of(Type type, const json::Object& document, Secrets secrets) {
  json::Object out;
  for (const Member& member : members) {
    if (member.type != type) continue;
    if (member.kind == Kind::secret && secrets == Secrets::left_out) continue;
    const json::Value* value = json::find_ci(document, member.document);
    if (value == nullptr) continue;
    const auto dot = member.message.find('.');
    if (dot == std::string_view::npos) {
      put(out, member.message, to_message(member.kind, *value));
      continue;
    }
    json::Object inner;
    const std::string_view outer = member.message.substr(0, dot);
    if (const json::Value* known = json::find(out, outer)) inner = known->get_object();
    put(inner, member.message.substr(dot + 1), to_message(member.kind, *value));
    if (!inner.empty()) out[{outer.data(), outer.size()}] = std::move(inner);
  }
  const std::string_view variant = variants[static_cast<std::size_t>(type)];
  return {{boost::json::string_view(variant.data(), variant.size()), std::move(out)}};
}

void read_details(Type type, MessageReader details, json::Object& document) {
  const std::string_view variant = variants[static_cast<std::size_t>(type)];
  auto in = details.message(variant);
  details.finish();
  if (!in) return;
  std::optional<MessageReader> inner;
  for (const Member& member : members) {
    if (member.type != type) continue;
    const auto dot = member.message.find('.');
    if (dot == std::string_view::npos) {
      put(document, member.document, from_message(member.kind, *in, member.message));
      continue;
    }
    if (!inner) inner = in->message(member.message.substr(0, dot));
    if (!inner) continue;
    put(document, member.document, from_message(member.kind, *inner, member.message.substr(dot + 1)));
  }
  in->finish();
  if (inner) inner->finish();
}

bool has_form(Type type, std::string_view name) {
  for (const std::string_view common : {"type", "name", "claims", "options"}) {
    if (equal_ignoring_case(common, name)) return true;
  }
  for (const Member& member : members) {
    if (member.type == type && member.kind != Kind::secret && equal_ignoring_case(member.document, name))
      return true;
  }
  return false;
}

}  // namespace newel::messages::admin
