// GeneralName (RFC 5280 section 4.2.1.6): the choice that alternative names, constraints, distribution points
// and access descriptions share.
#pragma once

#include "x509/der_reader.h"
#include "x509/der_writer.h"
#include "x509/extensions.h"

namespace newel::x509::general_name {

inline constexpr Byte other_name = context_constructed(0), email = context(1), dns = context(2),
                      directory_name = context_constructed(4), uri = context(6), ip = context(7),
                      registered_id = context(8);

/// One of the nine kinds with contents that decode. x400Address and ediPartyName, which nothing uses, are
/// refused.
bool is_sound(const DerElement& name);
/// The content of a GeneralNames: every name is sound.
bool are_sound(ByteView general_names);
Expected<OtherName> read_other_name(ByteView content);
/// Text of an IA5String choice; failure when an octet is not ASCII.
Expected<std::string> ia5_text(const DerElement& name);
/// Writes one of the IA5String choices; throws Error for text outside ASCII.
void write_ia5(DerWriter& writer, Byte tag, std::string_view text);
/// The URIs of a GeneralNames content (other kinds are stepped over).
Expected<std::vector<std::string>> uris(ByteView general_names);

}  // namespace newel::x509::general_name
