// Digests over streams, by OpenSSL's algorithm name: for files too large to hold.
#pragma once

#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/error.h"

namespace newel {

/// Not thread-safe.
class StreamDigest {
 public:
  /// Throws Error for a name OpenSSL does not know.
  explicit StreamDigest(const std::string& algorithm);
  ~StreamDigest();
  void update(ByteView data);
  Bytes finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Failure: "open <path> failed: ...".
Expected<Bytes> digest_file(const std::string& path, const std::string& algorithm);

}  // namespace newel
