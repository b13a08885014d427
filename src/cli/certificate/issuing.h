// What `create` and `sign` share: the issuer's files, the validity flags, the passwords.
#pragma once

#include <optional>

#include "cli/engine/invocation.h"
#include "crypto/key_files.h"
#include "x509/builder.h"
#include "x509/profiles.h"

namespace newel::cli::certificate {

/// --not-before and --not-after against the profile's default length. Throws when they are in the wrong
/// order.
x509::Validity validity_from_flags(const Invocation& in, Seconds default_length);

/// The password from the flag's file, else a prompt naming the key file.
PasswordSource password_for(const Invocation& in, std::string_view flag);

/// The certificate must be exactly one. `password` is that of a PKCS#12 file. Throws Error "error decoding
/// <f>: contains more than one PEM encoded block" and as x509::load_certificates().
x509::Certificate load_issuer_certificate(const std::string& file, const PasswordSource& password);

}  // namespace newel::cli::certificate
