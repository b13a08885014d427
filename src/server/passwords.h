// The passwords of the CA's keys: from files that are read once, or typed once.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "authority/authority.h"
#include "server/flags.h"

namespace newel::server {

/// Kept for the life of the process, because a reload opens the keys again and the person who typed a
/// password at the start is gone by then (the reference asks again, and a daemon cannot answer). Thread-safe.
class PasswordKeeper {
 public:
  /// Reads every password file named in the options, also those of keys that the configuration does not use:
  /// a wrong name is found at the start. Throws Error "error reading <file>: open <file>: no such file or
  /// directory".
  explicit PasswordKeeper(const Options& options);

  /// What an authority is to be built with; borrows this object.
  authority::Passwords passwords();

 private:
  Secret ask(const std::string& name);
  Secret ask_new();

  std::optional<Secret> intermediate_;
  std::mutex mutex_;
  std::map<std::string, Secret> typed_;
};

}  // namespace newel::server
