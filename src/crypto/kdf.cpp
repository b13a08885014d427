#include "crypto/kdf.h"

#include "crypto/openssl.h"

namespace newel {

SecretBytes pbkdf2(Hash hash, const Secret& password, ByteView salt, int rounds, std::size_t size) {
  SecretBytes out(size);
  const std::string_view text = password.view();
  openssl::check(PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()), salt.data(),
                                   static_cast<int>(salt.size()), rounds, openssl::digest(hash),
                                   static_cast<int>(size), out.data()) == 1,
                 "deriving a key from a password failed");
  return out;
}

SecretBytes scrypt(const Secret& password, ByteView salt, std::uint64_t n, std::uint64_t r, std::uint64_t p,
                   std::size_t size, std::uint64_t memory_limit) {
  SecretBytes out(size);
  const std::string_view text = password.view();
  openssl::check(EVP_PBE_scrypt(text.data(), text.size(), salt.data(), salt.size(), n, r, p, memory_limit,
                                out.data(), out.size()) == 1,
                 "deriving a key from a password failed");
  return out;
}

}  // namespace newel
