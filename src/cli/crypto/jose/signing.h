// What `jws sign` and `jwt sign`, and `jws verify` and `jwt verify`, have in common.
#pragma once

#include "cli/crypto/jose/key_source.h"
#include "jose/jws.h"

namespace newel::cli::crypto {

inline constexpr Flag signature_alg_flag{"alg,algorithm", Kind::string,
                                         "The signature <algorithm>: HS256, HS384, HS512, RS256, RS384, "
                                         "RS512, PS256, PS384, PS512, ES256, ES384, ES512 "
                                         "or EdDSA. The default is that of the key."};
inline constexpr Flag jose_password_flag{"password-file", Kind::string,
                                         "A <file> with the password that decrypts the key."};
inline constexpr Flag signing_key_flag{
    "key,x5c-key,x5t-key", Kind::string,
    "The <file> or https URL with the private key: PEM, JSON Web Key, or the "
    "octets of an HMAC secret."};
inline constexpr Flag verifying_key_flag{
    "key", Kind::string,
    "The <file> or https URL with the public key: PEM, JSON Web Key, or the "
    "octets of an HMAC secret."};
inline constexpr auto certificate_header_flags = flag_list(
    Flag{"x5c-cert", Kind::string, "A <chain> of certificates of the key for the header x5c."},
    Flag{"x5t-cert", Kind::string, "A <file> with the key's certificate, whose SHA-1 is the header x5t."});
inline constexpr Flag no_kid_flag =
    Flag{"no-kid", Kind::boolean, "Leave the key id out of the header."}.hide();

/// The rules among --key, --jwks, --kid, --x5c-cert and --x5t-cert.
void check_signing_flags(const Invocation& in);
/// The key to sign with, checked.
jose::Jwk signing_key(const Invocation& in);
/// kid, and x5c (under the name `chain_name`) or x5t.
json::Object signing_header(const Invocation& in, const jose::Jwk& key, std::string_view chain_name);
std::string sign_token(json::Object header, ByteView payload, const jose::Jwk& key);

/// The first line of standard input, parsed. Throws Error "error parsing token: …".
jose::Jws token_on_stdin();
/// Checks key, `crit`, algorithm and signature; `kind` is "JWS" or "JWT". Returns when all is well.
void verify_token(const Invocation& in, const jose::Jws& token, const jose::Jwk& key, std::string_view kind);
/// The key to verify with, checked.
jose::Jwk verifying_key(const Invocation& in, const jose::Jws& token);

/// The object that inspect and verify print, with line end; `payload` is JSON text as it came.
std::string describe_token(const jose::Jws& token, std::string_view payload);

}  // namespace newel::cli::crypto
