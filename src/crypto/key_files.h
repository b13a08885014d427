// Key files: every private and public key form the reference reads and writes (reference: pemutil/pem.go).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/secret.h"
#include "crypto/pem.h"
#include "crypto/private_key.h"

namespace newel {

/// Called at most once, only for an encrypted key; `name` is the file. May throw.
using PasswordSource = std::function<Secret(const std::string& name)>;

/// Where a password comes from: none offered means an encrypted key is a failure.
PasswordSource fixed_password(Secret password);

/// A private key from PEM text (PKCS#8, encrypted PKCS#8, SEC1, PKCS#1, legacy DEK-Info, OpenSSH) or DER.
/// Throws Error with the reference's texts: "error decrypting <name>: x509: decryption password incorrect",
/// "error decoding <name>: not a valid PEM encoded block", "error parsing <name>: ...".
PrivateKey read_private_key(std::string_view content, const std::string& name,
                            const PasswordSource& password);
PrivateKey load_private_key(const std::string& path, const PasswordSource& password);

/// A public key from PEM or DER: SPKI, a certificate's, a request's, or a private key's public half.
PublicKey read_public_key(std::string_view content, const std::string& name,
                          const PasswordSource& password = {});

/// Clear PEM in the reference's default form: RSA PKCS#1, EC SEC1, Ed25519 PKCS#8; all PKCS#8 with `pkcs8`.
std::string write_private_key(const PrivateKey& key, bool pkcs8 = false);
/// Encrypted: legacy AES-256-CBC DEK-Info for RSA and EC, PBES2 (600000 rounds) for Ed25519 and `pkcs8`.
std::string write_encrypted_private_key(const PrivateKey& key, const Secret& password, bool pkcs8 = false);
std::string write_public_key(const PublicKey& key);

}  // namespace newel
