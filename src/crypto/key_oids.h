// Contents octets of the object identifiers that name key types (RFC 3279, RFC 5480, RFC 8410).
#pragma once

#include "base/bytes.h"

namespace newel::key_oid {

inline constexpr Byte rsa[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
inline constexpr Byte ec[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
inline constexpr Byte x25519[] = {0x2b, 0x65, 0x6e};
inline constexpr Byte ed25519[] = {0x2b, 0x65, 0x70};

}  // namespace newel::key_oid
