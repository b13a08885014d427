// When two distinguished names are the same (RFC 5280 section 7.1).
#pragma once

#include "x509/name.h"

namespace newel::x509 {

/// Attribute by attribute, whatever string type they are encoded in; letters of either case are equal (those
/// of ASCII), runs of blanks are one blank, blanks at the ends are none. The order inside a multi-valued RDN
/// does not matter.
bool same_name(const Name& a, const Name& b);
/// Whether `name` lies in the subtree of `base`: it begins with all of its RDNs.
bool is_within(const Name& name, const Name& base);

}  // namespace newel::x509
