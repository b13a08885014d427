// The ciphers that protect the content and the key of a JWE (RFC 7518 sections 4.4 and 5).
#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/secret.h"
#include "crypto/algorithms.h"

namespace newel::jose {

struct ContentEncryption {
  std::string_view name;       ///< "enc"
  const char* openssl_cipher;  ///< of the encryption alone
  std::size_t key_size;        ///< of the whole content encryption key
  bool gcm;
  Hash mac = Hash::sha256;  ///< only for the CBC family

  std::size_t iv_size() const { return gcm ? 12 : 16; }
  std::size_t tag_size() const { return gcm ? 16 : key_size / 2; }
};

/// nullptr for an unknown name.
const ContentEncryption* content_encryption(std::string_view name);

struct Sealed {
  Bytes iv, ciphertext, tag;
};
/// With a fresh random IV.
Sealed seal(const ContentEncryption& how, ByteView key, ByteView plaintext, ByteView aad);
/// Failure for anything that is not authentic, with no word about why.
Expected<SecretBytes> open(const ContentEncryption& how, ByteView key, const Sealed& sealed, ByteView aad);

/// AES key wrap (RFC 3394); the key is 16, 24 or 32 octets.
Bytes wrap_key(ByteView wrapping_key, ByteView key);
Expected<SecretBytes> unwrap_key(ByteView wrapping_key, ByteView wrapped);

}  // namespace newel::jose
