// The file that says which process is serving.
#pragma once

#include <string>

namespace newel::server {

/// Holds "<pid>\n", mode 0644, for as long as it lives; an empty path means none.
class Pidfile {
 public:
  /// Throws Error "error writing pidfile: ...".
  explicit Pidfile(std::string path);
  ~Pidfile();
  Pidfile(const Pidfile&) = delete;
  Pidfile& operator=(const Pidfile&) = delete;

 private:
  std::string path_;
};

}  // namespace newel::server
