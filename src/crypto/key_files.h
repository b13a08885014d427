// Key files: every private and public key form the reference reads and writes (reference: pemutil/pem.go).
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "base/secret.h"
#include "crypto/pem.h"
#include "crypto/private_key.h"

namespace newel {

/// Called at most once, only for an encrypted key; `name` is the file. May throw.
using PasswordSource = std::function<Secret(const std::string& name)>;

/// Where a password comes from: none offered means an encrypted key is a failure.
PasswordSource fixed_password(Secret password);
/// Asks `password` once for each name, for a file that is read twice.
PasswordSource remembered(PasswordSource password);

using Key = std::variant<PrivateKey, PublicKey>;
enum class Blocks { only_one, first };  ///< whether text behind the first PEM block is an error

/// Whatever key the text holds: PEM (PKCS#8, encrypted PKCS#8, SEC1, PKCS#1, legacy DEK-Info, SPKI, OpenSSH,
/// cosign, Nebula X25519 and P-256, and the key of a certificate or request), a public key line of OpenSSH,
/// or DER. Throws Error with the reference's texts: "error decrypting <name>: x509: decryption password
/// incorrect", "error decoding <name>: not a valid PEM encoded block", "error parsing <name>: ...".
Key read_key(std::string_view content, const std::string& name, const PasswordSource& password,
             Blocks blocks = Blocks::only_one);
/// DER: PKCS#8, SEC1, PKCS#1 private, SPKI, PKCS#1 public, then the key of a certificate, of a request, of
/// the first certificate of a PKCS#7, and the first key of a PKCS#12 (of its first certificate, if it has
/// none), tried in this order. Encrypted PKCS#8 and PKCS#12 are opened where there is a password. Failure:
/// "error decoding DER; bad format". Throws Error "error decrypting <name>: …" as read_key().
Expected<Key> read_der_key(ByteView der, const std::string& name = {}, const PasswordSource& password = {});

/// The same where only a private key will do.
PrivateKey read_private_key(std::string_view content, const std::string& name,
                            const PasswordSource& password);
PrivateKey load_private_key(const std::string& path, const PasswordSource& password);

/// A public key from PEM or DER: SPKI, a certificate's, a request's, or a private key's public half.
PublicKey read_public_key(std::string_view content, const std::string& name,
                          const PasswordSource& password = {});

/// Clear PEM in the reference's default form: RSA PKCS#1, EC SEC1, Ed25519 PKCS#8; all PKCS#8 with `pkcs8`.
/// X25519 keys have no such form and throw Error.
std::string write_private_key(const PrivateKey& key, bool pkcs8 = false);
/// Encrypted: legacy AES-256-CBC DEK-Info for RSA and EC, PBES2 (600000 rounds) for Ed25519 and `pkcs8`.
/// An empty password writes clear text.
std::string write_encrypted_private_key(const PrivateKey& key, const Secret& password, bool pkcs8 = false);
std::string write_public_key(const PublicKey& key);

}  // namespace newel
