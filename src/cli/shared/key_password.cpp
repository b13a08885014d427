#include "cli/shared/key_password.h"

#include "cli/engine/prompt.h"

namespace newel::cli {

PasswordSource key_password_prompt(std::string flag) {
  return [flag = std::move(flag)](const std::string& name) {
    return ask_password({.label = "Please enter the password to decrypt " + name, .flag = flag});
  };
}

}  // namespace newel::cli
