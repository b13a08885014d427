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

/// Why a file could not be read. The text is "open <path> failed: no such file or directory"; its parts are
/// for the commands that word it in another way.
struct FileFailure : Failure {
  std::string operation;  ///< "open", "read"
  std::string path;
  std::string reason;  ///< as reason_of()
  /// "open <path>: no such file or directory"
  std::string short_text() const { return operation + " " + path + ": " + reason; }
};
template <class T>
using FileExpected = tl::expected<T, FileFailure>;
/// As value_or_throw() of base/error.h.
template <class T>
T value_or_throw(FileExpected<T>&& value, std::string_view context = {}) {
  if (value) return std::move(*value);
  throw Error(context.empty() ? value.error().text : std::string(context) + ": " + value.error().text);
}

/// The whole file. `limit` bounds what is read ("... failed: file is larger than N bytes").
FileExpected<std::string> read_file(const std::string& path, std::size_t limit = 256u << 20);
/// The same into wiped memory: keys and passwords. "-" is not special.
FileExpected<SecretBytes> read_secret_file(const std::string& path, std::size_t limit = 16u << 20);
/// All of standard input.
FileExpected<std::string> read_stdin(std::size_t limit = 256u << 20);
/// A password file: whole content, trailing white space removed.
Expected<Secret> read_password_file(const std::string& path);

/// Writes to a temporary file beside `path`, fsyncs it, renames it over `path`, fsyncs the folder: a reader
/// sees the old bytes or the new ones. A new file gets `mode` before the first byte is in it; an existing one
/// keeps its own mode and owner. Symbolic links are followed, not replaced. Throws Error.
void write_file(const std::string& path, ByteView content, mode_t mode);
inline void write_file(const std::string& path, std::string_view content, mode_t mode) {
  write_file(path, as_bytes(content), mode);
}

/// What of a file's mode may stay when a secret comes into it: reading and writing, for owner and group.
constexpr mode_t secret_mode(mode_t mode) { return mode & 0660; }

/// As write_file(), for what holds a secret. A new file gets `mode` without its bits for others and for
/// execution. An existing one keeps only what its mode gave its owner and its group to read and write: a key
/// written over a file that everybody could read ends with its owner and that group. Where the group cannot
/// be kept, the new file has nothing for any group. Throws Error.
void write_secret_file(const std::string& path, ByteView content, mode_t mode = 0600);

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
