// The question for the password of an encrypted key file.
#pragma once

#include <string>

#include "crypto/key_files.h"

namespace newel::cli {

/// Asks "Please enter the password to decrypt <name>"; `flag` is what to use without a terminal, if there is
/// one.
PasswordSource key_password_prompt(std::string flag = {});

/// The same for a file of the user's own in a command that has no flag for its password: without a terminal
/// the error names the commands that have one.
PasswordSource file_password_prompt();

/// A new password by prompt. An empty answer, which would leave unprotected what is written, is asked about
/// once more; the second one throws Error with the flags that allow it.
Secret ask_new_password(const std::string& label, const std::string& flag);

}  // namespace newel::cli
