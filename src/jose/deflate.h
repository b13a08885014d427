// The one compression of JWE: raw DEFLATE (RFC 1951; RFC 7516 section 4.1.3). Internal to this folder.
#pragma once

#include "base/error.h"
#include "base/secret.h"

namespace newel::jose {

Bytes deflate(ByteView data);

/// Failure for broken data, and for more octets than max(250000, ten times the input): a short message must
/// not fill the memory of who reads it.
Expected<SecretBytes> inflate(ByteView compressed);

}  // namespace newel::jose
