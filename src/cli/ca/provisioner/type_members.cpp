// Each type has a few lines here: a table of members that are plain copies of flags, and what needs a look.
#include "cli/ca/provisioner/type_members.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/files.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/ca/connection.h"
#include "cli/ca/provisioner/documents.h"
#include "cli/ca/provisioner/roots_files.h"
#include "cli/engine/errors.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {
namespace {

using provisioner::Type;

enum class Copy { text, list, boolean, number, duration };

// A member that is a copy of a flag; lists also have a flag that takes things out again.
struct Member {
  Type type;
  Copy copy;
  const char* flag;
  const char* member;
  const char* removal = nullptr;
};
constexpr std::array members{
    Member{Type::oidc, Copy::text, "client-id", "clientID"},
    Member{Type::oidc, Copy::text, "client-secret", "clientSecret"},
    Member{Type::oidc, Copy::text, "configuration-endpoint", "configurationEndpoint"},
    Member{Type::oidc, Copy::text, "tenant-id", "tenantID"},
    Member{Type::oidc, Copy::list, "admin", "admins", "remove-admin"},
    Member{Type::oidc, Copy::list, "domain", "domains", "remove-domain"},
    Member{Type::oidc, Copy::list, "group", "groups"},
    Member{Type::oidc, Copy::text, "listen-address", "listenAddress"},
    Member{Type::oidc, Copy::list, "scope", "scopes", "remove-scope"},
    Member{Type::oidc, Copy::list, "auth-param", "authParams"},
    Member{Type::k8ssa, Copy::text, "kubernetes-server", "apiServer"},
    Member{Type::k8ssa, Copy::list, "kubernetes-audience", "audiences", "remove-kubernetes-audience"},
    Member{Type::acme, Copy::boolean, "force-cn", "forceCN"},
    Member{Type::acme, Copy::boolean, "require-eab", "requireEAB"},
    Member{Type::scep, Copy::boolean, "force-cn", "forceCN"},
    Member{Type::scep, Copy::boolean, "include-root", "includeRoot"},
    Member{Type::scep, Copy::boolean, "exclude-intermediate", "excludeIntermediate"},
    Member{Type::scep, Copy::number, "min-public-key-length", "minimumPublicKeyLength"},
    Member{Type::scep, Copy::number, "encryption-algorithm-identifier", "encryptionAlgorithmIdentifier"},
    Member{Type::scep, Copy::text, "scep-decrypter-key-uri", "decrypterKey"},
    Member{Type::aws, Copy::list, "aws-account", "accounts", "remove-aws-account"},
    Member{Type::azure, Copy::text, "azure-tenant", "tenantID"},
    Member{Type::azure, Copy::list, "azure-resource-group", "resourceGroups", "remove-azure-resource-group"},
    Member{Type::azure, Copy::text, "azure-audience", "audience"},
    Member{Type::azure, Copy::list, "azure-subscription-id", "subscriptionIDs",
           "remove-azure-subscription-id"},
    Member{Type::azure, Copy::list, "azure-object-id", "objectIDs", "remove-azure-object-id"},
    Member{Type::gcp, Copy::list, "gcp-service-account", "serviceAccounts", "remove-gcp-service-account"},
    Member{Type::gcp, Copy::list, "gcp-project", "projectIDs", "remove-gcp-project"},
    Member{Type::gcp, Copy::text, "gcp-organization", "organizationID"},
    Member{Type::gcp, Copy::boolean, "disable-ssh-ca-user", "disableSSHCAUser"},
    Member{Type::gcp, Copy::boolean, "disable-ssh-ca-host", "disableSSHCAHost"},
    Member{Type::aws, Copy::duration, "instance-age", "instanceAge"},
    Member{Type::gcp, Copy::duration, "instance-age", "instanceAge"},
    Member{Type::aws, Copy::boolean, "disable-custom-sans", "disableCustomSANs"},
    Member{Type::gcp, Copy::boolean, "disable-custom-sans", "disableCustomSANs"},
    Member{Type::azure, Copy::boolean, "disable-custom-sans", "disableCustomSANs"},
    Member{Type::aws, Copy::boolean, "disable-trust-on-first-use", "disableTrustOnFirstUse"},
    Member{Type::gcp, Copy::boolean, "disable-trust-on-first-use", "disableTrustOnFirstUse"},
    Member{Type::azure, Copy::boolean, "disable-trust-on-first-use", "disableTrustOnFirstUse"},
};

// Flags that are looked at by hand, and the types they are for.
struct OwnFlag {
  Type type;
  const char* flag;
};
constexpr std::array own_flags{OwnFlag{Type::jwk, "create"},
                               OwnFlag{Type::jwk, "public-key"},
                               OwnFlag{Type::jwk, "private-key"},
                               OwnFlag{Type::k8ssa, "public-key"},
                               OwnFlag{Type::k8ssa, "kubernetes-root"},
                               OwnFlag{Type::k8ssa, "kubernetes-token-file"},
                               OwnFlag{Type::x5c, "x5c-roots"},
                               OwnFlag{Type::nebula, "nebula-root"},
                               OwnFlag{Type::acme, "challenge"},
                               OwnFlag{Type::acme, "remove-challenge"},
                               OwnFlag{Type::acme, "attestation-format"},
                               OwnFlag{Type::acme, "remove-attestation-format"},
                               OwnFlag{Type::acme, "attestation-roots"},
                               OwnFlag{Type::scep, "challenge"},
                               OwnFlag{Type::scep, "capabilities"},
                               OwnFlag{Type::scep, "scep-decrypter-certificate-file"},
                               OwnFlag{Type::scep, "scep-decrypter-key-file"},
                               OwnFlag{Type::scep, "scep-decrypter-key-password-file"}};

bool is_for(std::string_view flag, Type type) {
  const auto own = [&](const OwnFlag& one) { return one.flag == flag && one.type == type; };
  const auto member = [&](const Member& one) {
    return one.type == type && (one.flag == flag || (one.removal != nullptr && one.removal == flag));
  };
  return std::any_of(own_flags.begin(), own_flags.end(), own) ||
         std::any_of(members.begin(), members.end(), member);
}

void check_flag(const Invocation& in, const char* flag, Type type) {
  if (flag == nullptr || !in.is_set(flag) || is_for(flag, type)) return;
  const std::string name(provisioner::type_name(type));
  const bool cloud = type == Type::aws || type == Type::azure;
  if (cloud && std::string_view(flag).starts_with("disable-ssh-ca-"))
    throw Error("flag " + std::string(flag) + " is not supported for " + name + " IID provisioners");
  throw incompatible_flag_value(flag, "type", name);
}

// Removals first, then additions; what is there twice stays once.
void change_list(json::Object& document, const char* member, const json::Array& add,
                 const std::vector<std::string>& remove) {
  json::Array kept;
  const auto add_once = [&](const json::Value& value) {
    if (std::find(kept.begin(), kept.end(), value) == kept.end()) kept.push_back(value);
  };
  if (const json::Value* old = json::find_ci(document, member); old != nullptr && old->is_array()) {
    for (const json::Value& value : old->get_array()) {
      const std::string text = json::as_string(&value).value_or("");
      if (std::find(remove.begin(), remove.end(), text) == remove.end()) add_once(value);
    }
  }
  for (const json::Value& value : add) add_once(value);
  if (kept.empty()) {
    document.erase(member);
  } else {
    document[member] = std::move(kept);
  }
}

json::Array text_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const std::string& text : texts) out.push_back(json::text(text));
  return out;
}

