// Certificate policies along a path (RFC 5280 section 6.1 as updated by RFC 9618).
#pragma once

#include "x509/verify.h"

namespace newel::x509 {

/// Whether a path, leaf first and anchor last, is valid for one of the wanted policies. The work is linear in
/// the size of the certificates.
bool policies_allow(const std::vector<Certificate>& chain, const PolicyOptions& wanted);

}  // namespace newel::x509
