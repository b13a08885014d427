// Files: read whole, written whole or not at all.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/error.h"
#include "base/secret.h"

namespace newel {

/// What errno says, as Go words it: "no such file or directory".
std::string reason_of(int error_number);

/// The whole file. Failure text is the reference's: "open <path> failed: no such file or directory".
/// `limit` bounds what is read ("... failed: file is larger than N bytes").
Expected<std::string> read_file(const std::string& path, std::size_t limit = 256u << 20);
/// The same into wiped memory: keys and passwords. "-" is not special.
Expected<SecretBytes> read_secret_file(const std::string& path, std::size_t limit = 16u << 20);
/// All of standard input.
Expected<std::string> read_stdin(std::size_t limit = 256u << 20);
/// A password file: whole content, trailing white space removed.
Expected<Secret> read_password_file(const std::string& path);

/// Writes to a temporary file beside `path`, fsyncs it, renames it over `path`, fsyncs the folder: a reader
/// sees the old bytes or the new ones. A new file gets `mode` before the first byte is in it; an existing one
/// keeps its own mode and owner. Symbolic links are followed, not replaced. Throws Error.
void write_file(const std::string& path, ByteView content, mode_t mode);
inline void write_file(const std::string& path, std::string_view content, mode_t mode) {
  write_file(path, as_bytes(content), mode);
}

bool file_exists(const std::string& path);
bool is_directory(const std::string& path);
/// mkdir -p; new folders get `mode`. Throws Error.
void make_directories(const std::string& path, mode_t mode);

/// Lexical cleaning as Go's filepath.Clean; join(a, b) as filepath.Join.
std::string clean_path(std::string_view path);
std::string join_path(std::string_view a, std::string_view b);
/// Against the working directory when relative, then cleaned.
std::string absolute_path(std::string_view path);
std::string base_name(std::string_view path);
std::string directory_of(std::string_view path);

/// The environment variable if it is set (even to "").
std::optional<std::string> environment(const char* name);

}  // namespace newel
