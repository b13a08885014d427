#include "provisioner/k8ssa.h"

#include <algorithm>

#include "base/text.h"
#include "crypto/key_files.h"
#include "crypto/pem.h"
#include "provisioner/document.h"
#include "provisioner/members.h"

namespace newel::provisioner {
namespace {

constexpr std::string_view old_issuer = "kubernetes/serviceaccount";
constexpr std::string_view account_prefix = "system:serviceaccount:";

Error rejected(const std::string& why) { return Error::unauthorized("k8ssa.authorizeToken; " + why); }

std::vector<PublicKey> read_keys(const json::Object& document) {
  require_type_and_name(document);
  const std::string pem = base64_member(document, "publicKeys").value_or("");
  const std::string where = " in provisioner '" + text_member(document, "name") + "'";
  std::vector<PublicKey> out;
  for (const PemBlock& block : pem_decode_all(pem)) {
    try {
      const Key key = read_key(pem_encode(block), "publicKeys", fixed_password(Secret()));
      const auto* half = std::get_if<PublicKey>(&key);
      if (half == nullptr || half->type() == KeyType::x25519)
        throw Error("Unexpected public key type " + block.label + where);
      out.push_back(*half);
    } catch (const Error& e) {
      if (e.text().starts_with("Unexpected")) throw;
      throw e.wrapped("error parsing public key" + where);
    }
  }
  if (!trim(pem).empty() && out.empty()) throw Error("error parsing public key" + where + ": no PEM block");
  return out;
}

const json::Object* object_member(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find(object, name);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

const json::Object* bound_claims(const jose::Claims& claims) {
  return object_member(claims.all, "kubernetes.io");
}

std::string account_name(const jose::Claims& claims) {
  if (const json::Object* bound = bound_claims(claims)) {
    if (const json::Object* account = object_member(*bound, "serviceaccount"))
      return json::as_string(json::find(*account, "name")).value_or("");
  }
  return claims.text("kubernetes.io/serviceaccount/service-account.name");
}

}  // namespace

bool is_kubernetes_token(const jose::Claims& claims) {
  return claims.issuer == old_issuer ||
         (bound_claims(claims) != nullptr && claims.subject.starts_with(account_prefix));
}

K8sSaProvisioner::K8sSaProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::k8ssa, text_member(document, "name"), listed_document(document)),
      keys_(read_keys(document)),
      audiences_(list_member(document, "audiences")),
      sign_audiences_(environment.audiences.sign),
      revoke_audiences_(environment.audiences.revoke),
      clock_(environment.clock) {
  if (keys_.empty()) reviewer_ = TokenReviewer::from_document(document);
  claims_ = read_common_members(document, environment).claims;
  token_key_ = "k8ssa/k8sSA-default";
}

TokenId K8sSaProvisioner::token_id(const ParsedToken&) const { return {TokenId::Kind::reuse_allowed, {}}; }

// A token made for somebody else must not open this CA's door: whoever it was shown to could use it here. Old
// tokens have no audience. A bound one must be for us, or be the one that every pod has, for the cluster's
// API (its issuer and audience are the same).
void K8sSaProvisioner::check_audience(const jose::Claims& claims, const AudienceMatcher& own) const {
  if (claims.issuer == old_issuer) return;
  const auto has = [&](const std::string& wanted) {
    return std::find(claims.audience.begin(), claims.audience.end(), wanted) != claims.audience.end();
  };
  const bool fits = audiences_.empty() ? own.matches_any(claims.audience) || has(claims.issuer)
                                       : std::any_of(audiences_.begin(), audiences_.end(), has);
  if (!fits) throw rejected("k8sSA token has invalid audience claim (aud); got " + go_list(claims.audience));
}

std::string K8sSaProvisioner::authorize_token(const ParsedToken& token, const AudienceMatcher& own) const {
  const jose::Claims& claims = token.jwt.claims;
  if (!keys_.empty()) {
    const bool verified = std::any_of(keys_.begin(), keys_.end(),
                                      [&](const PublicKey& key) { return token.jwt.jws.verify(key); });
    if (!verified) throw rejected("error validating k8sSA token and extracting claims");
  }
  jose::Expectations expected;
  if (!is_kubernetes_token(claims)) expected.issuer = old_issuer;
  expected.now = clock_->now();
  if (const auto valid = jose::validate(claims, expected); !valid)
    throw rejected("invalid k8sSA token claims: " + valid.error().text);
  if (claims.subject.empty()) throw rejected("k8sSA token subject cannot be empty");
  if (keys_.empty()) {
    // The cluster knows its audiences; it is asked for ours only when they are configured.
    const std::string user = reviewer_->review(token.raw, audiences_);
    if (user != claims.subject)
      throw rejected("the cluster knows this token as another user: " + printable(user));
  } else {
    check_audience(claims, own);
  }
  return account_name(claims);
}

SignOptions K8sSaProvisioner::authorize_sign(const ParsedToken& token, Method) const try {
  SignOptions out;
  out.tmpl.common_name = authorize_token(token, sign_audiences_);
  out.provisioner = shared_from_this();
  out.tmpl.fallback = DefaultTemplate::admin_leaf;
  out.san_rule = SanRule::any;
  if (!claims_.disable_smallstep_extensions)
    out.extension = x509::StepProvisioner{static_cast<int>(Type::k8ssa), name_, {}, {}};
  out.lifetime = claims_.tls;
  return out;
} catch (const Error& e) {
  throw e.wrapped("k8ssa.AuthorizeSign", 500);
}

void K8sSaProvisioner::authorize_revoke(const ParsedToken& token) const try {
  authorize_token(token, revoke_audiences_);
} catch (const Error& e) {
  throw e.wrapped("k8ssa.AuthorizeRevoke", 500);
}

}  // namespace newel::provisioner
