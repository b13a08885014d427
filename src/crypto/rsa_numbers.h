// An RSA key from its numbers (RFC 8017 section 3.2). Internal to this folder.
#pragma once

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/openssl.h"

namespace newel {

/// Big-endian magnitudes. Checks what crypto/rsa's Validate checks: n = p q, and d e = 1 modulo p - 1 and q
/// - 1. The primes are not tested for being prime.
Expected<openssl::PKey> rsa_key_from_parts(ByteView n, ByteView e, ByteView d, ByteView p, ByteView q);

}  // namespace newel
