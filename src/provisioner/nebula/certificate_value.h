// A Nebula certificate as templates see it: .AuthorizationCrt.
#pragma once

#include "provisioner/nebula/certificate.h"
#include "template/value.h"

namespace newel::provisioner::nebula {

/// The methods of Nebula's own cert.Certificate (version 1.10): Name, Networks, Groups, Fingerprint, … It
/// prints as indented JSON. The field Details has what certificates had in Nebula before 1.10, for templates
/// that are that old: Name, Ips, Subnets, Groups, NotBefore, NotAfter, PublicKey, IsCA, Issuer.
templates::Value certificate_value(const Certificate& certificate);

}  // namespace newel::provisioner::nebula
