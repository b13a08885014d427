#include "provisioner/oidc.h"

#include <algorithm>

#include "base/text.h"
#include "base/url.h"
#include "provisioner/document.h"
#include "provisioner/members.h"

namespace newel::provisioner {
namespace {

constexpr std::string_view well_known = "/.well-known/openid-configuration";

Error invalid_payload(const std::string& why) {
  return Error::unauthorized("validatePayload: failed to validate oidc token payload: " + why);
}

// Members of the wrong kind fail the whole token, as Go's decoder does.
Error wrong_kind(const json::Value& value, std::string_view member, std::string_view expected) {
  return Error::unauthorized("oidc.AuthorizeToken; error parsing oidc token claims: json: cannot unmarshal " +
                             json_kind(value) + " into Go struct field openIDPayload." + std::string(member) +
                             " of type " + std::string(expected));
}

const json::Value* present(const json::Object& claims, std::string_view name) {
  const json::Value* value = json::find(claims, name);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

std::string text_claim(const json::Object& claims, std::string_view name) {
  const json::Value* value = present(claims, name);
  if (value == nullptr) return {};
  if (!value->is_string()) throw wrong_kind(*value, name, "string");
  return *json::as_string(value);
}

std::vector<std::string> texts_claim(const json::Object& claims, std::string_view name) {
  std::vector<std::string> out;
  const json::Value* value = present(claims, name);
  if (value == nullptr) return out;
  if (!value->is_array()) throw wrong_kind(*value, name, "[]string");
  for (const json::Value& one : value->get_array()) {
    if (!one.is_string()) throw wrong_kind(one, name, "string");
    out.push_back(*json::as_string(&one));
  }
  return out;
}

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// The issuer with the subject as its fragment: a name that no other provider can give.
std::string identity_uri(const std::string& issuer, const std::string& subject) {
  auto url = parse_url(issuer);
  if (!url || url->scheme.empty()) return {};
  url->fragment = escape_fragment(subject);
  return url->to_string();
}

}  // namespace

void check_listen_address(const std::string& address) {
  if (address.empty()) return;
  if (const auto parts = split_host_port(address); !parts)
    throw Error("error parsing listenAddress: " + parts.error().text);
}

std::string sanitize_email(std::string_view email) {
  const auto at = email.rfind('@');
  if (at == std::string_view::npos) return std::string(email);
  return std::string(email.substr(0, at)) + to_lower(email.substr(at));
}

std::string discovery_url(const std::string& configuration_endpoint) {
  auto url = parse_url(configuration_endpoint);
  if (!url) throw Error("error parsing " + configuration_endpoint + ": " + url.error().text);
  if (url->path.find(well_known) == std::string::npos) {
    while (url->path.ends_with('/')) url->path.pop_back();
    url->path += well_known;
  }
  return url->to_string();
}

OidcProvisioner::OidcProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::oidc, text_member(document, "name"), listed_document(document)),
      client_id_(text_member(document, "clientID")),
      admins_(list_member(document, "admins")),
      domains_(list_member(document, "domains")),
      groups_(list_member(document, "groups")),
      clock_(environment.clock) {
  const std::string endpoint = text_member(document, "configurationEndpoint");
  if (text_member(document, "type").empty()) throw Error("type cannot be empty");
  if (name_.empty()) throw Error("name cannot be empty");
  if (client_id_.empty()) throw Error("clientID cannot be empty");
  if (endpoint.empty()) throw Error("configurationEndpoint cannot be empty");
  check_listen_address(text_member(document, "listenAddress"));
  for (std::string& admin : admins_) admin = sanitize_email(admin);
  for (std::string& domain : domains_) domain = to_lower(domain);
  claims_ = read_common_members(document, environment).claims;
  token_key_ = client_id_;

  const Discovery discovered = discover(discovery_url(endpoint), endpoint, environment.fetch);
  issuer_ = discovered.issuer;
  const std::string tenant = text_member(document, "tenantID");
  constexpr std::string_view placeholder = "{tenantid}";
  if (!tenant.empty()) {
    for (auto at = issuer_.find(placeholder); at != std::string::npos;
         at = issuer_.find(placeholder, at + tenant.size()))
      issuer_.replace(at, placeholder.size(), tenant);
  }
  keys_ = KeySource::open(discovered.jwks_uri, environment.fetch, environment.beside, *clock_);
}

bool OidcProvisioner::may_wait(const ParsedToken& token) const {
  return keys_->may_wait(token.jwt.jws.kid());
}

TokenId OidcProvisioner::token_id(const ParsedToken& token) const {
  return {TokenId::Kind::id, token.jwt.claims.text("nonce")};
}

bool OidcProvisioner::is_admin(const Identity& identity) const {
  if (contains(admins_, sanitize_email(identity.email))) return true;
  return std::any_of(identity.groups.begin(), identity.groups.end(),
                     [&](const std::string& group) { return contains(admins_, group); });
}

void OidcProvisioner::check_payload(const jose::Claims& claims, const Identity& identity) const {
  jose::Expectations expected;
  expected.issuer = issuer_;
  expected.audience = {client_id_};
  expected.now = clock_->now();
  if (const auto valid = jose::validate(claims, expected); !valid) throw invalid_payload(valid.error().text);
  const std::string authorized_party = text_claim(claims.all, "azp");
  if (!authorized_party.empty() && authorized_party != client_id_) throw invalid_payload("invalid azp");
  if (!identity.email.empty() && !domains_.empty() && !identity.is_admin) {
    const std::string email = sanitize_email(identity.email);
    const bool allowed = std::any_of(domains_.begin(), domains_.end(), [&](const std::string& domain) {
      return email.ends_with("@" + domain);
    });
    if (!allowed) throw invalid_payload("email " + quote(identity.email) + " is not allowed");
  }
  if (groups_.empty()) return;
  const bool member = std::any_of(groups_.begin(), groups_.end(),
                                  [&](const std::string& group) { return contains(identity.groups, group); });
  if (!member)
    throw Error::unauthorized("validatePayload: oidc token payload validation failed: invalid group");
}

OidcProvisioner::Identity OidcProvisioner::authorize_token(const ParsedToken& token) const {
  const jose::Claims& claims = token.jwt.claims;
  const std::vector<PublicKey> keys = keys_->find(token.jwt.jws.kid());
  const bool signed_by_provider =
      std::any_of(keys.begin(), keys.end(), [&](const PublicKey& key) { return token.jwt.jws.verify(key); });
  if (!signed_by_provider) throw Error::unauthorized("oidc.AuthorizeToken; cannot validate oidc token");
  Identity out;
  out.email = text_claim(claims.all, "email");
  out.groups = texts_claim(claims.all, "groups");
  const json::Value* verified = present(claims.all, "email_verified");
  if (verified != nullptr && !verified->is_bool()) throw wrong_kind(*verified, "email_verified", "bool");
  out.is_admin = is_admin(out);
  try {
    check_payload(claims, out);
  } catch (const Error& e) {
    throw e.wrapped("oidc.AuthorizeToken", 500);
  }
  return out;
}

SignOptions OidcProvisioner::authorize_sign(const ParsedToken& token, Method) const {
  Identity identity;
  try {
    identity = authorize_token(token);
  } catch (const Error& e) {
    throw e.wrapped("oidc.AuthorizeSign", 500);
  }
  const std::string& subject = token.jwt.claims.subject;
  SignOptions out;
  out.provisioner = shared_from_this();
  out.tmpl.fallback = identity.is_admin ? DefaultTemplate::admin_leaf : DefaultTemplate::leaf;
  out.tmpl.common_name = subject;
  if (!identity.email.empty()) out.tmpl.names.push_back(identity.email);
  if (std::string uri = identity_uri(token.jwt.claims.issuer, subject); !uri.empty())
    out.tmpl.names.push_back(std::move(uri));
  // The names are the token's; what the request says is not looked at.
  out.san_rule = SanRule::any;
  if (!claims_.disable_smallstep_extensions) {
    out.extension = x509::StepProvisioner{static_cast<int>(Type::oidc), name_, client_id_, {}};
  }
  out.lifetime = claims_.tls;
  return out;
}

void OidcProvisioner::authorize_revoke(const ParsedToken& token) const {
  Identity identity;
  try {
    identity = authorize_token(token);
  } catch (const Error& e) {
    throw e.wrapped("oidc.AuthorizeRevoke", 500);
  }
  if (!identity.is_admin)
    throw Error::unauthorized("oidc.AuthorizeRevoke; cannot revoke with non-admin oidc token");
}

}  // namespace newel::provisioner
