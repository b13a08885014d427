// The NaCl functions of `step crypto nacl`, over libsodium. Keys and nonces have the sizes the names say;
// callers check them.
#pragma once

#include "base/bytes.h"
#include "base/error.h"
#include "base/secret.h"

namespace newel::nacl {

inline constexpr std::size_t key_size = 32, nonce_size = 24, auth_size = 32, signing_key_size = 64;

struct KeyPair {
  Bytes public_key;
  SecretBytes private_key;
};

KeyPair box_keypair();   ///< X25519: 32 and 32 octets
KeyPair sign_keypair();  ///< Ed25519: 32, and 64 octets of seed and public key

/// HMAC-SHA-512 cut to 32 octets.
Bytes auth(ByteView message, ByteView key);
bool auth_verify(ByteView digest, ByteView message, ByteView key);
Bytes secretbox_seal(ByteView message, ByteView nonce, ByteView key);
Expected<Bytes> secretbox_open(ByteView sealed, ByteView nonce, ByteView key);
/// Failure for a public key of low order.
Expected<Bytes> box_seal(ByteView message, ByteView nonce, ByteView recipient, ByteView own_private);
Expected<Bytes> box_open(ByteView sealed, ByteView nonce, ByteView sender, ByteView own_private);
/// Signature, then message.
Bytes sign(ByteView message, ByteView private_key);
Expected<Bytes> sign_open(ByteView signed_message, ByteView public_key);

}  // namespace newel::nacl
