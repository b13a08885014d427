#include "server/pidfile.h"

#include <unistd.h>

#include "base/files.h"

namespace newel::server {

Pidfile::Pidfile(std::string path) : path_(std::move(path)) {
  if (path_.empty()) return;
  try {
    write_file(path_, std::to_string(::getpid()) + "\n", 0644);
  } catch (const Error& error) {
    throw error.wrapped("error writing pidfile");
  }
}

Pidfile::~Pidfile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

}  // namespace newel::server
