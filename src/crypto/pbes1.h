// The password-based encryption that came before PBES2 (RFC 8018 section 6.1, RFC 7292 appendix C): old
// private keys are still met in it. Only for reading. Internal to this folder.
#pragma once

#include <optional>

#include "base/error.h"
#include "base/secret.h"

namespace newel {

/// nullopt when the OID (contents octets) is none of: MD5 or SHA-1 with DES, SHA-1 with three- or two-key
/// Triple-DES. `parameters` are the contents of the SEQUENCE. Failures: "malformed encrypted PEM",
/// `wrong_pem_password`.
std::optional<Expected<SecretBytes>> decrypt_pbes1(ByteView oid, ByteView parameters, ByteView data,
                                                   const Secret& password);

/// The rounds it would run; nullopt for another OID, and for parameters that cannot be read.
std::optional<int> pbes1_rounds(ByteView oid, ByteView parameters);

}  // namespace newel
