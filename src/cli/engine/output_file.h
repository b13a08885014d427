// Result files of commands: asked about before they are overwritten, passwords read from files.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/files.h"
#include "base/secret.h"
#include "cli/engine/invocation.h"

namespace newel::cli {

/// Writes the whole file or nothing. If it exists and `force` is false the person is asked first; throws
/// "file exists" for no and "file is a directory". A new file has `mode` (before the umask) from the first
/// byte; an existing one keeps its mode. `flag` is what the error names when there is no terminal to ask on.
void write_output(const std::string& path, ByteView content, mode_t mode, bool force,
                  std::string_view flag = "force");
inline void write_output(const std::string& path, std::string_view content, mode_t mode, bool force,
                         std::string_view flag = "force") {
  write_output(path, as_bytes(content), mode, force, flag);
}
/// The same with the force taken from the command's --force (false when it has none).
void write_output(const Invocation& in, const std::string& path, ByteView content, mode_t mode);
inline void write_output(const Invocation& in, const std::string& path, std::string_view content,
                         mode_t mode) {
  write_output(in, path, as_bytes(content), mode);
}

/// The same for what holds a secret, by write_secret_file() of base/files.h: nobody but owner and group ever
/// reads it, whatever the mode of the file it replaces.
void write_secret_output(const std::string& path, ByteView content, bool force,
                         std::string_view flag = "force", mode_t mode = 0600);
void write_secret_output(const Invocation& in, const std::string& path, ByteView content, mode_t mode = 0600);
inline void write_secret_output(const Invocation& in, const std::string& path, std::string_view content) {
  write_secret_output(in, path, as_bytes(content));
}

/// write_output() was refused: "file exists", "file is a directory".
struct OutputRefused : Error {
  using Error::Error;
};
/// For the commands whose reference tells the refusal with the file's name: runs a write_output() to `path`
/// and throws Error "unexpected error on <path>: file exists".
template <class Write>
void named_refusal(const std::string& path, const Write& write) {
  try {
    write();
  } catch (const OutputRefused& refused) {
    throw refused.wrapped("unexpected error on " + path);
  }
}

/// To standard output, all of it, or throws (closed pipe).
void print(std::string_view text);
/// One line to standard error.
void say(std::string_view line);

/// The password in the file that the flag names; nullopt if the flag is not given.
std::optional<Secret> password_from_flag(const Invocation& in, std::string_view flag);

/// The file that a name means. A KMS URI is never a file name: "softkms:" URIs name their file, any other
/// throws Error, for the commands that can use a key in a store ask before they read.
std::string input_file(const std::string& name);

/// A file that cannot be read: text as that of FileFailure, whose parts stand apart for those who word it in
/// another way.
class FileError : public Error {
 public:
  explicit FileError(FileFailure failure) : Error(failure.text), failure_(std::move(failure)) {}
  const FileFailure& failure() const { return failure_; }

 private:
  FileFailure failure_;
};

/// The content of a file, or of standard input for "-"; a leading byte order mark is dropped.
/// Throws FileError, and as input_file().
std::string read_input(const std::string& path);

}  // namespace newel::cli
