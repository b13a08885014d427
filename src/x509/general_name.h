// GeneralName (RFC 5280 section 4.2.1.6): the choice that alternative names, constraints, distribution points
// and access descriptions share.
#pragma once

#include "x509/der_reader.h"
#include "x509/der_writer.h"

namespace newel::x509::general_name {

inline constexpr Byte other_name = context_constructed(0), email = context(1), dns = context(2),
                      x400_address = context_constructed(3), directory_name = context_constructed(4),
                      edi_party_name = context_constructed(5), uri = context(6), ip = context(7),
                      registered_id = context(8);

bool is_known(Byte tag);
/// Text of an IA5String choice; failure when an octet is not ASCII.
Expected<std::string> ia5_text(const DerElement& name);
/// Writes one of the IA5String choices; throws Error for text outside ASCII.
void write_ia5(DerWriter& writer, Byte tag, std::string_view text);
/// The URIs of a GeneralNames content (other kinds are stepped over).
Expected<std::vector<std::string>> uris(ByteView general_names);

}  // namespace newel::x509::general_name
