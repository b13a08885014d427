// Input that is typed at a prompt or piped: the text of `kdf`, `nacl` and `otp`.
#pragma once

#include <string>

#include "base/secret.h"

namespace newel::cli {

/// Standard input untrimmed when something is piped into it or it is a file with content; else a masked
/// prompt.
/// `failing` as in PasswordQuestion.
Secret secret_from_stdin_or_prompt(const std::string& label, const std::string& failing = {});

}  // namespace newel::cli
