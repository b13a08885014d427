#include "crypto/digest.h"

#include <openssl/hmac.h>

#include "base/encoding.h"
#include "crypto/openssl.h"

namespace newel {
namespace {

template <class Out>
Out hash_into(Hash hash, ByteView data, Out out) {
  openssl::check(
      EVP_Digest(data.data(), data.size(), out.data(), nullptr, openssl::digest(hash), nullptr) == 1,
      "hashing failed");
  return out;
}

}  // namespace

Sha1Digest sha1(ByteView data) { return hash_into(Hash::sha1, data, Sha1Digest{}); }
Sha256Digest sha256(ByteView data) { return hash_into(Hash::sha256, data, Sha256Digest{}); }

Bytes digest(Hash hash, ByteView data) {
  return hash_into(hash, data, Bytes(static_cast<std::size_t>(EVP_MD_get_size(openssl::digest(hash)))));
}

Bytes hmac(Hash hash, ByteView key, ByteView data) {
  // HMAC() takes a null key for "the key of the last call"; an empty key is a key.
  static constexpr Byte empty_key = 0;
  Bytes out(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  const bool ok = HMAC(openssl::digest(hash), key.empty() ? &empty_key : key.data(),
                       static_cast<int>(key.size()), data.data(), data.size(), out.data(), &size) != nullptr;
  openssl::check(ok, "computing a MAC failed");
  out.resize(size);
  return out;
}

std::string sha256_hex(ByteView data) { return hex_encode(sha256(data)); }

}  // namespace newel
