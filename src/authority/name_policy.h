// Name policies applied to a certificate about to be signed, and what clients are told (reference:
// authority/tls.go, authority/policy.go).
#pragma once

#include "policy/policy.h"
#include "provisioner/provisioner.h"
#include "x509/builder.h"

namespace newel::authority {

/// Every name the certificate will carry, wherever a template has put it: the common name of the finished
/// subject, the alternative names, and those of a hand-made extension that takes their place.
policy::Names names_of(const x509::CertificateTemplate& certificate);

/// Throw Error: 403 with the reference's text for a name the rules refuse; for a name that cannot be judged
/// 403 "error validating certificate" at the provisioner's level, 500 "error creating certificate" at the
/// authority's. The text for the log says by which rule.
void check_provisioner_policy(const x509::CertificateTemplate& certificate,
                              const provisioner::Provisioner& provisioner);
void check_authority_policy(const x509::CertificateTemplate& certificate, const policy::Policy& policy);

}  // namespace newel::authority
