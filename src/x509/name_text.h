// Distinguished names for people.
#pragma once

#include <string>

#include "x509/name.h"

namespace newel::x509 {

/// RFC 4514 as Go's pkix.RDNSequence prints it: last RDN first, "CN=Example CA,O=Example"; attributes without
/// a short name as "1.2.3=value"; special characters escaped.
std::string readable_name(const Name& name);

}  // namespace newel::x509
