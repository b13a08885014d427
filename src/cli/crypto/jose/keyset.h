// A file with a JSON Web Key set, locked while a command works with it.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace newel::cli::crypto {

/// Members that are not "keys" are kept, and so are keys we cannot read ourselves. The lock is advisory, and
/// ends with the object.
class KeySetFile {
 public:
  /// Opens or creates (0600) the file. Throws Error "error reading <file>: file is locked" when another
  /// command has it, or with what is wrong with its content.
  explicit KeySetFile(const std::string& path);
  KeySetFile(const KeySetFile&) = delete;
  KeySetFile& operator=(const KeySetFile&) = delete;
  ~KeySetFile();

  json::Array& keys();
  /// Rewrites the file in place: the lock belongs to this very file. With a private or symmetric key among
  /// the keys, its mode becomes that of a secret, as write_secret_file() has it.
  void save();

 private:
  [[noreturn]] void fail(std::string_view what, std::string_view reason);
  std::string read_all();
  bool has_secret();

  std::string path_;
  int fd_ = -1;
  json::Object document_;
};

}  // namespace newel::cli::crypto
