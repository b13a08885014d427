// The CBC ciphers of encrypted private keys, with the padding of RFC 5652 section 6.3 done by hand: it is the
// only sign of a wrong password, and OpenSSL reports it like any other failure. Templates use it, too.
#pragma once

#include <optional>

#include "base/error.h"
#include "base/secret.h"

namespace newel {

enum class BlockCipher { des_cbc, des_ede3_cbc, aes128_cbc, aes192_cbc, aes256_cbc };

struct BlockCipherInfo {
  BlockCipher cipher;
  const char* dek_name;      ///< in DEK-Info
  const char* openssl_name;  ///< of the cipher that does the work
  std::size_t key_size;
  std::size_t block_size;
  ByteView oid;  ///< contents octets, in PBES2
};

const BlockCipherInfo& block_cipher_info(BlockCipher cipher);
std::optional<BlockCipher> block_cipher_by_dek_name(std::string_view name);
std::optional<BlockCipher> block_cipher_by_oid(ByteView oid);

/// Failure texts: wrong_pem_password for bad padding, "x509: encrypted PEM data is not a multiple of the
/// block size".
Expected<SecretBytes> cbc_decrypt(BlockCipher cipher, ByteView key, ByteView iv, ByteView data);
Bytes cbc_encrypt(BlockCipher cipher, ByteView key, ByteView iv, ByteView data);

}  // namespace newel
