#include "server/passwords.h"

#include <signal.h>

#include "base/files.h"
#include "base/random.h"
#include "base/terminal.h"

namespace newel::server {
namespace {

// While a question is open, ^C and a TERM end the process at once, although the server waits for its signals
// elsewhere.
class SignalsOpen {
 public:
  SignalsOpen() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_UNBLOCK, &set, &saved_);
  }
  ~SignalsOpen() { pthread_sigmask(SIG_SETMASK, &saved_, nullptr); }
  SignalsOpen(const SignalsOpen&) = delete;
  SignalsOpen& operator=(const SignalsOpen&) = delete;

 private:
  sigset_t saved_{};
};

Terminal terminal_for_password() {
  try {
    return Terminal();
  } catch (const Error& error) {
    throw Error(error.text() + "; without a terminal, give the password with the flag '--password-file'");
  }
}

Secret read_or_throw(const std::string& path) {
  auto password = read_password_file(path);
  if (!password) throw Error("error reading " + path + ": " + password.error().text);
  return std::move(*password);
}

}  // namespace

PasswordKeeper::PasswordKeeper(const Options& options) {
  if (!options.password_file.empty()) intermediate_ = read_or_throw(options.password_file);
  for (const std::string& other :
       {options.ssh_host_password_file, options.ssh_user_password_file, options.issuer_password_file}) {
    if (!other.empty()) read_or_throw(other);
  }
}

authority::Passwords PasswordKeeper::passwords() {
  return {intermediate_, [this](const std::string& name) { return ask(name); }, [this] { return ask_new(); }};
}

// For a key that is made now; whoever gives none gets one, shown once.
Secret PasswordKeeper::ask_new() {
  const std::lock_guard lock(mutex_);
  const SignalsOpen signals;
  Terminal terminal;
  Secret typed = terminal.read_masked(
      "Please enter the password to encrypt your first provisioner, leave empty and we'll generate one: ");
  if (!typed.empty()) return typed;
  const std::string made = system_random().alphanumeric(32);
  terminal.write("✔ Password: " + made + "\n");
  return Secret(made);
}

Secret PasswordKeeper::ask(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (const auto known = typed_.find(name); known != typed_.end()) return known->second;
  const SignalsOpen signals;
  Terminal terminal = terminal_for_password();
  Secret typed = terminal.read_masked("Please enter the password to decrypt " + name + ": ");
  typed_[name] = typed;
  return typed;
}

}  // namespace newel::server
