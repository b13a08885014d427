// Passwords of key files: from the file a flag names, else asked for.
#pragma once

#include <optional>
#include <string>

#include "cli/engine/invocation.h"
#include "crypto/key_files.h"
#include "jose/jwe.h"

namespace newel::cli::crypto {

/// For decrypting keys in PEM: the password of --password-file unless that is empty, else asks "Please enter
/// the password to decrypt <name>".
PasswordSource decrypting_password(const Invocation& in);

/// For encrypting: nullopt with --no-password; else the file's that `flag` names, unless it is empty; else
/// asked for with `label` until there is one. `failing` as in PasswordQuestion.
std::optional<Secret> encrypting_password(const Invocation& in, std::string_view flag,
                                          const std::string& label, const std::string& failing = {});

/// For a key that gets another password: nullopt with --no-password; else the file's that `flag` names, or
/// asked for with `label`. An empty file gives an empty password with a warning, as scripts may rely on it;
/// an empty answer is asked about once more, and then refused with a word about --no-password: nobody writes
/// a key in clear text by pressing Enter.
std::optional<Secret> changed_password(const Invocation& in, std::string_view flag, const std::string& label);

/// The clear text of a JWE protected by a password: the one given, or asked for with `label` up to three
/// times. Throws Error "failed to decrypt JWE: invalid password".
SecretBytes decrypt_jwe(std::string_view text, const std::optional<Secret>& given, const std::string& label);

/// A file with a JWK or key set. Throws Error "error reading <file>: open <file>: no such file or directory".
std::string read_key_file(const std::string& file);

/// Whether the content has the shape of a JWK or a key set, clear (JSON) or encrypted (any form of JWE).
bool is_jwk_or_jwe(std::string_view content);

/// A JWK, clear or protected so. Throws Error "error reading <name>: unsupported format" for anything else.
jose::Jwk read_jwk(std::string_view text, const std::string& name, const std::optional<Secret>& given,
                   const std::string& label);

/// Flattened JSON of the key under the password; `content_type` as in the header, may be empty.
json::Object encrypt_jwk(const jose::Jwk& key, const Secret& password, std::string_view content_type);

}  // namespace newel::cli::crypto
