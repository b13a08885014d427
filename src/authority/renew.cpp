// Renewing and re-keying (reference: authority/tls.go, RenewContext).
//
// A renewal is the old certificate with new times and a new serial number: subject, key and every extension
// are copied as octets, in their order. Only the authority key identifier is the current intermediate's, and
// on re-keying the subject key identifier is the new key's. Names are checked against the constraints again;
// lifetimes and policies are not.
#include "authority/authority.h"
#include "authority/errors.h"
#include "authority/record.h"
#include "provisioner/noop.h"
#include "x509/oids.h"

namespace newel::authority {
namespace {

const provisioner::NoopProvisioner& noop() {
  static const provisioner::NoopProvisioner instance;
  return instance;
}

bool generated(std::string_view oid, bool rekeying) {
  return oid == x509::oids::authority_key_id || (rekeying && oid == x509::oids::subject_key_id);
}

std::vector<x509::Extension> renewed_extensions(const x509::Certificate& old, const Bytes& issuer_key_id,
                                                const PublicKey* new_key) {
  std::vector<x509::Extension> out;
  out.reserve(old.extensions().size() + 2);
  if (new_key != nullptr) out.push_back(x509::encode_subject_key_id(new_key->key_id()));
  if (!issuer_key_id.empty()) out.push_back(x509::encode_authority_key_id(issuer_key_id));
  for (const x509::Extension& extension : old.extensions()) {
    if (!generated(extension.oid, new_key != nullptr)) out.push_back(extension);
  }
  return out;
}

}  // namespace

Authority::CertificateOrigin Authority::origin_of_certificate(const x509::Certificate& certificate) const {
  CertificateOrigin out;
  out.row = store().find_certificate(certificate.serial().magnitude);
  if (out.row) out.provisioner = provisioners_->by_id(out.row->provisioner_id);
  if (out.provisioner != nullptr) return out;
  const auto* extension = x509::find_extension(certificate.extensions(), x509::oids::step_provisioner);
  if (extension == nullptr) {
    out.provisioner = &noop();
    return out;
  }
  if (const auto named = x509::decode_step_provisioner(extension->value))
    out.provisioner = provisioners_->by_name(named->name);
  return out;
}

Authority::CertificateOrigin Authority::authorize_renewal(const x509::Certificate& old) const {
  if (store().is_revoked(old.serial().magnitude)) {
    throw Error::unauthorized("authority.authorizeRenew: certificate has been revoked");
  }
  CertificateOrigin origin = origin_of_certificate(old);
  if (origin.provisioner == nullptr)
    throw Error::unauthorized("authority.authorizeRenew: provisioner not found");
  try {
    origin.provisioner->authorize_renew(old, clock().now());
  } catch (const Error& e) {
    throw e.wrapped("authority.authorizeRenew", 500);
  }
  return origin;
}

Issued Authority::renew_with(const x509::Certificate& old, const PublicKey* new_key,
                             const CertificateOrigin& origin, store::Transaction& transaction) const {
  const Time now = clock().now();
  x509::CertificateTemplate what;
  what.subject = old.subject();
  what.public_key = new_key != nullptr ? *new_key : value_or_throw(Expected<PublicKey>(old.public_key()));
  const Duration lifetime = old.not_after() - old.not_before();
  what.not_before = floor_seconds(now - config_.backdate);
  what.not_after = floor_seconds(now + (lifetime - config_.backdate));
  what.only_extra = true;
  what.extra = renewed_extensions(old, issuer_->certificate().subject_key_id(), new_key);
  check_constraints(old.subject(), old.names(), "error renewing certificate");
  x509::Certificate certificate = issue_checked(what);
  if (store().is_persistent()) {
    // The new row says of itself what the old one said.
    Origin from = origin_of(*origin.provisioner);
    if (origin.row) {
      from = {origin.row->provisioner_id, origin.row->provisioner_name, origin.row->provisioner_type,
              origin.row->ra_json};
    }
    transaction.add(store::AddCertificate{make_record(certificate, issuer_text_, now, std::move(from))});
  }
  return finish(std::move(certificate), *origin.provisioner);
}

Issued Authority::renew_or_rekey(const x509::Certificate& old, const PublicKey* new_key,
                                 store::Transaction& transaction) const {
  const Action action = new_key != nullptr ? Action::rekey : Action::renew;
  std::string_view name;
  try {
    const CertificateOrigin origin = authorize_renewal(old);
    name = origin.provisioner->name();
    Issued out = renew_with(old, new_key, origin, transaction);
    observe(action, name, true);
    return out;
  } catch (const Error& e) {
    observe(action, name, false);
    throw e.wrapped(new_key != nullptr ? "authority.Rekey" : "authority.Renew", 500);
  }
}

Issued Authority::renew(const x509::Certificate& old, store::Transaction& transaction) const {
  return renew_or_rekey(old, nullptr, transaction);
}

Issued Authority::rekey(const x509::Certificate& old, const PublicKey& key,
                        store::Transaction& transaction) const {
  return renew_or_rekey(old, &key, transaction);
}

}  // namespace newel::authority
