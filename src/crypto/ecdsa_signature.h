// The two forms of an ECDSA signature: DER SEQUENCE { r, s } (RFC 3279 section 2.2.3: certificates) and r ||
// s of fixed length (RFC 7518 section 3.4: JOSE; PKCS#11). Converted by hand: a few dozen octets need no
// objects.
#pragma once

#include "base/bytes.h"
#include "base/error.h"

namespace newel {

/// `raw` is two numbers of the same length, at most 66 octets each.
Expected<Bytes> ecdsa_raw_to_der(ByteView raw);
/// Each number is padded to `field` octets; failure when one is longer or the DER is not strict.
Expected<Bytes> ecdsa_der_to_raw(ByteView der, std::size_t field);

}  // namespace newel
