// The three standard files are open from the first line of a program on, whoever started it.
#pragma once

#include <fcntl.h>

#include <cerrno>

namespace newel {

/// A program that is started with one of them closed would get its number for the next file it opens: an
/// error message then goes into a key file, and a key into what the caller reads. /dev/null takes their
/// place.
inline void open_standard_files() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      ::open("/dev/null", O_RDWR);  // the lowest free number: fd
  }
}

}  // namespace newel