void copy_member(const Invocation& in, const Member& one, json::Object& document) {
  if (one.copy == Copy::list) {
    const auto removed = one.removal != nullptr ? in.strings(one.removal) : std::vector<std::string>{};
    if (in.is_set(one.flag) || !removed.empty())
      change_list(document, one.member, text_array(in.strings(one.flag)), removed);
    return;
  }
  if (!in.is_set(one.flag)) return;
  switch (one.copy) {
    case Copy::text:
      document[one.member] = in.string(one.flag);
      return;
    case Copy::boolean:
      document[one.member] = in.boolean(one.flag);
      return;
    case Copy::number:
      document[one.member] = in.integer(one.flag);
      return;
    default:
      if (in.duration(one.flag).count() < 0) throw min_size(one.flag, "0s");
      document[one.member] = format_duration(in.duration(one.flag));
  }
}

void copy_members(const Invocation& in, Type type, json::Object& document) {
  for (const Member& one : members) {
    if (one.type == type) copy_member(in, one, document);
  }
}

std::string text(const json::Object& document, std::string_view member) {
  return json::as_string(json::find_ci(document, member)).value_or("");
}

bool has_entries(const json::Object& document, std::string_view member) {
  const json::Value* list = json::find_ci(document, member);
  return list != nullptr && list->is_array() && !list->get_array().empty();
}

// Values that are wrong whoever gave them; what is there already was checked when it came.
void check_oidc(const Invocation& in) {
  const std::string endpoint = in.string("configuration-endpoint");
  if (endpoint.empty()) return;
  const auto url = parse_url(endpoint);
  if (!url || (url->scheme != "https" && url->scheme != "http"))
    throw invalid_flag_value("configuration-endpoint", endpoint);
}

void set_acme(const Invocation& in, json::Object& document) {
  const json::Array challenges = acme_challenges(in.strings("challenge"));
  const json::Array formats = attestation_formats(in.strings("attestation-format"));
  const auto lower = [](std::vector<std::string> names) {
    for (std::string& name : names) name = to_lower(name);
    return names;
  };
  if (in.is_set("challenge") || in.is_set("remove-challenge"))
    change_list(document, "challenges", challenges, lower(in.strings("remove-challenge")));
  if (in.is_set("attestation-format") || in.is_set("remove-attestation-format"))
    change_list(document, "attestationFormats", formats, lower(in.strings("remove-attestation-format")));
  if (in.is_set("attestation-roots"))
    document["attestationRoots"] = attestation_roots(in.strings("attestation-roots"));
}

