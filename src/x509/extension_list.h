// Extensions ::= SEQUENCE OF Extension: the list in certificates, requests, revocation lists and their
// entries.
#pragma once

#include "x509/der_reader.h"
#include "x509/der_writer.h"
#include "x509/extensions.h"

namespace newel::x509 {

/// Reads the content of the SEQUENCE. Two extensions with one OID are a failure (RFC 5280 section 4.2).
Expected<std::vector<Extension>> parse_extension_list(ByteView content);
/// Writes the SEQUENCE.
void write_extension_list(DerWriter& writer, const std::vector<Extension>& list);

}  // namespace newel::x509
