// A library of a database server's client, loaded only when a configuration names such a database: who does
// not need it need not have it, and start-up does not pay for the two dozen libraries that libpq brings
// along.
#pragma once

#include <dlfcn.h>

#include <string>

#include "store/session.h"

namespace newel::store {

class SharedLibrary {
 public:
  /// Throws SqlError naming the Debian package to install. Stays loaded until the process ends.
  SharedLibrary(const std::string& file, const std::string& package)
      : file_(file), handle_(::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) {
      throw SqlError(Fault::refused, file + " cannot be loaded; install the package " + package);
    }
  }

  template <class Function>
  void load(Function& function, const char* name) const {
    function = reinterpret_cast<Function>(::dlsym(handle_, name));
    if (function == nullptr) {
      throw SqlError(Fault::refused, file_ + " lacks the function " + name + "; install a newer version");
    }
  }

 private:
  std::string file_;
  void* handle_;
};

}  // namespace newel::store
