#include "provisioner/gcp.h"

#include <algorithm>

#include "base/text.h"
#include "provisioner/cloud_endpoints.h"
#include "provisioner/document.h"
#include "provisioner/instance.h"
#include "provisioner/members.h"

namespace newel::provisioner {
namespace {

Error rejected(const std::string& why) { return Error::unauthorized("gcp.authorizeToken; " + why); }

json::Object with_defaults(json::Object document) {
  for (const auto& [name, value] :
       {std::pair("disableSSHCAUser", true), std::pair("disableSSHCAHost", false)}) {
    const json::Value* given = json::find_ci(document, name);
    if (given == nullptr || given->is_null()) set_member(document, name, value);
  }
  return document;
}

Duration read_age(const json::Object& document) {
  require_type_and_name(document);
  const Duration age = instance_age_member(document);
  if (!list_member(document, "projectIDs").empty() && !strict_text_member(document, "organizationID").empty())
    throw Error("provisioner cannot have both `projectIDs` and `organizationID` set");
  return age;
}

bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

const json::Object* object_member(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find(object, name);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

}  // namespace

Expected<GcpInstance> GcpInstance::from_claims(const json::Object& claims) {
  GcpInstance out;
  out.email = json::as_string(json::find(claims, "email")).value_or("");
  const json::Object* google = object_member(claims, "google");
  const json::Object* engine = google != nullptr ? object_member(*google, "compute_engine") : nullptr;
  if (engine == nullptr) return out;
  for (const auto& [name, to] : {std::pair("instance_id", &out.id), std::pair("instance_name", &out.name),
                                 std::pair("project_id", &out.project_id), std::pair("zone", &out.zone)}) {
    const json::Value* value = json::find(*engine, name);
    if (value == nullptr || value->is_null()) continue;
    if (!value->is_string()) {
      return failure("json: cannot unmarshal " + json_kind(*value) +
                     " into Go struct field gcpPayload.google.compute_engine." + name + " of type string");
    }
    *to = *json::as_string(value);
  }
  const json::Value* created = json::find(*engine, "instance_creation_timestamp");
  if (created != nullptr && created->is_number()) {
    const double seconds = created->to_number<double>();
    if (seconds >= 0 && seconds < 253402300800.0) out.created = from_unix(static_cast<std::int64_t>(seconds));
  }
  return out;
}

std::vector<std::string> GcpInstance::dns_names() const {
  return {name + ".c." + project_id + ".internal", name + "." + zone + ".c." + project_id + ".internal"};
}

GcpProvisioner::GcpProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::gcp, text_member(document, "name"), listed_document(with_defaults(document))),
      service_accounts_(list_member(document, "serviceAccounts")),
      projects_(list_member(document, "projectIDs")),
      organization_(strict_text_member(document, "organizationID")),
      disable_custom_sans_(bool_member(document, "disableCustomSANs")),
      disable_trust_on_first_use_(bool_member(document, "disableTrustOnFirstUse")),
      instance_age_(read_age(document)),
      clock_(environment.clock),
      audiences_(environment.audiences.with_fragment("gcp/" + name_).sign) {
  for (const char* name : {"disableSSHCAUser", "disableSSHCAHost"}) bool_member(document, name);
  token_key_ = "gcp/" + name_;
  claims_ = read_common_members(document, environment).claims;
  keys_ = KeySource::open(cloud_endpoint(CloudEndpoint::gcp_keys), environment.fetch, environment.beside,
                          *clock_);
  if (!organization_.empty()) organizations_ = std::make_shared<const GcpOrganizations>(*clock_);
}

bool GcpProvisioner::may_wait(const ParsedToken& token) const {
  return organizations_ != nullptr || keys_->may_wait(token.jwt.jws.kid());
}

void GcpProvisioner::check_project(const std::string& project) const {
  if (!projects_.empty() && !has(projects_, project))
    throw rejected("invalid gcp token - invalid project id");
  if (organizations_ != nullptr && organizations_->of_project(project) != organization_)
    throw rejected("invalid gcp token - project does not belong to organization");
}

GcpInstance GcpProvisioner::authorize_token(const ParsedToken& token) const {
  const std::string kid = token.jwt.jws.kid();
  const jose::Claims& claims = token.jwt.claims;
  const auto keys = keys_->find(kid);
  auto instance = GcpInstance::from_claims(claims.all);
  const bool verified = instance && std::any_of(keys.begin(), keys.end(), [&](const PublicKey& key) {
                          return token.jwt.jws.verify(key);
                        });
  if (!verified)
    throw rejected("failed to validate gcp token payload - cannot find key for kid " + printable(kid));
  jose::Expectations expected;
  expected.issuer = "https://accounts.google.com";
  expected.now = clock_->now();
  if (const auto valid = jose::validate(claims, expected); !valid)
    throw rejected("invalid gcp token payload: " + valid.error().text);
  if (!audiences_.matches_any(claims.audience))
    throw rejected("invalid gcp token - invalid audience claim (aud)");
  if (!service_accounts_.empty() && !has(service_accounts_, claims.subject) &&
      !has(service_accounts_, instance->email)) {
    throw rejected("invalid gcp token - invalid subject claim");
  }
  check_project(instance->project_id);
  if (instance_age_.count() > 0 &&
      (!instance->created || *instance->created < expected.now - instance_age_)) {
    throw rejected("token google.compute_engine.instance_creation_timestamp is too old");
  }
  for (const auto& [name, value] :
       {std::pair("instance_id", &instance->id), std::pair("instance_name", &instance->name),
        std::pair("project_id", &instance->project_id), std::pair("zone", &instance->zone)}) {
    if (value->empty())
      throw rejected("gcp token google.compute_engine." + std::string(name) + " cannot be empty");
  }
  return std::move(*instance);
}

TokenId GcpProvisioner::token_id(const ParsedToken& token) const {
  const auto instance = GcpInstance::from_claims(token.jwt.claims.all);
  return instance_token_id(*this, instance ? instance->id : "", token, disable_trust_on_first_use_);
}

SignOptions GcpProvisioner::authorize_sign(const ParsedToken& token, Method method) const try {
  const GcpInstance engine = authorize_token(token);
  const InstanceIdentity instance{engine.name,
                                  engine.dns_names(),
                                  token.jwt.claims.subject,
                                  {"InstanceID", engine.id, "InstanceName", engine.name},
                                  engine.id};
  SignOptions out = instance_sign_options(*this, instance, disable_custom_sans_, method);
  if (disable_custom_sans_) {
    out.common_names = {engine.name, engine.id};
    for (const std::string& name : instance.names) out.common_names.push_back(name);
  }
  return out;
} catch (const Error& e) {
  throw e.wrapped("gcp.AuthorizeSign", 500);
}

}  // namespace newel::provisioner
