// XEdDSA: signatures with X25519 keys (Trevor Perrin, "The XEdDSA and VXEdDSA Signature Schemes", 2016). The
// keys of Nebula certificates agree on secrets; this is how they sign tokens.
#pragma once

#include "base/random.h"
#include "crypto/private_key.h"

namespace newel {

/// 64 octets. Throws Error for a key that is not X25519.
Bytes xeddsa_sign(const PrivateKey& key, ByteView message, const Random& random = system_random());

/// True when `signature` is over `message` by the owner of this X25519 key; false for any other key type.
/// Keys and signatures that are not in their one canonical form never verify.
bool xeddsa_verify(const PublicKey& key, ByteView message, ByteView signature);

}  // namespace newel
