// Message digests and MACs over OpenSSL's fetched implementations. All functions are thread-safe.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "crypto/algorithms.h"

namespace newel {

using Sha1Digest = std::array<Byte, 20>;
using Sha256Digest = std::array<Byte, 32>;

Sha1Digest sha1(ByteView data);
Sha256Digest sha256(ByteView data);
Bytes digest(Hash hash, ByteView data);
Bytes hmac(Hash hash, ByteView key, ByteView data);
/// Lower-case hexadecimal SHA-256: certificate fingerprints.
std::string sha256_hex(ByteView data);

}  // namespace newel
