// ca.json written back: the members we know in the reference's order, with its normalisations (durations in
// their normal form, defaults of tls, dnsNames, backdate and commonName spelled out), then the members nobody
// knows, unchanged.
#include <array>
#include <span>

#include "base/text.h"
#include "config/config.h"
#include "provisioner/document.h"

namespace newel::config {
namespace {

using Names = std::span<const std::string_view>;

json::Object& set(json::Object& object, std::string_view name, json::Value value) {
  object[{name.data(), name.size()}] = std::move(value);
  return object;
}

const json::Value* present(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find_ci(object, name);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

// Go's omitempty.
bool is_zero(const json::Value& value) {
  return (value.is_bool() && !value.get_bool()) || (value.is_string() && value.get_string().empty()) ||
         (value.is_array() && value.get_array().empty());
}

void copy_if_set(json::Object& to, const json::Object& from, std::string_view name) {
  if (const json::Value* value = present(from, name); value != nullptr && !is_zero(*value))
    set(to, name, *value);
}

void copy_text(json::Object& to, const json::Object& from, std::string_view name) {
  const json::Value* value = present(from, name);
  set(to, name, value != nullptr ? *value : json::Value(""));
}

// What the new document does not have under any spelling of the name.
void copy_unknown(json::Object& to, const json::Object& from, Names known) {
  for (const auto& member : from) {
    bool found = false;
    for (const std::string_view name : known) {
      found = found || equal_ignoring_case(name, {member.key().data(), member.key().size()});
    }
    if (!found) to[member.key()] = member.value();
  }
}

constexpr std::array<std::string_view, 19> top_names = {"root",
                                                        "federatedRoots",
                                                        "crt",
                                                        "key",
                                                        "address",
                                                        "insecureAddress",
                                                        "dnsNames",
                                                        "kms",
                                                        "ssh",
                                                        "logger",
                                                        "db",
                                                        "monitoring",
                                                        "authority",
                                                        "tls",
                                                        "password",
                                                        "templates",
                                                        "commonName",
                                                        "crl",
                                                        "metricsAddress"};
constexpr std::array<std::string_view, 8> kms_names = {
    "type", "credentialsFile", "uri", "pin", "managementKey", "region", "profile", "storageDirectory"};
constexpr std::array<std::string_view, 5> db_names = {"type", "dataSource", "valueDir", "database",
                                                      "badgerFileLoadingMode"};
constexpr std::array<std::string_view, 6> ra_names = {"type",
                                                      "certificateAuthority",
                                                      "certificateAuthorityFingerprint",
                                                      "certificateIssuer",
                                                      "credentialsFile",
                                                      "config"};
constexpr std::array<std::string_view, 16> authority_names = {"type",
                                                              "certificateAuthority",
                                                              "certificateAuthorityFingerprint",
                                                              "certificateIssuer",
                                                              "credentialsFile",
                                                              "config",
                                                              "authorityId",
                                                              "deploymentType",
                                                              "provisioners",
                                                              "template",
                                                              "claims",
                                                              "policy",
                                                              "disableIssuedAtCheck",
                                                              "backdate",
                                                              "enableAdmin",
                                                              "disableGetSSHHosts"};
constexpr std::array<std::string_view, 8> subject_names = {
    "country",  "organization",  "organizationalUnit", "locality",
    "province", "streetAddress", "serialNumber",       "commonName"};
constexpr std::array<std::string_view, 4> tls_names = {"cipherSuites", "minVersion", "maxVersion",
                                                       "renegotiation"};
constexpr std::array<std::string_view, 5> crl_names = {"enabled", "generateOnRevoke", "cacheDuration",
                                                       "renewPeriod", "idpURL"};

json::Value roots_of(const Config& config) {
  if (config.roots.empty()) return "";
  if (config.roots.size() == 1) return json::Value(config.roots.front());
  json::Array list;
  for (const std::string& root : config.roots) list.emplace_back(root);
  return list;
}

json::Object ordered(const json::Object& from, Names names, std::string_view always = {}) {
  json::Object out;
  for (const std::string_view name : names)
    name == always ? copy_text(out, from, name) : copy_if_set(out, from, name);
  copy_unknown(out, from, names);
  return out;
}

json::Object database_of(const json::Object& from) {
  json::Object out;
  copy_text(out, from, "type");
  copy_text(out, from, "dataSource");
  copy_if_set(out, from, "valueDir");
  copy_if_set(out, from, "database");
  copy_text(out, from, "badgerFileLoadingMode");
  copy_unknown(out, from, db_names);
  return out;
}

json::Object crl_of(const Config& config, const json::Object& from) {
  json::Object out;
  set(out, "enabled", config.crl.enabled);
  if (config.crl.generate_on_revoke) set(out, "generateOnRevoke", true);
  if (config.crl.cache_duration)
    set(out, "cacheDuration", json::Value(format_duration(*config.crl.cache_duration)));
  if (config.crl.renew_period)
    set(out, "renewPeriod", json::Value(format_duration(*config.crl.renew_period)));
  if (!config.crl.idp_url.empty()) set(out, "idpURL", json::Value(config.crl.idp_url));
  copy_unknown(out, from, crl_names);
  return out;
}

// Entries of an unknown type are dropped by the reference; here they stay, at their place.
json::Array provisioners_of(const Config& config) {
  json::Array out;
  for (const json::Value& item : config.provisioners) {
    out.emplace_back(provisioner::normalized_document(item.get_object()));
  }
  return out;
}

json::Object authority_of(const Config& config, const json::Object& from) {
  json::Object out;
  for (const std::string_view name : ra_names) copy_if_set(out, from, name);
  copy_if_set(out, from, "authorityId");
  copy_if_set(out, from, "deploymentType");
  if (!config.provisioners.empty()) set(out, "provisioners", provisioners_of(config));
  const json::Value* subject = present(from, "template");
  set(out, "template", subject != nullptr ? ordered(subject->get_object(), subject_names) : json::Object{});
  if (present(from, "claims") != nullptr) set(out, "claims", config.claims.to_json());
  copy_if_set(out, from, "policy");
  if (config.disable_issued_at_check) set(out, "disableIssuedAtCheck", true);
  set(out, "backdate", json::Value(format_duration(config.backdate)));
  copy_if_set(out, from, "enableAdmin");
  copy_if_set(out, from, "disableGetSSHHosts");
  copy_unknown(out, from, authority_names);
  return out;
}

json::Object object_or_empty(const json::Object& from, std::string_view name) {
  const json::Value* value = present(from, name);
  return value != nullptr && value->is_object() ? value->get_object() : json::Object{};
}

json::Object tls_of(const Config& config, const json::Object& from) {
  json::Object out = config.tls.to_json();
  copy_unknown(out, from, tls_names);
  return out;
}

json::Object document_of(const Config& config) {
  const json::Object& from = config.document;
  json::Object out;
  set(out, "root", roots_of(config));
  const json::Value* federated = present(from, "federatedRoots");
  set(out, "federatedRoots", federated != nullptr ? *federated : json::Value(nullptr));
  for (const char* name : {"crt", "key", "address", "insecureAddress"}) copy_text(out, from, name);
  json::Array dns_names;
  for (const std::string& name : config.dns_names) dns_names.emplace_back(name);
  set(out, "dnsNames", std::move(dns_names));
  if (present(from, "kms")) set(out, "kms", ordered(object_or_empty(from, "kms"), kms_names, "type"));
  if (const json::Value* ssh = present(from, "ssh")) set(out, "ssh", *ssh);
  if (const json::Value* logger = present(from, "logger")) set(out, "logger", *logger);
  if (present(from, "db")) set(out, "db", database_of(object_or_empty(from, "db")));
  if (const json::Value* monitoring = present(from, "monitoring")) set(out, "monitoring", *monitoring);
  set(out, "authority", authority_of(config, object_or_empty(from, "authority")));
  set(out, "tls", tls_of(config, object_or_empty(from, "tls")));
  copy_if_set(out, from, "password");
  if (const json::Value* templates = present(from, "templates")) set(out, "templates", *templates);
  set(out, "commonName", json::Value(config.common_name));
  if (present(from, "crl")) set(out, "crl", crl_of(config, object_or_empty(from, "crl")));
  copy_if_set(out, from, "metricsAddress");
  copy_unknown(out, from, top_names);
  return out;
}

}  // namespace

json::Object Tls::to_json() const {
  json::Object out;
  json::Array suites;
  for (const std::string& suite : cipher_suites) suites.emplace_back(suite);
  set(out, "cipherSuites", std::move(suites));
  set(out, "minVersion", min_version);
  set(out, "maxVersion", max_version);
  set(out, "renegotiation", renegotiation);
  return out;
}

std::string write(const Config& config) { return json::write_indented(document_of(config), "\t") + "\n"; }

}  // namespace newel::config
