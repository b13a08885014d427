// The two ways a private key is encrypted in PEM: the headers of RFC 1421 as OpenSSL uses them ("legacy"),
// and PKCS#8 with PBES2 (RFC 8018).
#pragma once

#include "base/error.h"
#include "base/secret.h"
#include "crypto/pem.h"

namespace newel {

inline constexpr std::string_view wrong_pem_password = "x509: decryption password incorrect";

bool is_encrypted(const PemBlock& block);

/// The clear DER of a private key's block for which is_encrypted() holds. A wrong password shows only in the
/// padding, which is right by chance for one in 256, so anything but a DER SEQUENCE is `wrong_pem_password`.
Expected<SecretBytes> decrypt_pem(const PemBlock& block, const Secret& password);

/// Proc-Type and DEK-Info headers, AES-256-CBC. The key derivation is one round of MD5: weak passwords fall
/// quickly.
PemBlock encrypt_pem_legacy(std::string_view label, ByteView der, const Secret& password);

/// EncryptedPrivateKeyInfo: PBKDF2 with HMAC-SHA-256, AES-256-CBC.
inline constexpr int pbes2_rounds = 600'000;
Bytes encrypt_pkcs8(ByteView pkcs8, const Secret& password, int rounds = pbes2_rounds);
/// PBES2 with PBKDF2 or scrypt, and the older schemes of crypto/pbes1.h.
Expected<SecretBytes> decrypt_pkcs8(ByteView encrypted, const Secret& password);
/// The same where the content must be a PrivateKeyInfo: any other is what a wrong password makes of it.
Expected<SecretBytes> decrypt_private_key_info(ByteView encrypted, const Secret& password);
/// Whether DER has the shape of an EncryptedPrivateKeyInfo.
bool is_encrypted_pkcs8(ByteView der);
/// How many rounds of PBKDF2 decrypt_pkcs8() would run: any number is honoured, so a caller with little time
/// may ask.
Expected<int> encrypted_pkcs8_rounds(ByteView encrypted);
/// The octets that scrypt would fill; 0 with PBKDF2 and for what cannot be read.
std::uint64_t encrypted_pkcs8_memory(ByteView encrypted);

}  // namespace newel
