// The question for the password of an encrypted key file.
#pragma once

#include <string>

#include "crypto/key_files.h"

namespace newel::cli {

/// Asks "Please enter the password to decrypt <name>"; `flag` is what to use without a terminal, if there is
/// one.
PasswordSource key_password_prompt(std::string flag = {});

}  // namespace newel::cli
