// Verifying one signature of a key that will not be seen again.
#pragma once

#include "base/bytes.h"
#include "crypto/openssl.h"

namespace newel {

/// ECDSA by OpenSSL, for a key that verifies once, as that of a request does: making an OpenSSL key and a
/// context for it costs a sixth of a P-256 verification, so each thread keeps one of each curve and only
/// exchanges its point. `point`: uncompressed, known to lie on the curve. Thread-safe.
bool verify_once(Curve curve, ByteView point, ByteView hash, ByteView signature);

}  // namespace newel
