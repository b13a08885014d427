// The last look at a certificate before it leaves: a mistake of ours must become a 500, never a bad
// certificate in the world.
#pragma once

#include "x509/certificate.h"

namespace newel::authority {

/// `issued` has been read back from the octets that will be sent. Throws Error 500 naming the first rule that
/// is broken.
void preflight(const x509::Certificate& issued, const x509::Certificate& issuer, ByteView requested_spki);

}  // namespace newel::authority
