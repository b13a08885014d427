// The key of a JOSE command: --key or --jwks with --kid (reference: jose/parse.go).
#pragma once

#include "cli/engine/invocation.h"
#include "jose/jwk.h"

namespace newel::cli::crypto {

inline constexpr Flag jwks_flag{"jwks", Kind::string,
                                "The <jwks>, a file or https URL with a key set; **--kid** chooses the key."};
inline constexpr Flag kid_flag{"kid", Kind::string, "The <kid> (key id) of the key."};

enum class KeyTask { sign, verify, encrypt, decrypt };

/// Throws unless exactly one of --key and --jwks is given; with --jwks alone `token_kid` stands in for --kid.
/// `word` is what the message calls --jwks.
void check_key_flags(const Invocation& in, std::string_view word = "jwks", const std::string& token_kid = {});

/// Reads that key, a file or a https URL, decrypts it (--password-file, else asks), and fills what it lacks:
/// key id, use by the task, algorithm from --alg or from the key's type (verifying, only with --insecure for
/// the types that leave a choice). Throws Error when --kid or --alg say otherwise than the key.
jose::Jwk read_task_key(const Invocation& in, KeyTask task, const std::string& token_kid = {});

}  // namespace newel::cli::crypto
