#include "provisioner/azure.h"

#include <algorithm>

#include "base/text.h"
#include "crypto/digest.h"
#include "provisioner/cloud_endpoints.h"
#include "provisioner/document.h"
#include "provisioner/instance.h"
#include "provisioner/members.h"

namespace newel::provisioner {
namespace {

constexpr const char* default_audience = "https://management.azure.com/";

Error rejected(const std::string& why) { return Error::unauthorized("azure.authorizeToken; " + why); }

json::Object with_defaults(json::Object document) {
  if (strict_text_member(document, "audience").empty()) set_member(document, "audience", default_audience);
  return document;
}

bool is_let_in(const std::vector<std::string>& list, const std::string& one) {
  return list.empty() || std::find(list.begin(), list.end(), one) != list.end();
}

std::string read_tenant(const json::Object& document) {
  require_type_and_name(document);
  std::string tenant = strict_text_member(document, "tenantID");
  if (tenant.empty()) throw Error("provisioner tenantId cannot be empty");
  return tenant;
}

// Claims that the reference reads into text fields: another kind fails the whole token.
bool texts_are_texts(const json::Object& claims) {
  for (const char* name : {"appid", "appidacr", "idp", "oid", "tid", "ver", "xms_mirid"}) {
    const json::Value* value = json::find(claims, name);
    if (value != nullptr && !value->is_null() && !value->is_string()) return false;
  }
  return true;
}

}  // namespace

std::optional<AzureResource> AzureResource::parse(std::string_view xms_mirid) {
  const std::vector<std::string> parts = split(xms_mirid, '/');
  if (parts.size() != 9 || !parts[0].empty()) return std::nullopt;
  const auto is = [&](std::size_t at, std::string_view text) { return equal_ignoring_case(parts[at], text); };
  if (!is(1, "subscriptions") || !is(3, "resourceGroups") || !is(5, "providers")) return std::nullopt;
  const bool machine = is(6, "Microsoft.Compute") && is(7, "virtualMachines");
  const bool identity = is(6, "Microsoft.ManagedIdentity") && is(7, "userAssignedIdentities");
  if (!machine && !identity) return std::nullopt;
  if (parts[2].empty() || parts[4].empty() || parts[8].empty()) return std::nullopt;
  return AzureResource{parts[2], parts[4], parts[8]};
}

AzureProvisioner::AzureProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::azure, text_member(document, "name"), listed_document(with_defaults(document))),
      tenant_(read_tenant(document)),
      audience_(strict_text_member(document, "audience")),
      groups_(list_member(document, "resourceGroups")),
      subscriptions_(list_member(document, "subscriptionIDs")),
      objects_(list_member(document, "objectIDs")),
      disable_custom_sans_(bool_member(document, "disableCustomSANs")),
      disable_trust_on_first_use_(bool_member(document, "disableTrustOnFirstUse")),
      clock_(environment.clock) {
  if (audience_.empty()) audience_ = default_audience;
  token_key_ = tenant_;
  claims_ = read_common_members(document, environment).claims;
  const std::string url =
      cloud_endpoint(CloudEndpoint::azure_login) + "/" + tenant_ + "/.well-known/openid-configuration";
  const Discovery discovered = discover(url, url, environment.fetch);
  issuer_ = discovered.issuer;
  keys_ = KeySource::open(discovered.jwks_uri, environment.fetch, environment.beside, *clock_);
}

bool AzureProvisioner::may_wait(const ParsedToken& token) const {
  return keys_->may_wait(token.jwt.jws.kid());
}

AzureResource AzureProvisioner::authorize_token(const ParsedToken& token) const {
  const jose::Claims& claims = token.jwt.claims;
  const auto keys = keys_->find(token.jwt.jws.kid());
  const bool verified =
      texts_are_texts(claims.all) &&
      std::any_of(keys.begin(), keys.end(), [&](const PublicKey& key) { return token.jwt.jws.verify(key); });
  if (!verified) throw rejected("cannot validate azure token");
  jose::Expectations expected;
  expected.issuer = issuer_;
  expected.audience = {audience_};
  expected.now = clock_->now();
  if (const auto valid = jose::validate(claims, expected); !valid)
    throw rejected("failed to validate azure token payload: " + valid.error().text);
  if (claims.text("tid") != tenant_)
    throw rejected("azure token validation failed - invalid tenant id claim (tid)");
  const std::string id = claims.text("xms_mirid");
  auto resource = AzureResource::parse(id);
  if (!resource) throw rejected("error parsing xms_mirid claim - " + printable(id));
  return std::move(*resource);
}

void AzureProvisioner::check_filters(const AzureResource& resource, const std::string& object_id) const {
  const auto refuse = [](std::string_view what) {
    return Error::unauthorized("azure.AuthorizeSign; azure token validation failed - invalid " +
                               std::string(what));
  };
  if (!is_let_in(groups_, resource.group)) throw refuse("resource group");
  if (!is_let_in(subscriptions_, resource.subscription)) throw refuse("subscription id");
  if (!is_let_in(objects_, object_id)) throw refuse("identity object id");
}

TokenId AzureProvisioner::token_id(const ParsedToken& token) const {
  // Azure gives the same token for a day; without reuse an instance could ask only once in it.
  if (disable_trust_on_first_use_) return {TokenId::Kind::reuse_allowed, {}};
  return {TokenId::Kind::id, sha256_hex(as_bytes(token.jwt.claims.text("xms_mirid"))), true};
}

SignOptions AzureProvisioner::authorize_sign(const ParsedToken& token, Method method) const {
  AzureResource resource;
  try {
    resource = authorize_token(token);
  } catch (const Error& e) {
    throw e.wrapped("azure.AuthorizeSign", 500);
  }
  const std::string object_id = token.jwt.claims.text("oid");
  check_filters(resource, object_id);
  const InstanceIdentity instance{resource.name, {resource.name}, tenant_, {}, object_id};
  SignOptions out = instance_sign_options(*this, instance, disable_custom_sans_, method);
  if (disable_custom_sans_) out.common_names = {resource.name};
  return out;
}

}  // namespace newel::provisioner
