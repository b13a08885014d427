// Private keys of cosign and sigstore: a PEM block around a JSON document, in which a PKCS#8 key is sealed by
// NaCl's secretbox under a key that scrypt makes of the password. There is no form without a password.
#pragma once

#include "crypto/private_key.h"

namespace newel {

/// "ENCRYPTED COSIGN PRIVATE KEY", and "ENCRYPTED SIGSTORE PRIVATE KEY", as it is called since cosign 2.
bool is_cosign_label(std::string_view label);

/// Failures: "error parsing key: unsupported kdf <k>", "… unsupported cipher <c>", "… nonce must be 24 bytes
/// long", `wrong_pem_password`. Parameters of scrypt that would cost more than some 128 MiB or seconds are
/// refused.
Expected<PrivateKey> open_cosign_key(ByteView document, const Secret& password);

/// The document, with the parameters cosign writes itself: scrypt N=65536, r=8, p=1.
Bytes write_cosign_key(const PrivateKey& key, const Secret& password);

}  // namespace newel
