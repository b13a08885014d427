#include "provisioner/nebula_provisioner.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "provisioner/document.h"
#include "provisioner/members.h"
#include "provisioner/nebula/certificate_value.h"
#include "provisioner/step_payload.h"

namespace newel::provisioner {
namespace {

nebula::CaPool read_roots(const json::Object& document, Time now) {
  require_type_and_name(document);
  const std::string pem = base64_member(document, "roots").value_or("");
  if (pem.empty()) throw Error("provisioner root(s) cannot be empty");
  return value_or_throw(nebula::CaPool::from_pem(pem, now), "failed to create CA pool");
}

// Clients are told these texts.
Error rejected(const std::string& message, const std::string& why) { return {401, why, message}; }

nebula::Certificate read_certificate(const json::Object& header) {
  const json::Value* value = json::find(header, "nebula");
  if (value == nullptr) throw Error::unauthorized("failed to parse token: nebula header is missing");
  const auto text = json::as_string(value);
  if (!text) throw Error::unauthorized("failed to parse token: nebula header is not valid");
  const auto octets = base64_decode(*text);
  if (!octets) throw rejected("failed to parse token: nebula header is not valid", octets.error().text);
  auto certificate = nebula::Certificate::parse(*octets);
  if (!certificate) {
    throw rejected("failed to parse nebula certificate: nebula header is not valid",
                   certificate.error().text);
  }
  return std::move(*certificate);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Addresses may be written in other forms than the certificate's.
std::string canonical(const std::string& name) {
  const auto ip = parse_ip(name);
  return ip ? ip->to_string() : name;
}

void require_own_names(const std::string& subject, const std::vector<std::string>& sans,
                       const std::vector<std::string>& own) {
  if (!contains(own, canonical(subject))) {
    throw Error::forbidden("token subject is not a name or address of the nebula certificate - got " +
                           subject + ", want one of " + go_list(own));
  }
  for (const std::string& san : sans) {
    if (contains(own, canonical(san))) continue;
    throw Error::forbidden(
        "token sans contains names or addresses that are not in the nebula certificate - got " +
        go_list(sans) + ", want " + go_list(own));
  }
}

}  // namespace

NebulaProvisioner::NebulaProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::nebula, text_member(document, "name"), listed_document(document)),
      pool_(read_roots(document, environment.clock->now())),
      clock_(environment.clock),
      sign_audiences_(environment.audiences.with_fragment("nebula/" + name_).sign) {
  claims_ = read_common_members(document, environment).claims;
  token_key_ = "nebula/" + name_;
}

nebula::Certificate NebulaProvisioner::authorize_token(const ParsedToken& token,
                                                       const AudienceMatcher& allowed) const {
  nebula::Certificate certificate = read_certificate(token.jwt.jws.header);
  const Time now = clock_->now();
  if (const auto valid = pool_.verify(certificate, now); !valid) {
    throw rejected("token is not valid: failed to verify certificate against configured CA",
                   valid.error().text);
  }
  const auto key = certificate.host_key();
  if (!key) throw rejected("failed to parse nebula public key", key.error().text);
  if (!token.jwt.jws.verify(*key)) {
    throw rejected("token is not valid: signature does not match",
                   "go-jose/go-jose: error in cryptographic primitive");
  }
  const jose::Claims& claims = token.jwt.claims;
  jose::Expectations expected;
  expected.issuer = name_;
  expected.now = now;
  if (const auto valid = jose::validate(claims, expected); !valid)
    throw rejected("token is not valid: invalid claims", valid.error().text);
  if (!allowed.matches_any(claims.audience)) throw Error::unauthorized("token is not valid: invalid claims");
  if (claims.subject.empty()) throw Error::unauthorized("token is not valid: subject cannot be empty");
  return certificate;
}

SignOptions NebulaProvisioner::authorize_sign(const ParsedToken& token, Method method) const {
  const nebula::Certificate certificate = authorize_token(token, sign_audiences_);
  auto payload = read_step_payload(token.jwt.claims.all);
  if (!payload) throw rejected("token is not valid: signature does not match", payload.error().text);
  const std::string& subject = token.jwt.claims.subject;
  const std::vector<std::string> own = certificate.identities();
  require_own_names(subject, payload->sans, own);

  SignOptions out;
  out.provisioner = shared_from_this();
  out.tmpl.fallback = DefaultTemplate::leaf;
  out.tmpl.common_name = subject;
  out.tmpl.names = payload->sans.empty() ? own : std::move(payload->sans);
  out.tmpl.authorization = nebula::certificate_value(certificate);
  out.common_names = {subject};
  out.sans = own;
  out.san_rule = SanRule::node;
  out.ignore_uris = method == Method::sign_identity;
  if (!claims_.disable_smallstep_extensions)
    out.extension = x509::StepProvisioner{static_cast<int>(Type::nebula), name_, {}, {}};
  out.window = CredentialWindow{certificate.not_before, certificate.not_after};
  out.lifetime = claims_.tls;
  return out;
}

void NebulaProvisioner::authorize_revoke(const ParsedToken&) const {
  throw Error::unauthorized("nebula provisioner does not support revoke");
}

}  // namespace newel::provisioner
