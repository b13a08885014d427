// step crypto key: what its commands share.
#pragma once

#include <optional>

#include "cli/engine/command.h"
#include "cli/engine/invocation.h"
#include "crypto/key_files.h"

namespace newel::cli::crypto {

enum class KeyForm { pem, der, ssh, jwk };
struct AnyKey {
  Key key;
  KeyForm form;  ///< of the file
};

/// The key in a file of any form: PEM, a public key line of OpenSSH, a JWK in clear or encrypted, else DER.
AnyKey read_any_key(const Invocation& in, std::string_view content, const std::string& name, Blocks blocks);

/// The same where PEM is expected and other forms are welcome: what is none of them is told as no PEM.
Key read_key_file(const Invocation& in, std::string_view content, const std::string& name, Blocks blocks);

/// The public half of either.
PublicKey public_half(const Key& key);

/// The argument, or "-" when there is none. Throws too_many.
std::string key_argument(const Invocation& in);

inline constexpr Flag key_password_flag{"password-file", Kind::string,
                                        "A <file> with the password that decrypts the private key."};

extern const Command key_format_command;
extern const Command key_public_command;
extern const Command key_inspect_command;
extern const Command key_fingerprint_command;
extern const Command key_sign_command;
extern const Command key_verify_command;

}  // namespace newel::cli::crypto
