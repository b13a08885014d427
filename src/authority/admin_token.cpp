// Who uses the admin API: a token, signed by the key of a certificate of this CA, made for one request
// (reference: authority/authorize.go, AuthorizeAdminToken).
#include <array>

#include "authority/authority.h"
#include "authority/token_gate.h"
#include "base/encoding.h"
#include "base/text.h"
#include "base/url.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

constexpr std::string_view client_issuer = "step-admin-client/1.0";
constexpr std::string_view protected_path = "/admin/admins";
constexpr std::size_t max_chain = 10;

Error refused(const std::string& text) {
  return Error::verbatim(401, "adminHandler.authorizeToken; " + text);
}

std::vector<x509::Certificate> read_chain(const jose::Jws& jws) {
  const json::Value* header = json::find(jws.header, "x5c");
  const std::string prefix = "error verifying x5c certificate chain in token: ";
  if (header == nullptr || !header->is_array() || header->get_array().empty())
    throw refused(prefix + "x5c header is missing");
  if (header->get_array().size() > max_chain) throw refused(prefix + "x5c header has too many certificates");
  std::vector<x509::Certificate> out;
  for (const json::Value& item : header->get_array()) {
    const auto text = json::as_string(&item);
    const auto der = text ? base64_decode(*text) : failure("x5c header is not an array of strings");
    if (!der) throw refused(prefix + der.error().text);
    auto certificate = x509::Certificate::parse(*der);
    if (!certificate) throw refused(prefix + certificate.error().text);
    out.push_back(std::move(*certificate));
  }
  return out;
}

void verify_chain(const std::vector<x509::Certificate>& chain, const std::vector<x509::Certificate>& roots,
                  Time now) {
  x509::VerifyOptions options;
  options.roots = roots;
  options.intermediates.assign(chain.begin() + 1, chain.end());
  options.at = now;
  options.extended_key_usage = {std::string(x509::oids::client_auth)};
  const auto verified = x509::verify_chain(chain.front(), options);
  if (!verified) throw refused("error verifying x5c certificate chain in token: " + verified.error().text);
  if ((chain.front().key_usage().value_or(0) & x509::digital_signature) == 0) {
    throw refused("certificate used to sign x5c token cannot be used for digital signature");
  }
}

void check_claims(const jose::Claims& claims, Time now) {
  jose::Expectations expected;
  expected.now = now;
  if (const auto valid = jose::validate(claims, expected); !valid) {
    throw Error::verbatim(401, "x5c.authorizeToken; invalid x5c claims: " + valid.error().text);
  }
}

// The path as it was sent and as it reads: a provisioner's name may hold anything.
std::vector<std::string> audiences_of(const std::vector<std::string>& dns_names, const std::string& path) {
  std::vector<std::string> paths = {path};
  if (const auto decoded = percent_decode(path); decoded && *decoded != path) paths.push_back(*decoded);
  std::vector<std::string> out = paths;
  for (const std::string& name : dns_names) {
    for (const std::string& one : paths) out.push_back("https://" + join_host_port(name, "443") + one);
  }
  return out;
}

// Common name, DNS names, e-mail addresses: in this order an administrator is looked for.
std::vector<std::string> subjects_of(const x509::Certificate& leaf) {
  std::vector<std::string> out;
  if (const std::string name = leaf.subject().common_name(); !name.empty()) out.push_back(name);
  for (const auto* list : {&leaf.names().dns, &leaf.names().emails})
    out.insert(out.end(), list->begin(), list->end());
  return out;
}

}  // namespace

AdminIdentity Authority::authorize_admin(std::string_view token, std::string_view method,
                                         const std::string& path, store::Transaction& transaction) const {
  auto parsed = jose::Jwt::parse(token);
  if (!parsed) throw refused("error parsing x5c token: " + parsed.error().text);
  const Time now = clock().now();
  const auto chain = read_chain(parsed->jws);
  const x509::Certificate& leaf = chain.front();
  verify_chain(chain, roots_, now);
  const auto& key = leaf.public_key();
  if (!key || !parsed->jws.verify(*key))
    throw refused("error parsing x5c claims: go-jose/go-jose: error in cryptographic primitive");
  if (store().is_revoked(leaf.serial().magnitude)) {
    throw refused("certificate used to sign x5c token has been revoked");
  }
  const CertificateOrigin origin = origin_of_certificate(leaf);
  if (origin.provisioner == nullptr || origin.provisioner->type() == provisioner::Type::noop) {
    throw Error::verbatim(404, "unable to load provisioner from certificate");
  }

  const jose::Claims& claims = parsed->claims;
  check_claims(claims, now);
  if (!provisioner::AudienceMatcher(audiences_of(config_.dns_names, path)).matches_any(claims.audience))
    throw Error::verbatim(401, "x5c.authorizeToken; x5c token has invalid audience claim (aud)");
  const std::string& name = origin.provisioner->name();
  if (claims.issuer != client_issuer && claims.issuer != name)
    throw Error::verbatim(401, "x5c.authorizeToken; x5c token has invalid issuer claim (iss)");
  if (claims.subject.empty())
    throw Error::verbatim(401, "x5c.authorizeToken; x5c token subject cannot be empty");

  const std::vector<std::string> subjects = subjects_of(leaf);
  const store::ManagedAdmin* admin = nullptr;
  for (const std::string& subject : subjects) {
    if (admin == nullptr && management_) admin = management_->admin_of(origin.provisioner->id(), subject);
  }
  if (admin == nullptr) {
    throw refused("unable to load admin with subject(s) " + printable(go_list(subjects)) +
                  " and provisioner '" + name + "'");
  }
  if (method != "GET" && method != "HEAD" && path.starts_with(protected_path) && !admin->is_super)
    throw Error::verbatim(401, "must have super admin access to make this request");
  try {
    gate_->use_once({std::string(token), std::move(*parsed)}, transaction);
  } catch (const Error& error) {
    if (error.status() != 401) throw;
    throw refused("error with reuse token: " + error.text());
  }
  return {*admin, name};
}

}  // namespace newel::authority
