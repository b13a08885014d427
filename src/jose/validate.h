// Whether the algorithm of a key fits it, before the key is used.
#pragma once

#include "jose/jwk.h"

namespace newel::jose {

/// Looks at key.use: "sig" and "enc" must have an algorithm that fits type and curve; any other use is only
/// asked for a supported type. Throws Error: "alg 'RS256' is not compatible with kty 'EC' and crv 'P-256'".
void check_algorithm(const Jwk& key);

}  // namespace newel::jose
