// --kty, --curve, --size: which key to generate (reference: utils/cli.go).
#pragma once

#include "cli/engine/command.h"
#include "cli/engine/invocation.h"
#include "crypto/private_key.h"

namespace newel::cli {

inline constexpr Flag kty_flag{"kty", Kind::string,
                               "The <kty> (key type) to generate: EC (the default), OKP or RSA."};
inline constexpr Flag curve_flag{
    "crv,curve", Kind::string,
    "The elliptic <curve> of an EC or OKP key: P-256 (the default of EC), P-384, P-521 or "
    "Ed25519 (the default of OKP)."};
inline constexpr Flag size_flag{
    "size", Kind::integer,
    "The <size> in bits of an RSA key; 2048 is the default and, without **--insecure**, the "
    "least."};
inline constexpr auto key_flags = flag_list(kty_flag, curve_flag, size_flag);

/// Checks the three flags against each other, then generates. Throws Error with the reference's texts.
/// Commands without an --insecure flag never allow RSA keys below 2048 bits.
PrivateKey generate_key(const Invocation& in);

}  // namespace newel::cli
