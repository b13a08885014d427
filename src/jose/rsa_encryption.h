// RSA for keys that travel (RFC 7518 sections 4.2 and 4.3). Internal to this folder.
#pragma once

#include "base/error.h"
#include "base/secret.h"
#include "crypto/private_key.h"

namespace newel::jose {

enum class RsaPadding { pkcs1, oaep_sha1, oaep_sha256 };

Expected<Bytes> rsa_encrypt(const PublicKey& key, RsaPadding padding, ByteView plaintext);
/// With PKCS #1 v1.5 a wrong padding gives a random key of `size` octets instead of a failure: who could tell
/// one from the other could decrypt anything by asking often (Bleichenbacher's attack, RFC 7516
/// section 11.5).
Expected<SecretBytes> rsa_decrypt(const PrivateKey& key, RsaPadding padding, ByteView ciphertext,
                                  std::size_t size);

}  // namespace newel::jose
