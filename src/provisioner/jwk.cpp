#include "provisioner/jwk.h"

#include "base/text.h"
#include "provisioner/document.h"
#include "provisioner/members.h"
#include "provisioner/step_payload.h"

namespace newel::provisioner {
namespace {

Error wrong_claims(std::string_view why) {
  return Error::unauthorized("jwk.authorizeToken; error parsing jwk claims: " + std::string(why));
}

jose::Jwk read_key(const json::Object& document) {
  require_type_and_name(document);
  const json::Value* key = json::find_ci(document, "key");
  if (key == nullptr || key->is_null()) throw Error("provisioner key cannot be empty");
  jose::Jwk jwk = value_or_throw(jose::Jwk::from_json(*key), "error parsing provisioner key");
  if (jwk.is_symmetric())
    throw Error("error parsing provisioner key: a symmetric key cannot be used as a provisioner");
  return jwk;
}

}  // namespace

std::string jwk_token_key(const json::Object& document) {
  const json::Value* key = json::find_ci(document, "key");
  const std::string kid = key != nullptr && key->is_object() ? text_member(key->get_object(), "kid") : "";
  return text_member(document, "name") + ":" + kid;
}

JwkProvisioner::JwkProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::jwk, text_member(document, "name"), listed_document(document)),
      key_(read_key(document).public_key()),
      encrypted_key_(text_member(document, "encryptedKey")),
      clock_(environment.clock),
      audiences_(environment.audiences),
      sign_audiences_(environment.audiences.sign),
      revoke_audiences_(environment.audiences.revoke) {
  claims_ = read_common_members(document, environment).claims;
  token_key_ = jwk_token_key(document);
  kid_ = token_key_.substr(name_.size() + 1);
}

std::optional<std::pair<std::string, std::string>> JwkProvisioner::encrypted_key() const {
  if (encrypted_key_.empty()) return std::nullopt;
  return std::pair(kid_, encrypted_key_);
}

void JwkProvisioner::authorize_token(const ParsedToken& token, const AudienceMatcher& allowed,
                                     const std::vector<std::string>& wanted) const {
  const jose::Claims& claims = token.jwt.claims;
  if (!token.jwt.jws.verify(key_)) throw wrong_claims("go-jose/go-jose: error in cryptographic primitive");
  jose::Expectations expected;
  expected.issuer = name_;
  expected.now = clock_->now();
  if (const auto valid = jose::validate(claims, expected); !valid) {
    throw Error::unauthorized("jwk.authorizeToken; invalid jwk claims: " + valid.error().text);
  }
  if (!allowed.matches_any(claims.audience)) {
    throw Error::unauthorized("jwk.authorizeToken; invalid jwk token audience claim (aud); want " +
                              go_list(wanted) + ", but got " + go_list(claims.audience));
  }
  if (claims.subject.empty())
    throw Error::unauthorized("jwk.authorizeToken; jwk token subject cannot be empty");
}

SignOptions JwkProvisioner::authorize_sign(const ParsedToken& token, Method method) const {
  StepPayload request;
  try {
    authorize_token(token, sign_audiences_, audiences_.sign);
    auto payload = read_step_payload(token.jwt.claims.all);
    if (!payload) throw wrong_claims(payload.error().text);
    request = std::move(*payload);
  } catch (const Error& e) {
    throw e.wrapped("jwk.AuthorizeSign", 500);
  }
  const std::string& subject = token.jwt.claims.subject;
  if (request.sans.empty()) request.sans.push_back(subject);

  SignOptions out;
  out.provisioner = shared_from_this();
  out.ra_json = std::move(request.ra_json);
  out.tmpl.fallback = DefaultTemplate::leaf;
  out.tmpl.common_name = subject;
  out.tmpl.names = request.sans;
  out.csr_fingerprint = std::move(request.csr_fingerprint);
  out.common_names.reserve(request.sans.size() + 1);
  out.common_names.push_back(subject);
  out.common_names.insert(out.common_names.end(), request.sans.begin(), request.sans.end());
  out.sans = std::move(request.sans);
  out.san_rule = SanRule::exact;
  out.ignore_uris = method == Method::sign_identity;
  if (!claims_.disable_smallstep_extensions) {
    out.extension = x509::StepProvisioner{static_cast<int>(Type::jwk), name_, kid_, {}};
  }
  out.lifetime = claims_.tls;
  return out;
}

void JwkProvisioner::authorize_revoke(const ParsedToken& token) const {
  try {
    authorize_token(token, revoke_audiences_, audiences_.revoke);
  } catch (const Error& e) {
    throw e.wrapped("jwk.AuthorizeRevoke", 500);
  }
}

}  // namespace newel::provisioner
