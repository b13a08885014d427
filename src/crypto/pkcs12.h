// PKCS#12 (RFC 7292): a private key with its certificates, or a list of trusted certificates, in one file
// under a password. OpenSSL does the format; the ciphers of old files (RC2, single DES) live in a library
// context of their own, so that nothing else in the process can use them.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/secret.h"
#include "crypto/key_files.h"

namespace newel {

/// What a file held. Kinds of bags that are neither keys nor X.509 certificates are left out.
struct Pkcs12 {
  std::vector<PrivateKey> keys;
  /// DER, in the order of the file; the one that belongs to the first key (by its local key identifier, else
  /// by its public key when there is only one key) stands first.
  std::vector<Bytes> certificates;
};

/// DER that begins as a PKCS#12 file does; it may still be unreadable.
bool looks_like_pkcs12(ByteView data);

/// Rounds of key derivation a file may ask for. Files in use have up to a few hundred thousand.
inline constexpr int most_pkcs12_rounds = 10'000'000;

/// Failures: "pkcs12: decryption password incorrect", and "pkcs12: ..." for everything that is wrong with the
/// file.
inline constexpr std::string_view wrong_pkcs12_password = "pkcs12: decryption password incorrect";
Expected<Pkcs12> read_pkcs12(ByteView der, const Secret& password, int most_rounds = most_pkcs12_rounds);

/// The same with a password that is asked for only where the empty one does not open the file. Failure also
/// when nobody can be asked: what to do instead. Throws what `password` throws, and Error "error decrypting
/// <name>: …" for a wrong one.
Expected<Pkcs12> open_pkcs12(ByteView der, const std::string& name, const PasswordSource& password);

/// What protects a written file.
enum class Pkcs12Style {
  modern,  ///< PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC; HMAC-SHA-256
  legacy,  ///< 40-bit RC2 for certificates, triple DES for the key, HMAC-SHA-1: for readers of the last
           ///< century
};

/// Certificates in DER: the key's own, then those above it. Throws Error.
Bytes write_pkcs12_identity(const PrivateKey& key, const std::vector<Bytes>& chain, const Secret& password,
                            Pkcs12Style style);

struct Pkcs12Trusted {
  Bytes certificate;
  std::string friendly_name;
};
/// Java takes these as trusted certificates. Throws Error.
Bytes write_pkcs12_trust_store(const std::vector<Pkcs12Trusted>& certificates, const Secret& password,
                               Pkcs12Style style);

}  // namespace newel
