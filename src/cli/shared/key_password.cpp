#include "cli/shared/key_password.h"

#include "cli/engine/prompt.h"
#include "cli/engine/terminal.h"

namespace newel::cli {

PasswordSource key_password_prompt(std::string flag) {
  return [flag = std::move(flag)](const std::string& name) {
    return ask_password({.label = "Please enter the password to decrypt " + name, .flag = flag});
  };
}

PasswordSource file_password_prompt() {
  return [ask = key_password_prompt()](const std::string& name) {
    return asking(
        "first open " + name +
            " with the flag '--password-file' of 'step crypto key format' or 'step certificate format'",
        [&] { return ask(name); });
  };
}

Secret ask_new_password(const std::string& label, const std::string& flag) {
  Secret password = ask_password(
      {.label = label,
       .flag = flag,
       .failing = "error reading password",
       .empty_warning = "An empty password protects nothing: that takes --no-password and --insecure."});
  if (password.empty())
    throw Error("the new password is empty: use --no-password --insecure to write without one");
  return password;
}

}  // namespace newel::cli