// A cluster is known by its keys, or it is asked: then its keys go. Of a file nothing is kept but what it
// holds: over the admin API the CA is elsewhere.
void set_k8ssa(const Invocation& in, json::Object& document) {
  const auto set = [&](const char* flag, const char* member, auto content) {
    if (!in.is_set(flag)) return;
    if (const std::string file = in.string(flag); !file.empty()) {
      document[member] = json::text(content(file));
    } else {
      document.erase(member);
    }
  };
  if (!in.string("kubernetes-server").empty()) document.erase("publicKeys");
  set("public-key", "publicKeys", kubernetes_keys);
  set("kubernetes-root", "apiServerRoots", kubernetes_roots);
  set("kubernetes-token-file", "apiServerToken", [](const std::string& file) {
    const SecretBytes token = value_or_throw(read_secret_file(file));
    return std::string(trim(as_text({token.data(), token.size()})));
  });
}

void set_scep(const Invocation& in, json::Object& document) {
  const auto challenges = in.strings("challenge");
  if (challenges.size() > 1)
    throw Error("provisioner type 'SCEP' does not support multiple '--challenge' flags");
  if (in.is_set("challenge")) document["challenge"] = challenges.empty() ? "" : challenges.front();
  if (in.is_set("capabilities")) document["capabilities"] = text_array(in.strings("capabilities"));
  if (const std::string file = in.string("scep-decrypter-certificate-file"); !file.empty())
    document["decrypterCertificate"] = scep_certificate(file);
  if (const std::string file = in.string("scep-decrypter-key-file"); !file.empty())
    document["decrypterKeyPEM"] = scep_key(file);
  if (const auto password = password_from_flag(in, "scep-decrypter-key-password-file"))
    document["decrypterKeyPassword"] = password->view();
}

void set_members(const Invocation& in, Type type, json::Object& document) {
  check_oidc(in);
  copy_members(in, type, document);
  switch (type) {
    case Type::x5c:
      if (const std::string file = in.string("x5c-roots"); !file.empty()) document["roots"] = x5c_roots(file);
      break;
    case Type::nebula:
      if (const std::string file = in.string("nebula-root"); !file.empty())
        document["roots"] = nebula_roots(file);
      break;
    case Type::k8ssa:
      set_k8ssa(in, document);
      break;
    case Type::acme:
      set_acme(in, document);
      break;
    case Type::scep:
      set_scep(in, document);
      break;
    case Type::gcp:
      if (!text(document, "organizationID").empty() && has_entries(document, "projectIDs"))
        throw incompatible_flags("gcp-organization", "gcp-project");
      break;
    default:
      break;
  }
}

void require(const Invocation& in, std::string_view type, std::initializer_list<const char*> flags) {
  for (const char* flag : flags) {
    if (in.string(flag).empty()) throw required_with_value("type", type, flag);
  }
}

void require_flags(const Invocation& in, Type type) {
  switch (type) {
    case Type::oidc:
      return require(in, in.string("type"), {"client-id", "configuration-endpoint"});
    case Type::azure:
      return require(in, in.string("type"), {"azure-tenant"});
    case Type::x5c:
      return require(in, "x5c", {"x5c-roots"});
    case Type::nebula:
      return require(in, "nebula", {"nebula-root"});
    case Type::k8ssa:
      if (!in.is_set("public-key") && in.string("kubernetes-server").empty())
        throw required_with_value("type", "k8sSA", "public-key");
      return;
    default:
      return;
  }
}

// What the CA would fill in, so that the file says it.
void set_defaults(Type type, json::Object& document) {
  const auto set = [&](const char* member, json::Value value) {
    if (json::find_ci(document, member) == nullptr) document[member] = std::move(value);
  };
  if (type == Type::aws) set("imdsVersions", json::Array{"v2", "v1"});
  if (type == Type::scep) set("minimumPublicKeyLength", 2048);
  if (type == Type::azure) set("audience", "https://management.azure.com/");
  if (type != Type::gcp) return;
  set("disableSSHCAUser", true);
  set("disableSSHCAHost", false);
}

}  // namespace

void check_type_flags(const Invocation& in, Type type) {
  for (const Member& one : members) {
    check_flag(in, one.flag, type);
    check_flag(in, one.removal, type);
  }
  for (const OwnFlag& one : own_flags) check_flag(in, one.flag, type);
}

void add_type_members(const Invocation& in, Type type, json::Object& document) {
  require_flags(in, type);
  set_members(in, type, document);
  set_defaults(type, document);
}

void update_type_members(const Invocation& in, Type type, json::Object& document) {
  set_members(in, type, document);
}

}  // namespace newel::cli::ca
