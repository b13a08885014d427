#include "provisioner/provisioner.h"

namespace newel::provisioner {

Provisioner::Provisioner(Type type, std::string name, json::Object document)
    : type_(type), name_(std::move(name)), document_(std::move(document)) {}

TokenId Provisioner::token_id(const ParsedToken& token) const {
  return {TokenId::Kind::id, token.jwt.claims.id};
}

SignOptions Provisioner::authorize_sign(const ParsedToken&, Method) const {
  throw Error::unauthorized("provisioner.AuthorizeSign not implemented");
}

void Provisioner::authorize_revoke(const ParsedToken&) const {
  throw Error::unauthorized("provisioner.AuthorizeRevoke not implemented");
}

void Provisioner::authorize_renew(const x509::Certificate& certificate, Time now) const {
  now = floor_seconds(now);
  if (claims_.disable_renewal) throw Error::unauthorized("renew is disabled for provisioner '" + name_ + "'");
  if (now < certificate.not_before()) {
    throw Error::unauthorized("certificate is not yet valid " + format_rfc3339_nano(now) + " vs " +
                              format_rfc3339_nano(certificate.not_before()));
  }
  if (now > certificate.not_after() && !claims_.allow_renewal_after_expiry) {
    throw Error::verbatim(
        401, "The request lacked necessary authorization to be completed: certificate expired on " +
                 format_go_time(certificate.not_after()));
  }
}

void Provisioner::require_enabled() const {
  if (disabled_reason_.empty()) return;
  throw Error::verbatim(401, "provisioner \"" + name_ + "\" is disabled due to an initialization error");
}

}  // namespace newel::provisioner
